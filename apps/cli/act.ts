import { isAbsolute, resolve } from 'node:path';
import { Command } from 'commander';
import type { Act, Cli } from '#platform/cli/command.ts';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { CliFailure, CLI_EXIT_CODES } from '#platform/cli/exit-codes.ts';
import { createOutput } from '#platform/cli/output.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { readSettings } from '#apps/server/settings.ts';

interface GlobalOptions {
  readonly json?: boolean;
  readonly dataDir?: string;
  readonly server?: string;
  readonly organisation?: string;
}

/** Reads the global options and turns failures into words and exit codes. */
export const act: Act = (work) => async (...given) => {
  const command = given.at(-1);
  if (!(command instanceof Command)) throw new Error('act() is for the action of a command');
  const options = command.optsWithGlobals<GlobalOptions>();
  try {
    const run = work as unknown as (cli: Cli, ...rest: readonly unknown[]) => Promise<void>;
    await run(openCli(options), ...given.slice(0, -1));
  } catch (error) {
    process.exitCode = reportCliFailure(error, options.json);
  }
};

function openCli(options: GlobalOptions): Cli {
  const dataFolder = options.dataDir === undefined
    ? readSettings(process.env).dataFolder
    : isAbsolute(options.dataDir) ? options.dataDir : resolve(options.dataDir);
  let connection: Connection | undefined;
  return {
    output: createOutput({
      json: options.json ?? false,
      write: (text) => process.stdout.write(text),
      warn: (text) => process.stderr.write(text),
    }),
    dataFolder,
    environment: process.env,
    get server() {
      connection ??= openConnection({
        dataFolder,
        serverUrl: options.server,
        organisationId: options.organisation,
        environment: process.env,
      });
      return connection;
    },
  };
}

/** Says on stderr what went wrong and what to do; returns the exit code. */
export function reportCliFailure(error: unknown, json = false): number {
  const { code, zh, en, lines, exit } = describe(error);
  if (json) process.stderr.write(`${JSON.stringify({ error: code, message: en, messageZh: zh, details: lines })}\n`);
  else process.stderr.write([zh, en, ...lines.map((line) => `  ${line}`)].filter((line) => line !== '').join('\n') + '\n');
  return exit;
}

interface Described {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly lines: readonly string[];
  readonly exit: number;
}

function describe(error: unknown): Described {
  if (error instanceof CliFailure) return { code: error.exit, ...error.text, lines: error.lines, exit: CLI_EXIT_CODES[error.exit] };
  if (error instanceof StartUpFailure) return { code: error.code, ...error.text, lines: [], exit: error.exitCode };
  if (error instanceof Problem) {
    const lines = error.details.map(({ path, message }) => `${path}: ${message.zh} · ${message.en}`);
    return { code: error.code, ...error.text, lines, exit: error.kind === 'not-found' ? CLI_EXIT_CODES['not-found'] : CLI_EXIT_CODES.refused };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'unexpected', zh: '程序错误 · our fault', en: '', lines: [stack], exit: CLI_EXIT_CODES.unexpected };
}
