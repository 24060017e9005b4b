import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { CommandGroup } from '#platform/cli/command.ts';
import { openMllp } from '#platform/mllp/sender.ts';
import { applyMessage, listMessages, rerunMessage, rerunMessages } from '../contract/messages.ts';

const COLUMNS = { id: '编号 id', state: '状态', messageType: '类型', code: '原因', place: '位置', resources: '资源', warnings: '警告' };
const LOG_COLUMNS = { keptAt: '收到', state: '状态', messageType: '类型', controlId: '编号', siteName: '系统', place: '位置', code: '原因', id: 'id' };

interface Address {
  readonly host: string;
  readonly port: string;
  readonly tls?: boolean;
}

function readGiven(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliFailure('not-found', { zh: `无法读取文件 ${path}`, en: `The file ${path} cannot be read` }, [(error as Error).message]);
  }
}

async function exchangeOnce(address: Address, content: Buffer): Promise<string> {
  const connection = await openMllp({ host: address.host, port: Number(address.port), usesTls: address.tls === true }).catch((error: Error) => {
    throw new CliFailure('not-found', { zh: `${address.host}:${address.port} 没有应答`, en: `Nobody answers at ${address.host}:${address.port}` }, [error.message]);
  });
  try {
    return (await connection.exchange(content)).toString('utf8').replaceAll('\r', '\n');
  } finally {
    connection.close();
  }
}

/** `yigong exchange …` */
export const commands: CommandGroup = {
  name: 'exchange',
  summary: '数据交换 · HL7 v2, documents, message log',
  register: (group, act) => {
    group
      .command('apply <file>')
      .description('递交一个 HL7 v2 或 CDA 文件 · hand in a file (give --organisation)')
      .action(act(async (cli, file: string) => {
        const { messages } = await cli.server.call(applyMessage, { content: readGiven(file).toString('base64'), fileName: basename(file) });
        cli.output.table(messages, COLUMNS);
      }));
    group
      .command('send <file>')
      .description('经 MLLP 发送文件并显示应答 · send a file over MLLP and show the answer')
      .option('--host <host>', '地址 · host', 'localhost')
      .option('--port <port>', '端口 · port', '2575')
      .option('--tls', 'TLS')
      .action(act(async (cli, file: string, options: Address) => cli.output.say(await exchangeOnce(options, readGiven(file)))));
    group
      .command('listen-test')
      .description('检查本机 MLLP 监听是否应答 · see whether the listener answers')
      .option('--host <host>', '地址 · host', 'localhost')
      .option('--port <port>', '端口 · port', '2575')
      .option('--tls', 'TLS')
      .action(act(async (cli, options: Address) => {
        cli.output.say(await exchangeOnce(options, Buffer.from(`MSH|^~\\&|LISTEN-TEST|YIGONG|||||ADT^A04|${Date.now()}|P|2.5.1\r`)));
      }));
    group
      .command('log')
      .description('消息日志 · the message log')
      .option('--state <state>', 'received | applied | repeated | failed | dead | queued | sent | set-aside')
      .option('--limit <n>', '最多行数 · rows at most', '50')
      .action(act(async (cli, options: { state?: string; limit: string }) => {
        const page = await cli.server.call(listMessages, { limit: Number(options.limit), ...(options.state === undefined ? {} : { state: options.state as 'dead' }) });
        cli.output.table(page.rows, LOG_COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
    group
      .command('rerun [id]')
      .description('重新处理一条，或全部死信 · process one again, or with --all every dead one')
      .option('--all', '全部死信 · every dead message')
      .action(act(async (cli, id: string | undefined, options: { all?: boolean }) => {
        if ((id === undefined) === (options.all !== true)) throw new CliFailure('usage', { zh: '请给出一个编号，或 --all（二者其一）', en: 'Give either one id or --all' });
        cli.output.print(id === undefined ? await cli.server.call(rerunMessages, { state: 'dead' }) : await cli.server.call(rerunMessage, { id }));
      }));
  },
};
