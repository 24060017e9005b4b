import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const BYTES = 32;

/** Lays a file down whole, readable by the owner only; leaves the one that another process was quicker with. False where one lay there. */
export function layOnce(file: string, content: string | Buffer): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(made, content, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears with its content: of several processes that start at once none reads half of it.
    linkSync(made, file);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(made);
  }
}

/** Lays a new key of 256 bits into the file, 64 hexadecimal digits. */
export const makeKeyFile = (file: string): void => void layOnce(file, `${randomBytes(BYTES).toString('hex')}\n`);

/** The key in the file; undefined where what it holds is none. */
export function readKeyFile(file: string): Buffer | undefined {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  return key.length === BYTES ? key : undefined;
}
