import { createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { keysOf, withKeyOptions, type KeyOptions } from '#platform/cli/sealed/options.ts';
import { openSealed, SEALED_END } from '#platform/cli/sealed/sealed-files.ts';

export const commands: CommandGroup = {
  name: 'decrypt',
  summary: '解密 export 写出的文件，不需要服务器 · open files that export sealed, without a server',
  register: (command, act) => {
    withKeyOptions(command)
      .argument('<paths...>', '.sealed 文件或其目录 · .sealed files or folders of them')
      .requiredOption('--out <folder>', '输出目录，- 为标准输出 · folder, - for standard output')
      .action(act(decrypt));
  },
};

interface Options extends KeyOptions {
  readonly out: string;
}

async function decrypt(cli: Cli, paths: readonly string[], options: Options): Promise<void> {
  const keys = keysOf(cli, options);
  const files = paths.flatMap(listSealed);
  if (options.out === '-') {
    for (const file of files) await pipeline(Readable.from(openSealed(file, keys)), process.stdout, { end: false });
    return;
  }
  mkdirSync(options.out, { recursive: true, mode: 0o700 });
  for (const file of files) {
    const target = join(options.out, basename(file).slice(0, -SEALED_END.length));
    try {
      await pipeline(Readable.from(openSealed(file, keys)), createWriteStream(`${target}.part`, { mode: 0o600, flush: true }));
      renameSync(`${target}.part`, target);
    } finally {
      rmSync(`${target}.part`, { force: true });
    }
  }
  cli.output.print({ files: files.length });
}

/** Throws CliFailure for a path that is not there and for a file of another kind. */
function listSealed(path: string): string[] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) throw new CliFailure('not-found', { zh: `没有文件或目录 ${path}`, en: `There is no file or folder ${path}` });
  if (info.isDirectory()) return readdirSync(path).sort().filter((name) => name.endsWith(SEALED_END)).map((name) => join(path, name));
  if (path.endsWith(SEALED_END)) return [path];
  throw new CliFailure('usage', { zh: `${path} 不是 ${SEALED_END} 文件`, en: `${path} is no ${SEALED_END} file` });
}
