/** A sealed value: nonce, ciphertext and tag in one. */
export type SealedBytes = Buffer;

export interface SigningKeyPair {
  /** In the provider's own encoding; SM2: hexadecimal, Ed25519: PKCS#8 DER in base64. */
  readonly privateKey: string;
  readonly publicKey: string;
}

/**
 * One family of algorithms. A hardware module or a cloud service becomes another implementation: nothing above names an algorithm.
 * All functions throw on keys of a wrong length; `open` throws when key, text or `about` differ from what was sealed.
 */
export interface CryptoProvider {
  readonly name: 'national' | 'international';
  /** Bytes of a data key. */
  readonly keyBytes: number;
  digest(bytes: Buffer): Buffer;
  /** Keyed digest, for blind indexes and the chain of keys. */
  mac(key: Buffer, bytes: Buffer): Buffer;
  /** Authenticated encryption; `about` is bound to the text and not stored. */
  seal(key: Buffer, plain: Buffer, about: Buffer): SealedBytes;
  open(key: Buffer, sealed: SealedBytes, about: Buffer): Buffer;
  newSigningKey(): SigningKeyPair;
  sign(key: SigningKeyPair, bytes: Buffer): Buffer;
  verify(publicKey: string, bytes: Buffer, signature: Buffer): boolean;
}
