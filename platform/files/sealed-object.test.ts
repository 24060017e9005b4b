import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { resealSome } from '#platform/crypto/sealed-column.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { findObjectKeys, forgetObjectKey, holdObjectKeys, objectKeys, OBJECT_KEY, type ObjectKey } from './object-key.ts';
import { isSealedObject, openWhole, plainPieces, plainSize, SEALED_HEAD_BYTES, sealedPieces, type ByteSource } from './sealed-object.ts';
import { PART_BYTES, sealBytes } from './sealing/seal-work.ts';

let opened: TestDatabase;
let key: ObjectKey;
beforeAll(async () => {
  opened = await openTestDatabase();
  key = (await objectKeys(opened.database, ['test/object/1'])).get('test/object/1')!;
});
afterAll(() => opened.close());

const plainOf = (length: number, seed = 0): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) + seed) % 251));
const sealed = async (plain: Buffer, by = key): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of sealedPieces(by, plain)) pieces.push(piece);
  return Buffer.concat(pieces);
};
const sourceOf = (bytes: Buffer): ByteSource & { taken: number } => ({
  size: bytes.length,
  taken: 0,
  async read(at, length) {
    this.taken += length;
    return bytes.subarray(at, at + length);
  },
});
const from = async (bytes: Buffer, at: number): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of plainPieces(key, sourceOf(bytes), at)) pieces.push(piece);
  return Buffer.concat(pieces);
};
const two: ObjectKey['providerName'][] = ['national', 'international'];

describe('a sealed object', () => {
  it.each(two)('sealed by the %s provider gives back its bytes, whole and from any place', async (providerName) => {
    const own: ObjectKey = { ...key, providerName };
    const lengths = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.constantFrom(PART_BYTES, 4 * PART_BYTES, 5 * PART_BYTES), fc.integer({ min: PART_BYTES - 2, max: PART_BYTES + 2 }));
    await fc.assert(fc.asyncProperty(lengths, fc.double({ min: 0, max: 1, noNaN: true }), async (length, share) => {
      const plain = plainOf(length);
      const bytes = await sealed(plain, own);
      expect(isSealedObject(bytes)).toBe(true);
      expect(plainSize(own, bytes.length)).toBe(length);
      expect((await openWhole(own, sourceOf(bytes))).equals(plain)).toBe(true);
      const at = Math.floor(length * share);
      const pieces: Buffer[] = [];
      for await (const piece of plainPieces(own, sourceOf(bytes), at)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(plain.subarray(at))).toBe(true);
    }), { numRuns: 25 });
  }, 60_000);

  it('is read from a place without what lies before it, and holds nothing of the text', async () => {
    const plain = plainOf(20 * PART_BYTES + 5);
    plain.write('PatientName^Zhang', 400);
    const bytes = await sealed(plain);
    expect(bytes.includes('PatientName')).toBe(false);
    const source = sourceOf(bytes);
    const { value } = await plainPieces(key, source, 18 * PART_BYTES + 7).next();
    expect(value!.subarray(0, 100).equals(plain.subarray(18 * PART_BYTES + 7, 18 * PART_BYTES + 107))).toBe(true);
    expect(source.taken).toBeLessThan(5 * PART_BYTES);
  });

  it('that was cut, changed, lengthened, or whose parts were swapped, is refused by its name; what was given before is right', async () => {
    const plain = plainOf(6 * PART_BYTES + 100);
    const bytes = await sealed(plain);
    const part = PART_BYTES + sealBytes(key.providerName);
    const place = (index: number): number => SEALED_HEAD_BYTES + index * part;
    const swapped = Buffer.concat([bytes.subarray(0, place(1)), bytes.subarray(place(2), place(3)), bytes.subarray(place(1), place(2)), bytes.subarray(place(3))]);
    const changed = [0, SEALED_HEAD_BYTES, place(3) + 9, bytes.length - 1].map((at) => {
      const one = Buffer.from(bytes);
      one[at]! ^= 1;
      return one;
    });
    const cut = [0, 5, SEALED_HEAD_BYTES, SEALED_HEAD_BYTES + 4, place(1), place(6), bytes.length - 1].map((length) => bytes.subarray(0, length));
    for (const wrong of [swapped, ...changed, ...cut, Buffer.concat([bytes, Buffer.alloc(1)]), Buffer.concat([bytes, bytes.subarray(place(6))])]) {
      await expect(openWhole(key, sourceOf(wrong)), `${wrong.length} bytes`).rejects.toThrow('test/object/1');
      let at = 0;
      await (async () => {
        for await (const piece of plainPieces(key, sourceOf(wrong))) {
          expect(piece.equals(plain.subarray(at, at + piece.length))).toBe(true);
          at += piece.length;
        }
      })().catch(() => undefined);
    }
    await expect(from(bytes, plain.length + 1)).rejects.toThrow('test/object/1');
  });

  it('opens by no other key, and no part of it in another object', async () => {
    const keys = await objectKeys(opened.database, ['test/object/2', 'test/object/3']);
    const [two_, three] = [keys.get('test/object/2')!, keys.get('test/object/3')!];
    const bytes = await sealed(plainOf(3 * PART_BYTES), two_);
    await expect(openWhole(three, sourceOf(bytes))).rejects.toThrow('test/object/3');
    // The same key under another name: a file that was moved.
    await expect(openWhole({ ...two_, objectId: 'test/object/4' }, sourceOf(bytes))).rejects.toThrow('test/object/4');
  });
});

describe('the key of an object', () => {
  it('is one for all who begin the object at once, and lies sealed', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, at) => objectKeys(opened.database, ['test/at-once', `test/own/${at}`], 'with-its-row')));
    expect(new Set(all.map((keys) => Buffer.from(keys.get('test/at-once')!.key).toString('hex'))).size).toBe(1);
    const rows = await opened.owner.query<{ key: string }>('select key from files.object_key');
    expect(rows.every(({ key: kept }) => kept.startsWith('y1.'))).toBe(true);
  });

  it('outlives a rotation, which reaches it while the object stays as it is', async () => {
    const bytes = await sealed(plainOf(1_000));
    await opened.database.transaction((tx) => keyRing().rotate(tx, OBJECT_KEY.purpose));
    const stale = await OBJECT_KEY.countStale(opened.database);
    expect(stale).toBeGreaterThan(1);
    expect(await openWhole((await findObjectKeys(opened.database, ['test/object/1'])).get('test/object/1')!, sourceOf(bytes))).toHaveLength(1_000);
    let after = '';
    for (;;) {
      const step = await opened.database.transaction((tx) => resealSome(tx, OBJECT_KEY, { after, limit: 5 }));
      if (step === undefined) break;
      after = step.last;
    }
    expect(await OBJECT_KEY.countStale(opened.database)).toBe(0);
    expect(await openWhole((await findObjectKeys(opened.database, ['test/object/1'])).get('test/object/1')!, sourceOf(bytes))).toHaveLength(1_000);
  });

  it('that was forgotten is not held and not found; the object opens nowhere', async () => {
    await objectKeys(opened.database, ['test/forgotten']);
    expect(await holdObjectKeys(opened.database, ['test/forgotten', 'test/object/1'])).toBe(true);
    await forgetObjectKey(opened.database, 'test/forgotten');
    expect(await holdObjectKeys(opened.database, ['test/forgotten', 'test/object/1'])).toBe(false);
    expect((await findObjectKeys(opened.database, ['test/forgotten'])).size).toBe(0);
  });
});
