import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolders, namesIn, removeLeftFiles } from './folders.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'yigong-folders-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('new folders are written in all that lie above them, and those that stand are not written again', async () => {
  const written: string[] = [];
  const sync = async (folder: string): Promise<void> => void written.push(folder);
  await makeFolders(root, join(root, 'a', 'b'), sync);
  expect(written).toEqual([join(root, 'a'), root]);
  await makeFolders(root, join(root, 'a', 'b'), sync);
  expect(written).toHaveLength(2);
  await makeFolders(root, join(root, 'a', 'c'));
  expect(await namesIn(join(root, 'a'))).toEqual(['b', 'c']);
});

it('what nobody has written to for long is removed, and what somebody is at stays', async () => {
  const folder = join(root, 'incoming');
  await removeLeftFiles(folder, 1_000);
  await makeFolders(root, folder);
  for (const name of ['old', 'young']) await writeFile(join(folder, name), name);
  await utimes(join(folder, 'old'), 1, 1);
  await removeLeftFiles(folder, 3_600_000);
  expect(await readdir(folder)).toEqual(['young']);
});
