import { openS3, type S3Settings } from '#platform/files/outside-store/s3.ts';
import { DamagedObject, pathOf, type ByteStore } from './object-store.ts';

/** Any store that speaks the S3 protocol: each object under its hash. */
export function s3Bytes(settings: S3Settings): ByteStore {
  const s3 = openS3(settings);
  return {
    write: async (sha256, pieces) => {
      const all: Buffer[] = [];
      for await (const piece of pieces) all.push(piece);
      await s3.put(pathOf(sha256), Uint8Array.from(Buffer.concat(all)));
    },
    open: async (sha256) => {
      const bytes = await s3.get(pathOf(sha256));
      if (bytes === undefined) throw new DamagedObject(sha256, 'is gone');
      return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length), close: async () => undefined };
    },
    remove: (sha256) => s3.remove(pathOf(sha256)),
  };
}
