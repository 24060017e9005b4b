import { constants, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { international } from '#platform/crypto/international.ts';
import { CliFailure } from '../exit-codes.ts';
import { keyName, passphraseKey, readNamed, SM2_CURVE, SM2_TEXT, WRAP_ABOUT, type WrappedKey } from './file-locks.ts';
import { localKey } from './local-key.ts';

/** What somebody has to open sealed files with. */
export interface FileKeys {
  /** The key of a file, or undefined where nothing here opens it. */
  unwrap(wrapped: WrappedKey): Buffer | undefined;
}

export interface GivenKeys {
  readonly dataFolder: string;
  readonly passphrase?: string | undefined;
  /** A private key (PEM, PKCS #8), RSA or SM2. */
  readonly keyFile?: string | undefined;
}

export function fileKeys({ dataFolder, passphrase, keyFile }: GivenKeys): FileKeys {
  const own = localKey(dataFolder, 'leave');
  const given = keyFile === undefined ? undefined : privateKey(keyFile);
  const derived = new Map<string, Buffer>();
  const fromPassphrase = (salt: string): Buffer => {
    const known = derived.get(salt) ?? passphraseKey(passphrase!, Buffer.from(salt, 'base64'));
    derived.set(salt, known);
    return known;
  };
  return {
    unwrap: ({ kind, name, salt = '', wrapped }) => {
      const bytes = Buffer.from(wrapped, 'base64');
      try {
        if (kind === 'local') return own !== undefined && name === keyName(own) ? international.open(own, bytes, WRAP_ABOUT) : undefined;
        if (kind === 'passphrase') return passphrase === undefined ? undefined : international.open(fromPassphrase(salt), bytes, WRAP_ABOUT);
        return given !== undefined && name === given.name && kind === given.kind ? given.unwrap(bytes) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

interface PrivateKey {
  readonly kind: 'rsa' | 'sm2';
  readonly name: string;
  unwrap(bytes: Buffer): Buffer;
}

function privateKey(file: string): PrivateKey {
  const wrong = new CliFailure('usage', { zh: `${file} 不是 RSA 或 SM2 私钥（PEM，PKCS #8，未加口令）。`, en: `${file} is no private key of RSA or SM2 (PEM, PKCS #8, without a passphrase of its own).` });
  const text = readNamed(file);
  try {
    const key = createPrivateKey(text);
    const name = keyName(createPublicKey(key).export({ type: 'spki', format: 'der' }));
    if (key.asymmetricKeyType === 'rsa') return { kind: 'rsa', name, unwrap: (bytes) => privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytes) };
    const scalar = sm2Scalar(key.export({ type: 'pkcs8', format: 'der' }));
    if (scalar === undefined) throw wrong;
    return { kind: 'sm2', name, unwrap: (bytes) => Buffer.from(sm2.doDecrypt(bytes.toString('hex'), scalar, SM2_TEXT.mode, { output: 'array', asn1: SM2_TEXT.asn1 })) };
  } catch {
    throw wrong;
  }
}

/** `ECPrivateKey` (RFC 5915) within PKCS #8: version 1 and 32 bytes. */
function sm2Scalar(pkcs8: Buffer): string | undefined {
  const mark = Buffer.from('0201010420', 'hex');
  const at = pkcs8.indexOf(mark);
  return pkcs8.includes(SM2_CURVE) && at >= 0 ? pkcs8.subarray(at + mark.length, at + mark.length + 32).toString('hex') : undefined;
}
