import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { sendFolder, tellSent, type FileToSend, type RefusedFile } from '#platform/cli/send-folder.ts';
import { recordEcg } from '../contract.ts';

/** Told by the server about this one file; everything else (server away, no right) ends the run. */
const OF_THE_FILE = /^ecg\.|^platform\.invalid-input$/;

async function storeFile(cli: Cli, { path }: FileToSend): Promise<readonly RefusedFile[]> {
  try {
    await cli.server.call(recordEcg, { fileName: basename(path), base64: gzipSync(readFileSync(path)).toString('base64'), isPacked: true });
    return [];
  } catch (error) {
    const code = error instanceof CliFailure ? (/\[([a-z.-]+)\]$/.exec(error.text.en)?.[1] ?? '') : '';
    // Kept by an earlier run.
    if (code === 'ecg.stored-already') return [];
    if (!OF_THE_FILE.test(code) || code === 'ecg.no-organisation') throw error;
    return [{ path, reason: (error as Error).message }];
  }
}

/** `yigong ecg …` */
export const commands: CommandGroup = {
  name: 'ecg',
  summary: '心电 · ECG files',
  register: (group, act) => {
    group
      .command('import <folder>')
      .description('保存一个目录下的全部心电文件，可中断后继续 · store every ECG file of a folder (give --organisation); goes on after a break')
      .option('--restart', '从头开始 · begin anew')
      .action(act(async (cli, folder: string, options: { restart?: boolean }) => {
        tellSent(cli, await sendFolder(cli, { name: 'ECG', folder, restart: options.restart === true, batchBytesMax: Infinity, batchFilesMax: 1, send: (files) => storeFile(cli, files[0]!) }));
      }));
  },
};
