import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import type { CryptoProvider } from './provider.ts';

const BLOCK_BYTES = 16;
const MAC_BYTES = 32;

/** Identity of GB/T 32918.5 where the parties have agreed on none. */
const DEFAULT_IDENTITY = '1234567812345678';

const sm3 = (bytes: Buffer): Buffer => createHash('sm3').update(bytes).digest();
const hmacSm3 = (key: Buffer, bytes: Buffer): Buffer => createHmac('sm3', key).update(bytes).digest();

interface SplitKey {
  readonly cipherKey: Buffer;
  readonly macKey: Buffer;
}

/** Kept as long as the key itself, which a ring keeps unwrapped: a fifth of opening a text went into it. */
const splitKeys = new WeakMap<Buffer, SplitKey>();

/** One key for the cipher, another for the tag: encrypt-then-MAC is safe only with keys that are independent. */
function splitKey(key: Buffer): SplitKey {
  const known = splitKeys.get(key);
  if (known !== undefined) return known;
  if (key.length !== 32) throw new Error('a data key of the national provider has 32 bytes');
  const made = { cipherKey: key.subarray(0, BLOCK_BYTES), macKey: hmacSm3(key.subarray(BLOCK_BYTES), Buffer.from('tag')) };
  splitKeys.set(key, made);
  return made;
}

function tagOf(macKey: Buffer, about: Buffer, body: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(about.length));
  return hmacSm3(macKey, Buffer.concat([length, about, body]));
}

/**
 * SM3 (GB/T 32905), HMAC-SM3, SM4 (GB/T 32907) in counter mode under an HMAC-SM3 tag, SM2 signatures (GB/T 32918.2).
 * Node.js has SM3 and SM4 of OpenSSL but no SM4-GCM, and cannot sign with SM2 (docs/decisions/0048).
 */
export const national: CryptoProvider = {
  name: 'national',
  keyBytes: 32,
  digest: sm3,
  mac: hmacSm3,

  seal: (key, plain, about) => {
    const { cipherKey, macKey } = splitKey(key);
    const counter = randomBytes(BLOCK_BYTES);
    const cipher = createCipheriv('sm4-ctr', cipherKey, counter);
    const body = Buffer.concat([counter, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, tagOf(macKey, about, body)]);
  },

  open: (key, sealed, about) => {
    if (sealed.length < BLOCK_BYTES + MAC_BYTES) throw new Error('the sealed text is cut off');
    const { cipherKey, macKey } = splitKey(key);
    const body = sealed.subarray(0, -MAC_BYTES);
    if (!timingSafeEqual(tagOf(macKey, about, body), sealed.subarray(-MAC_BYTES))) throw new Error('the sealed text was changed, or belongs elsewhere');
    const decipher = createDecipheriv('sm4-ctr', cipherKey, body.subarray(0, BLOCK_BYTES));
    return Buffer.concat([decipher.update(body.subarray(BLOCK_BYTES)), decipher.final()]);
  },

  newSigningKey: () => sm2.generateKeyPairHex(),
  sign: ({ privateKey, publicKey }, bytes) => Buffer.from(sm2.doSignature(bytes, privateKey, { hash: true, publicKey, userId: DEFAULT_IDENTITY }), 'hex'),
  verify: (publicKey, bytes, signature) => {
    try {
      return sm2.doVerifySignature(bytes, signature.toString('hex'), publicKey, { hash: true, userId: DEFAULT_IDENTITY });
    } catch {
      return false;
    }
  },
};
