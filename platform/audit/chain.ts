import { createHash } from 'node:crypto';

/** Hash functions a chain may use; SM3 is GB/T 32905. */
export type ChainAlgorithm = 'sha256' | 'sm3';

/** One entry in a block: its id and the digest that the database computes over all its columns. */
export interface EntryDigest {
  readonly entryId: number;
  /** 32 bytes. */
  readonly digest: Buffer;
}

/** What a block's hash covers; `digests` itself is covered by `digestsHash`, so that it can leave when its month expires. */
export interface BlockContent {
  readonly blockNumber: number;
  /** `YYYY-MM` in China. */
  readonly month: string;
  readonly rowCount: number;
  readonly digestsHash: Buffer;
  readonly algorithm: ChainAlgorithm;
  readonly previousNumber: number | null;
  readonly previousHash: Buffer | null;
  readonly sealedAt: Date;
}

const ID_BYTES = 8;
const DIGEST_BYTES = 32;
const ENTRY_BYTES = ID_BYTES + DIGEST_BYTES;

export const hashOf = (algorithm: ChainAlgorithm, bytes: Buffer | string): Buffer => createHash(algorithm).update(bytes).digest();

/** 40 bytes an entry: id as big-endian 64 bit, then the digest. */
export function packDigests(entries: readonly EntryDigest[]): Buffer {
  const packed = Buffer.alloc(entries.length * ENTRY_BYTES);
  entries.forEach(({ entryId, digest }, at) => {
    packed.writeBigInt64BE(BigInt(entryId), at * ENTRY_BYTES);
    digest.copy(packed, at * ENTRY_BYTES + ID_BYTES);
  });
  return packed;
}

export function unpackDigests(packed: Buffer): EntryDigest[] {
  return Array.from({ length: Math.floor(packed.length / ENTRY_BYTES) }, (_each, at) => ({
    entryId: Number(packed.readBigInt64BE(at * ENTRY_BYTES)),
    digest: packed.subarray(at * ENTRY_BYTES + ID_BYTES, (at + 1) * ENTRY_BYTES),
  }));
}

export function blockHash(block: BlockContent): Buffer {
  const { blockNumber, month, rowCount, digestsHash, algorithm, previousNumber, previousHash, sealedAt } = block;
  const content = [blockNumber, month, rowCount, digestsHash.toString('hex'), algorithm, previousNumber, previousHash?.toString('hex') ?? null, sealedAt.toISOString()];
  return hashOf(algorithm, JSON.stringify(content));
}
