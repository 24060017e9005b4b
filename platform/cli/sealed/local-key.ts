import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliFailure } from '../exit-codes.ts';

const BYTES = 32;

export const localKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'files.key');

/** The key by which commands of this data folder seal the files that they write, unless another is named; 64 hexadecimal digits, for the owner only. */
export function localKey(dataFolder: string, absent: 'make' | 'leave'): Buffer | undefined {
  const file = localKeyFile(dataFolder);
  if (!existsSync(file)) {
    if (absent === 'leave') return undefined;
    make(file);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== BYTES) throw new CliFailure('needs-mending', { zh: `${file} 不是文件密钥：应为 64 位十六进制数字。`, en: `${file} is no key of files: 64 hexadecimal digits are expected.` });
  return key;
}

function make(file: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(made, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears with its content: of two commands that start at once none reads half a key.
    linkSync(made, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(made);
  }
}
