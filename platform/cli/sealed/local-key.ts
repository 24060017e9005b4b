import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeyFile, readKeyFile } from '#platform/crypto/key-file.ts';
import { CliFailure } from '../exit-codes.ts';

export const localKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'files.key');

/** The key by which commands of this data folder seal the files that they write, unless another is named; 64 hexadecimal digits, for the owner only. */
export function localKey(dataFolder: string, absent: 'make' | 'leave'): Buffer | undefined {
  const file = localKeyFile(dataFolder);
  if (!existsSync(file)) {
    if (absent === 'leave') return undefined;
    makeKeyFile(file);
  }
  const key = readKeyFile(file);
  if (key === undefined) throw new CliFailure('needs-mending', { zh: `${file} 不是文件密钥：应为 64 位十六进制数字。`, en: `${file} is no key of files: 64 hexadecimal digits are expected.` });
  return key;
}
