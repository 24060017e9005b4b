import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import type { CryptoProvider } from './provider.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** SHA-256, HMAC-SHA-256, AES-256-GCM, Ed25519. */
export const international: CryptoProvider = {
  name: 'international',
  keyBytes: 32,
  digest: (bytes) => createHash('sha256').update(bytes).digest(),
  mac: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),

  seal: (key, plain, about) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(about);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },

  open: (key, sealed, about) => {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('the sealed text is cut off');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(about).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  },

  newSigningKey: () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    };
  },
  sign: ({ privateKey }, bytes) => sign(null, bytes, createPrivateKey({ key: Buffer.from(privateKey, 'base64'), type: 'pkcs8', format: 'der' })),
  verify: (publicKey, bytes, signature) => verify(null, bytes, createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' }), signature),
};
