import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import { fileKeys, type FileKeys } from './file-keys.ts';
import { localLock, passphraseLock, readNamed, recipientLock, type FileLock } from './file-locks.ts';

/** Options of a command that writes data of persons into files. */
export interface LockOptions {
  readonly recipient?: readonly string[];
  readonly passphraseFile?: string;
}

/** Options of a command that reads such files. */
export interface KeyOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
}

const PASSPHRASE = 'YIGONG_FILE_PASSPHRASE';

export const withLockOptions = (command: Command): Command =>
  command
    .option('--recipient <pem>', '加密给此公钥或证书（RSA、SM2），可重复 · seal for this public key or certificate (RSA, SM2); may be repeated', (file: string, before: string[] = []) => [...before, file])
    .option('--passphrase-file <file>', `用此文件中的口令加密（或 ${PASSPHRASE}） · seal by the passphrase in this file (or ${PASSPHRASE})`);

export const withKeyOptions = (command: Command): Command =>
  command
    .option('--key <pem>', '打开加密文件的私钥（RSA、SM2） · private key that opens sealed files (RSA, SM2)')
    .option('--passphrase-file <file>', `打开加密文件的口令（或 ${PASSPHRASE}） · passphrase that opens sealed files (or ${PASSPHRASE})`);

/** For whom the files are sealed: those named, otherwise the key of this data folder. */
export function locksOf({ dataFolder, environment }: Cli, options: LockOptions): FileLock[] {
  const passphrase = passphraseOf(environment, options.passphraseFile);
  const named = [...(options.recipient ?? []).map(recipientLock), ...(passphrase === undefined ? [] : [passphraseLock(passphrase)])];
  return named.length > 0 ? named : [localLock(dataFolder)];
}

export const keysOf = ({ dataFolder, environment }: Cli, options: KeyOptions): FileKeys =>
  fileKeys({ dataFolder, keyFile: options.key, passphrase: passphraseOf(environment, options.passphraseFile) });

function passphraseOf(environment: Cli['environment'], file: string | undefined): string | undefined {
  if (file === undefined) return environment[PASSPHRASE] || undefined;
  return readNamed(file).replace(/\r?\n$/, '');
}
