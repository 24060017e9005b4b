import { Command, CommanderError } from 'commander';
import { act, reportCliFailure } from './act.ts';
import { GROUPS } from './groups.ts';

/** The whole command with its options and groups. */
function createProgram(): Command {
  const program = new Command('yigong')
    .description('医共：县域医共体平台的命令行 · The command of Yigong, the platform of medical consortia')
    .option('--json', '以 JSON 输出 · answer as JSON')
    .option('--data-dir <folder>', '数据目录（默认 YIGONG_DATA_DIR 或 .data）· data folder')
    .option('--server <url>', '远程服务器地址 · a server elsewhere (client in YIGONG_CLIENT_ID, YIGONG_CLIENT_SECRET)')
    .option('--organisation <id>', '代表某机构操作 · act for this organisation')
    .showHelpAfterError('（加 --help 查看用法 · add --help for usage）')
    .addHelpText('after', '\n退出码 · exit codes: docs/guide/cli.md');
  for (const { name, summary, register } of GROUPS) register(program.command(name).description(summary), act);
  throwInsteadOfExit(program);
  return program;
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

/** Runs the command with the arguments after its name; returns the exit code (docs/guide/cli.md). */
export async function runCli(given: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  try {
    await createProgram().parseAsync([...given], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportCliFailure(error);
  }
}
