import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import type { Sql } from '../../transaction.ts';
import { openBackupKey } from '../backup-key.ts';
import { copyPlace, type CopyRequest } from './copy-place.ts';
import { listObjects, shipObjects } from './keep-objects.ts';
import { readCopyName, type ObjectPlace } from './object-place.ts';
import { folderSource } from '../source.ts';
import { restoreObjects, type RestoredObjects } from './restore-objects.ts';
import { verifyObjects } from './verify-objects.ts';

const MARK = 'yigong sealed 1\n';
const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const nobody: Sql = { query: async () => [], execute: async () => 0 };

describe('files of objects in backups', () => {
  let root: string;
  let request: CopyRequest;
  /** What rows name, in place of a database. */
  let named: Set<string>;
  let place: ObjectPlace;
  const dataFile = (name: string, folder = 'data'): string => join(root, folder, 'images', place.pathOf(name));
  const write = (name: string, content: string | Buffer, at?: Date): void => {
    mkdirSync(dirname(dataFile(name)), { recursive: true });
    writeFileSync(`${dataFile(name)}.new`, content);
    renameSync(`${dataFile(name)}.new`, dataFile(name));
    if (at) utimesSync(dataFile(name), at, at);
  };
  const sealed = (name: string): Buffer => Buffer.concat([Buffer.from(MARK), Buffer.from(name), randomBytes(3000)]);
  const copies = (): string[] => readdirSync(join(root, 'backup', 'objects', 'test'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort();
  const copyOf = (name: string): string => copies().find((path) => path.includes(`/${name}.`))!;
  const copy = (more: Partial<CopyRequest> = {}) => copyPlace({ ...request, ...more }, place);
  const restore = (folder: string, at = new Date()): Promise<RestoredObjects> => restoreObjects({ ...request, source: folderSource(request.backupFolder), dataFolder: join(root, folder), places: [place], at });
  const names = ['1', '2', '3', '4', '5'].map(hash);

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'yigong-objects-'));
    named = new Set(names);
    place = {
      name: 'test', folder: 'images', incoming: 'incoming', pathOf: (name) => join(name.slice(0, 2), name.slice(2, 4), name),
      listNamed: async (_, { after, limit }) => [...named].filter((name) => name > after).sort().slice(0, limit),
      findNamed: async (_, asked) => new Set(asked.filter((name) => named.has(name))),
      listBegun: async (_, { after, limit }) => [...names].filter((name) => name > after).sort().slice(0, limit),
      describe: async (_, asked) => asked.map((name) => `image ${name}`),
    };
    request = { dataFolder: join(root, 'data'), backupFolder: join(root, 'backup'), key: await openBackupKey(join(root, 'backup'), fileMasterKey(join(root, 'keys'))), sql: nobody, say: () => undefined };
    for (const name of names) write(name, sealed(name));
    mkdirSync(join(root, 'data', 'images', 'incoming'));
    writeFileSync(join(root, 'data', 'images', 'incoming', 'half.part'), 'half');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are copied once, those half written never; a copy that was cut short is made again', async () => {
    expect(await copy()).toMatchObject({ files: 5, copied: 5, missingCount: 0 });
    expect(copies()).toHaveLength(5);
    expect(await copy()).toMatchObject({ files: 5, copied: 0 });
    truncateSync(copyOf(names[1]!), 10);
    expect(await copy()).toMatchObject({ copied: 1 });
    expect(readFileSync(copyOf(names[1]!)).equals(readFileSync(dataFile(names[1]!)))).toBe(true);
  });

  it('go on after a cancel without what was copied, and leave nothing half written under a name', async () => {
    const ending = new AbortController();
    let kept = 0;
    await expect(copy({ signal: ending.signal, onKept: () => ((kept += 1) === 2 ? ending.abort() : undefined) })).rejects.toThrow(/abort/i);
    const before = copies().length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(5);
    expect(await copy()).toMatchObject({ files: 5, copied: 5 - before });
    expect(readdirSync(join(root, 'backup', 'objects', 'incoming'))).toEqual([]);
  });

  it('that lie in clear are sealed by the key of the backup, also one that begins as a sealed one does, and come back as they were', async () => {
    const texts = ['Zhang^San plainly', `${MARK}Zhang^San behind the mark`];
    for (const text of texts) write(hash(text), text);
    named = new Set(texts.map(hash));
    await copy();
    for (const path of copies()) expect(readFileSync(path).includes('Zhang')).toBe(false);
    expect(await restore('new')).toMatchObject({ restored: 2, missing: [], damaged: [] });
    for (const text of texts) expect(readFileSync(dataFile(hash(text), 'new'), 'utf8')).toBe(text);
  });

  it('come back with the time they were written at, so that the next backup copies nothing anew; what no row names stays away', async () => {
    await copy();
    named.delete(names[4]!);
    expect(await restore('new')).toMatchObject({ restored: 4, present: 0 });
    expect(existsSync(dataFile(names[4]!, 'new'))).toBe(false);
    expect(await copyPlace({ ...request, dataFolder: join(root, 'new') }, place)).toMatchObject({ files: 4, copied: 0 });
    expect(await restore('new')).toMatchObject({ restored: 0, present: 4 });
    rmSync(dataFile(names[0]!, 'new'));
    const { mtime } = statSync(dataFile(names[1]!, 'new'));
    writeFileSync(dataFile(names[1]!, 'new'), 'rotten');
    utimesSync(dataFile(names[1]!, 'new'), mtime, mtime);
    expect(await restore('new')).toMatchObject({ restored: 2, present: 2 });
  });

  it('that are missing or damaged are named, the others come back', async () => {
    await copy();
    rmSync(copyOf(names[0]!));
    const rotten = readFileSync(copyOf(names[1]!));
    rotten[100]! ^= 1;
    writeFileSync(copyOf(names[1]!), rotten);
    expect(await restore('new')).toMatchObject({ restored: 3, missing: [`image ${names[0]}`], damaged: [`image ${names[1]}`] });
    expect(existsSync(dataFile(names[1]!, 'new'))).toBe(false);
  });

  it('of which there are several versions come back in that of the moment', async () => {
    const [first, second] = [sealed('first'), sealed('second')];
    write(names[0]!, first, new Date('2026-11-01T00:00:00Z'));
    await copy();
    write(names[0]!, second, new Date('2026-11-02T00:00:00Z'));
    await copy();
    await restore('early', new Date('2026-11-01T12:00:00Z'));
    expect(readFileSync(dataFile(names[0]!, 'early')).equals(first)).toBe(true);
    await restore('late', new Date('2026-11-03T00:00:00Z'));
    expect(readFileSync(dataFile(names[0]!, 'late')).equals(second)).toBe(true);
  });

  it('that were removed stay as long as a backup may need them; what rows name stays for good and is told', async () => {
    await copy();
    named.delete(names[0]!);
    for (const name of [names[0]!, names[1]!]) rmSync(dataFile(name));
    expect(await copy({ prunesBefore: new Date() })).toMatchObject({ files: 3, missing: [names[1]], missingCount: 1 });
    expect(copies()).toHaveLength(5);
    expect(readCopyName(copyOf(names[0]!).split('/').at(-1)!)!.goneMs).toBeGreaterThan(0);
    expect(await copy({ prunesBefore: new Date(Date.now() - 60_000) })).toMatchObject({ missingCount: 1 });
    expect(copies()).toHaveLength(5);
    await copy({ prunesBefore: new Date(Date.now() + 60_000) });
    expect(copies()).toHaveLength(4);
    expect(await restore('data')).toMatchObject({ restored: 1, present: 3 });
  });

  it('begun since the last backup are shipped, those without a file yet at the next look', async () => {
    const late = names[2]!;
    const content = readFileSync(dataFile(late));
    rmSync(dataFile(late));
    const asked = { places: [place], since: new Date(0) };
    const done = await shipObjects(request, { ...asked, done: new Map() });
    expect([...done.keys()].sort()).toEqual(names.filter((name) => name !== late).map((name) => `test/${name}`).sort());
    write(late, content);
    // Given up and sent again: the same name, another key.
    write(names[0]!, sealed('again'), new Date('2026-11-02T00:00:00Z'));
    expect((await shipObjects(request, { ...asked, done })).size).toBe(5);
    expect(copies()).toHaveLength(6);
    await restore('new');
    expect(readFileSync(dataFile(late, 'new')).equals(content)).toBe(true);
  });

  it('stand in the list of a backup, by which it is verified; a list that was changed is refused, stores elsewhere are named', async () => {
    const folder = join(root, 'backup', 'base');
    mkdirSync(folder, { recursive: true });
    const found = await listObjects(request, { folder, objects: { places: [place], outside: [{ name: 'other', store: 'S3 https://s3.example bucket' }] } });
    expect(found).toMatchObject({ places: [{ name: 'test', files: 5 }], outside: [{ name: 'other', store: 'S3 https://s3.example bucket', note: expect.stringContaining('not in this backup') }] });
    const asked = { folder: 'base', list: found.list };
    const look = async (over: { depth?: 'listed' | 'read'; after?: number } = {}) => {
      const found = { files: 0, wrong: [] as string[] };
      await verifyObjects({ ...request, source: folderSource(request.backupFolder), places: [place], depth: 'read', ...over, onBatch: ({ files, wrong }) => {
        found.files += files;
        found.wrong.push(...wrong);
      } }, asked);
      return { ...found, wrong: found.wrong.sort() };
    };
    expect(await look()).toEqual({ files: 5, wrong: [] });
    expect(await look({ after: 2 })).toEqual({ files: 3, wrong: [] });
    rmSync(copyOf(names[3]!));
    const rotten = readFileSync(copyOf(names[1]!));
    rotten[200]! ^= 1;
    writeFileSync(copyOf(names[1]!), rotten);
    expect(await look({ depth: 'listed' })).toEqual({ files: 5, wrong: [`test/${names[3]}`] });
    expect(await look()).toEqual({ files: 5, wrong: [1, 3].map((at) => `test/${names[at]}`).sort() });
    // What was found wrong is made anew by the next backup, although it has the same length.
    expect(await copy()).toMatchObject({ copied: 2 });
    expect(await look()).toEqual({ files: 5, wrong: [] });
    truncateSync(copyOf(names[2]!), 0);
    expect(await look({ depth: 'listed' })).toEqual({ files: 5, wrong: [`test/${names[2]}`] });
    const list = readFileSync(join(folder, 'objects.list'));
    list[list.length - 1]! ^= 1;
    writeFileSync(join(folder, 'objects.list'), list);
    await expect(look()).rejects.toThrow();
  });

  it('that cannot be read do not keep the others from their copies, and are told', async () => {
    rmSync(dataFile(names[0]!));
    mkdirSync(dataFile(names[0]!));
    expect(await copy()).toMatchObject({ files: 4, copied: 4, missing: [names[0]] });
  });
});
