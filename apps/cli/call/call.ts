import { randomUUID } from 'node:crypto';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { failureOf } from '#platform/cli/connection.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { createClient, operations, type OperationName, type Send } from '../client.gen.ts';

export const commands: CommandGroup = {
  name: 'call',
  summary: '调用任一接口操作 · call any operation of the API by its name',
  register: (command, act) => {
    command
      .argument('[operation]', '操作名；不写则列出全部 · name; without it all are listed')
      .option('--input <json>', '输入 JSON 对象 · input as a JSON object', '{}')
      .option('--key <key>', '幂等键（默认随机）· idempotency key, random unless given')
      .action(act(call));
  },
};

async function call(cli: Cli, name: string | undefined, options: { input: string; key?: string }): Promise<void> {
  if (name === undefined) return list(cli);
  if (!isOperation(name)) {
    throw new CliFailure('usage', { zh: `没有操作 ${name}，运行 yigong call 查看全部。`, en: `There is no operation ${name}; \`yigong call\` lists them.` });
  }
  const send: Send = async ({ method, path, body }) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': options.key ?? randomUUID() };
    const answer = await cli.server.send({ method, path, ...(body === undefined ? {} : { body, headers }) });
    if (answer.status >= 400) throw failureOf(answer);
    return JSON.parse(answer.text) as unknown;
  };
  const answer = await createClient(send)(name, parseInput(options.input) as never);
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}

function list(cli: Cli): void {
  const rows = Object.entries(operations).map(([name, { method, path }]) => ({ name, method, path: `/api${path}` }));
  cli.output.table(rows, { name: '操作 · operation', method: '', path: '' });
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);

function parseInput(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new CliFailure('usage', { zh: '输入应为 JSON 对象。', en: 'The input must be a JSON object.' });
}
