import { constants, createPublicKey, publicEncrypt, randomBytes, scryptSync, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sm2 } from 'sm-crypto-v2';
import { international } from '#platform/crypto/international.ts';
import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { CliFailure } from '../exit-codes.ts';
import { localKey } from './local-key.ts';

/** The key of a file as one of its readers finds it in the head. */
export interface WrappedKey {
  readonly kind: 'local' | 'passphrase' | 'rsa' | 'sm2';
  /** Which key opens it: a short digest, null for a passphrase. */
  readonly name: string | null;
  readonly salt?: string;
  readonly wrapped: string;
}

/** For whom files are sealed. */
export interface FileLock {
  /** SM4 and SM3 where every reader has an SM2 key, otherwise AES. */
  readonly family: CryptoProvider['name'];
  /** The key lies in the data folder of the command. */
  readonly isLocal?: boolean;
  wrap(fileKey: Buffer): WrappedKey;
}

export const WRAP_ABOUT = Buffer.from('yigong file key');
const PASSPHRASE_LENGTH_MIN = 12;
/** 32 MiB and some 60 ms a guess. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const RSA_BITS_MIN = 2048;
/** An SM2 point, uncompressed, at the end of its SubjectPublicKeyInfo. */
const POINT_BYTES = 65;
/** `1.2.156.10197.1.301`, the curve of GB/T 32918.5. */
export const SM2_CURVE = Buffer.from('06082a811ccf5501822d', 'hex');

export const keyName = (bytes: Buffer): string => international.digest(bytes).subarray(0, 8).toString('hex');
export const passphraseKey = (passphrase: string, salt: Buffer): Buffer => scryptSync(passphrase.normalize('NFKC'), salt, international.keyBytes, SCRYPT);
export const SM2_TEXT = { mode: 1, asn1: true } as const;

/** The key of this data folder (`keys/files.key`), made on first use. */
export function localLock(dataFolder: string): FileLock {
  const key = localKey(dataFolder, 'make')!;
  return { family: 'international', isLocal: true, wrap: (fileKey) => ({ kind: 'local', name: keyName(key), wrapped: international.seal(key, fileKey, WRAP_ABOUT).toString('base64') }) };
}

/** Throws CliFailure for a passphrase that is short. */
export function passphraseLock(passphrase: string): FileLock {
  if ([...passphrase].length < PASSPHRASE_LENGTH_MIN) throw new CliFailure('usage', { zh: `口令至少 ${PASSPHRASE_LENGTH_MIN} 个字符。`, en: `A passphrase has ${PASSPHRASE_LENGTH_MIN} characters at least.` });
  const salt = randomBytes(16);
  const key = passphraseKey(passphrase, salt);
  return { family: 'international', wrap: (fileKey) => ({ kind: 'passphrase', name: null, salt: salt.toString('base64'), wrapped: international.seal(key, fileKey, WRAP_ABOUT).toString('base64') }) };
}

/** A recipient's public key or certificate (PEM): RSA of 2048 bits or more (OAEP with SHA-256), or SM2 (GB/T 32918.4, ciphertext as in GM/T 0009). */
export function recipientLock(file: string): FileLock {
  const text = readNamed(file);
  const key = publicKeyOf(text, file);
  const spki = key.export({ type: 'spki', format: 'der' });
  const name = keyName(spki);
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS_MIN) {
    return { family: 'international', wrap: (fileKey) => ({ kind: 'rsa', name, wrapped: publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, fileKey).toString('base64') }) };
  }
  if (spki.includes(SM2_CURVE)) {
    const point = spki.subarray(-POINT_BYTES).toString('hex');
    if (!sm2.verifyPublicKey(point)) throw noKey(file);
    return { family: 'national', wrap: (fileKey) => ({ kind: 'sm2', name, wrapped: Buffer.from(sm2.doEncrypt(new Uint8Array(fileKey), point, SM2_TEXT.mode, { asn1: SM2_TEXT.asn1 }), 'hex').toString('base64') }) };
  }
  throw noKey(file);
}

function publicKeyOf(text: string, file: string): KeyObject {
  if (text.includes('PRIVATE KEY')) throw new CliFailure('usage', { zh: `${file} 是私钥：--recipient 需要对方的公钥或证书。`, en: `${file} is a private key: --recipient takes the public key or certificate of the recipient.` });
  try {
    return text.includes('BEGIN CERTIFICATE') ? new X509Certificate(text).publicKey : createPublicKey(text);
  } catch {
    throw noKey(file);
  }
}

const noKey = (file: string): CliFailure => new CliFailure('usage', { zh: `${file} 不是 2048 位以上的 RSA 或 SM2 公钥（PEM）。`, en: `${file} is no RSA key of 2048 bits or more and no SM2 key (PEM).` });

/** The text of a file that an option names. Throws CliFailure where it cannot be read. */
export function readNamed(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CliFailure('not-found', { zh: `没有文件 ${file}`, en: `There is no file ${file}` });
  }
}
