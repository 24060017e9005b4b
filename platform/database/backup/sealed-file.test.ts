import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { international } from '#platform/crypto/international.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { eachOf } from './copies-at-once.ts';
import { openFile, sealFile } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-sealed-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = { provider: international, key: randomBytes(international.keyBytes), keyId: 'test' };
const [plain, sealed, opened] = ['plain', 'sealed', 'opened'].map((name) => join(folder, name)) as [string, string, string];

test('a file that was changed, cut off, renamed or is none of ours is named with what to do', async () => {
  const content = randomBytes(3_000_000);
  writeFileSync(plain, content);
  const { sha256 } = await sealFile(key, { source: plain, target: sealed, name: 'base/1' });
  expect(await openFile(key, { source: sealed, target: opened, name: 'base/1' })).toBe(sha256);
  expect(readFileSync(opened).equals(content)).toBe(true);
  const whole = readFileSync(sealed);
  const changed = Buffer.from(whole);
  changed[2_000_000]! ^= 1;
  for (const [bytes, name] of [[changed, 'base/1'], [whole.subarray(0, 1_500_000), 'base/1'], [whole.subarray(0, 5), 'base/1'], [whole, 'base/2'], [content, 'base/1']] as const) {
    writeFileSync(sealed, bytes);
    const failure = await openFile(key, { source: sealed, target: opened, name }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartUpFailure);
    expect(failure).toMatchObject({ code: 'backup-damaged', text: { zh: expect.stringContaining(sealed) as string, en: expect.stringMatching(/another copy of the backup.*yigong backup verify/) as string } });
  }
});

test('what the system refuses is no damage of the backup', async () => {
  writeFileSync(plain, 'x');
  await sealFile(key, { source: plain, target: sealed, name: 'x' });
  await expect(openFile(key, { source: sealed, target: join(folder, 'no such folder', 'x'), name: 'x' })).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
  await expect(openFile(key, { source: join(folder, 'gone'), target: opened, name: 'x' })).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
});

test('files are copied a few at once, and after a failure no other is begun', async () => {
  let [underWay, most] = [0, 0];
  const begun: number[] = [];
  const copy = (until: number) => async (item: number): Promise<void> => {
    begun.push(item);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay -= 1;
    if (item === until) throw new Error(`item ${item}`);
  };
  const items = Array.from({ length: 100 }, (_, index) => index);
  await eachOf(items, copy(-1));
  expect([most, begun]).toEqual([8, items]);
  await expect(eachOf(items, copy(20))).rejects.toThrow('item 20');
  expect([underWay, begun.length < 140]).toEqual([0, true]);
});
