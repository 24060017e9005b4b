import { appendFileSync, closeSync, createWriteStream, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { findFileKey, forgetFileKeys, newFileKey, type FileKey } from './file-key.ts';
import { appendSealed, plainOf, readPlain, sealing } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-sealed-'));
const file = join(folder, 'file');
let opened: TestDatabase;
let key: FileKey;
beforeAll(async () => {
  opened = await openTestDatabase();
  key = await newFileKey(opened.database, 'test/1');
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(pieces: readonly Buffer[]): number {
  const handle = openSync(file, 'w');
  try {
    return pieces.reduce((size, piece) => appendSealed(handle, { key, size }, piece), 0);
  } finally {
    closeSync(handle);
  }
}
const bytesOf = (length: number, seed = 0): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + seed) % 251));

describe('a sealed file', () => {
  // Each step opens a part of the file anew, so small steps are for small files.
  it.each([
    ['a few hundred bytes', fc.integer({ min: 0, max: 300 }), 1, 60],
    ['some parts', fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 65_000, max: 66_500 }), fc.constant(131_072)), 8_000, 20],
  ] as const)('of %s gives back what was appended in any pieces, from any place, in any lengths', (_, length, stepMin, numRuns) => {
    const lengths = fc.array(length, { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(lengths, fc.array(fc.integer({ min: stepMin, max: 90_000 }), { minLength: 1, maxLength: 6 }), (pieces, steps) => {
      const plain = pieces.map(bytesOf);
      const whole = Buffer.concat(plain);
      const size = write(plain);
      expect(Buffer.concat([...plainOf({ file, key, size })]).equals(whole)).toBe(true);
      let [place, taken] = [{ at: 0, skip: 0 }, 0];
      for (let round = 0; ; round += 1) {
        const { bytes, isEnd, placeAfter } = readPlain({ file, key, size }, place, steps[round % steps.length]!);
        const count = isEnd ? bytes.length : Math.min(bytes.length, steps[round % steps.length]!);
        expect(bytes.subarray(0, count).equals(whole.subarray(taken, taken + count))).toBe(true);
        taken += count;
        place = placeAfter(count);
        if (isEnd) break;
      }
      expect(taken).toBe(whole.length);
    }), { numRuns });
  });

  it('is sealed as it comes in, whatever the pieces, and holds nothing of the text', async () => {
    const text = Buffer.from('{"resourceType":"Patient","id":"secret"}\n'.repeat(20_000));
    await pipeline(Readable.from([text.subarray(0, 10), text.subarray(10, 200_001), text.subarray(200_001)]), sealing(key), createWriteStream(file));
    expect(readFileSync(file).includes('secret')).toBe(false);
    expect(Buffer.concat([...plainOf({ file, key, size: statSync(file).size })]).equals(text)).toBe(true);
  });

  it('ignores a tail that was never kept, and refuses one that is shorter, changed, reordered or of another file', async () => {
    const size = write([bytesOf(65_536), bytesOf(65_536, 7), bytesOf(10)]);
    const sealed = readFileSync(file);
    const read = (key_ = key): Buffer => Buffer.concat([...plainOf({ file, key: key_, size })]);
    appendFileSync(file, 'half of a step');
    expect(read()).toHaveLength(131_082);
    truncateSync(file, size - 1);
    expect(() => read()).toThrow('cut off');
    for (const at of [0, 3, 4, 100, 70_000, size - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      writeFileSync(file, changed);
      expect(() => read(), `byte ${at}`).toThrow();
    }
    const one = sealed.readUInt32BE() + 4;
    writeFileSync(file, Buffer.concat([sealed.subarray(one, 2 * one), sealed.subarray(0, one), sealed.subarray(2 * one)]));
    expect(() => read()).toThrow();
    writeFileSync(file, sealed);
    const another = await newFileKey(opened.database, 'test/2');
    expect(() => read(another)).toThrow();
    expect(read()).toHaveLength(131_082);
  });

  it('opens by the key that the database keeps sealed, until that is forgotten', async () => {
    const size = write([bytesOf(100)]);
    const [row] = await opened.owner.query<{ key: string }>("select key from files.sealed_file where file_id = 'test/1'");
    expect(row!.key).toMatch(/^y1\./);
    const found = await findFileKey(opened.database, 'test/1');
    expect(Buffer.concat([...plainOf({ file, key: found, size })]).equals(bytesOf(100))).toBe(true);
    await forgetFileKeys(opened.database, 'test/1');
    expect(await findFileKey(opened.database, 'test/1')).toBeUndefined();
    expect(await findFileKey(opened.database, 'test/2')).toBeDefined();
  });
});
