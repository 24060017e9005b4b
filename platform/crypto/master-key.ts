import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { international } from './international.ts';
import { makeKeyFile, readKeyFile } from './key-file.ts';

/** Wraps and unwraps data keys. It stays outside of the database: in a file, or in a hardware module behind a program. */
export interface MasterKey {
  /** Stored beside what it wrapped. */
  readonly name: string;
  wrap(key: Buffer): Promise<Buffer>;
  unwrap(wrapped: Buffer): Promise<Buffer>;
}

const FILE = 'master.key';
const PROGRAM_MS_MAX = 10_000;
const ABOUT = Buffer.from('yigong data key');

/**
 * The master key of `<folder>/master.key` (64 hexadecimal digits, readable by the owner only); made on first use. Whoever has a
 * backup of the database needs this file too: keep a copy elsewhere.
 */
export function fileMasterKey(folder: string): MasterKey {
  const file = join(folder, FILE);
  if (!existsSync(file)) makeKeyFile(file);
  const key = readKeyFile(file);
  if (key === undefined) throw new Error(`${file} is no master key: 64 hexadecimal digits are expected`);
  return {
    name: `file:${international.digest(key).subarray(0, 4).toString('hex')}`,
    wrap: async (bytes) => international.seal(key, bytes, ABOUT),
    unwrap: async (wrapped) => international.open(key, wrapped, ABOUT),
  };
}

/**
 * A hardware module: `<program> wrap` and `<program> unwrap` read base64 from standard input and print base64. A status other than 0
 * fails the operation with what the program wrote to standard error.
 */
export function programMasterKey(program: string): MasterKey {
  const run = (action: 'wrap' | 'unwrap') => (bytes: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [action], { stdio: ['pipe', 'pipe', 'pipe'], timeout: PROGRAM_MS_MAX });
      const [output, errors]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.on('error', reject);
      child.stdin.on('error', () => undefined);
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.from(Buffer.concat(output).toString('utf8').trim(), 'base64'));
        else reject(new Error(`the master key program ended with ${code ?? 'a signal'}: ${Buffer.concat(errors).toString('utf8').slice(0, 200)}`));
      });
      child.stdin.end(bytes.toString('base64'));
    });
  return { name: `program:${program}`, wrap: run('wrap'), unwrap: run('unwrap') };
}
