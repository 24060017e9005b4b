import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctStudy, studyUidOf } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import { runRecurringJob } from '#platform/jobs/recurring.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { partsOf, TestArchive } from './test-archive.ts';

const files = ctStudy({ seed: 'sealed', patientId: 'P-9', patientName: 'Zhang^San=张^三', birthDate: '19700101', sex: 'M', date: '20261101', time: '080000', accessionNumber: 'A9', characterSet: 'ISO_IR 192' }, { slices: 6, noduleMm: 6 });
const hashes = files.map((bytes) => describeInstance(bytes).sha256);
const STUDY = studyUidOf('sealed');
const WHOLE = { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' };

describe('images at rest', () => {
  let archive: TestArchive;
  const root = (): string => join(archive.folder, 'objects');
  const pathOf = (hash: string): string => join(root(), hash.slice(0, 2), hash.slice(2, 4), hash);
  const stored = (): string[] => readdirSync(root(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).sort();
  const isClear = (hash: string): boolean => readFileSync(pathOf(hash)).includes('DICM');
  const settings = () => ({ database: archive.opened.database, clock: systemClock, ids: archive.ids });
  const bodies = async (): Promise<Buffer[]> => partsOf(await archive.send('GET', `/studies/${STUDY}`, { headers: WHOLE })).map(({ body }) => body);
  const same = (all: readonly Buffer[]): boolean => files.every((file) => all.some((body) => body.equals(file))) && all.length === files.length;
  const runJob = (kind: string): Promise<unknown> => runRecurringJob(settings(), archive.service.jobs.find((each) => each.kind === kind)!);
  const sealTask = () => archive.service.tasks.find(({ kind }) => kind === 'imaging.seal-stored')!;
  const tasks = () => archive.opened.owner.query<{ id: string; state: string; result: { sealed: number; damaged: string[] } | null }>("select task_id as id, state, result from jobs.task where kind = 'imaging.seal-stored' order by task_id desc");

  beforeAll(async () => {
    archive = await TestArchive.open();
    expect((await archive.store(files)).status).toBe(200);
  }, 240_000);
  afterAll(() => archive?.close());

  it('say nothing of the person, and come back as they were', async () => {
    expect(stored()).toEqual([...hashes].sort());
    for (const hash of hashes) for (const word of ['DICM', 'Zhang', 'P-9']) expect(readFileSync(pathOf(hash)).includes(word), word).toBe(false);
    expect(same(await bodies())).toBe(true);
  });

  it('of an older version are read in clear, sealed in the background by steps that may be done again, and what is damaged is named', async () => {
    for (const [index, hash] of hashes.entries()) writeFileSync(pathOf(hash), files[index]!);
    await archive.opened.owner.execute('delete from files.object_key');
    expect(same(await bodies())).toBe(true);
    const broken = Buffer.from(files[5]!);
    broken[broken.length - 1]! ^= 1;
    writeFileSync(pathOf(hashes[5]!), broken);
    await runJob('imaging.find-clear-objects');
    await runJob('imaging.find-clear-objects');
    const [begun, ...others] = await tasks();
    expect(others).toEqual([]);
    // The process dies after two files of the step are rewritten: the step is done again from its beginning.
    let sealed = 0;
    const dying = { ...sealTask(), step: async (step: Parameters<ReturnType<typeof sealTask>['step']>[0]) => {
      const progress = await sealTask().step(step);
      if (step.cursor !== null && sealed++ === 0) throw new Error('killed');
      return progress;
    } };
    await runTask(settings(), dying, begun!.id);
    await archive.opened.owner.execute('update jobs.task set next_attempt_at = clock_timestamp()');
    expect(await runTask(settings(), sealTask(), begun!.id)).toBe('done');
    const [done] = await tasks();
    expect(done!.result!.damaged).toEqual([hashes[5]]);
    expect(hashes.map(isClear)).toEqual([false, false, false, false, false, true]);
    writeFileSync(pathOf(hashes[5]!), files[5]!);
    expect(same(await bodies())).toBe(true);
    await runJob('imaging.find-clear-objects');
    expect(await tasks()).toHaveLength(1);
  }, 240_000);

  it('are looked through once more where the work failed: keys that were given say nothing of the file', async () => {
    await archive.opened.owner.execute("update jobs.task set state = 'failed' where kind = 'imaging.seal-stored'");
    await runJob('imaging.find-clear-objects');
    const [again] = await tasks();
    expect(await runTask(settings(), sealTask(), again!.id)).toBe('done');
    expect(hashes.some(isClear)).toBe(false);
    expect(same(await bodies())).toBe(true);
  }, 240_000);

  it.each<[string, (paths: readonly string[]) => void]>([
    ['cut off', ([path]) => writeFileSync(path!, readFileSync(path!).subarray(0, -1))],
    ['another object', ([path, other]) => writeFileSync(path!, readFileSync(other!))],
    ['changed', ([path]) => writeFileSync(path!, Buffer.from(readFileSync(path!)).fill(7, 100, 101))],
    ['gone', ([path]) => renameSync(path!, `${path!}.elsewhere`)],
  ])('that are %s are refused; nothing of them is shown', async (_, harm) => {
    const fresh = ctStudy({ seed: `harm ${randomBytes(4).toString('hex')}`, patientId: 'P-8', patientName: 'Li^Si', birthDate: '19700101', sex: 'M', date: '20261101', time: '080000', accessionNumber: '', characterSet: 'ISO_IR 192' }, { slices: 2, noduleMm: 6 });
    expect((await archive.store(fresh)).status).toBe(200);
    const [one, two] = fresh.map((bytes) => describeInstance(bytes));
    harm([pathOf(one!.sha256), pathOf(two!.sha256)]);
    const at = `/studies/${one!.studyUid}/series/${one!.seriesUid}/instances/${one!.sopUid}`;
    for (const [path, accept] of [[at, 'application/dicom; transfer-syntax=*'], [`${at}/rendered`, 'image/png'], [`${at}/frames/1`, 'application/octet-stream; transfer-syntax=*']] as const) {
      const answer = await archive.send('GET', path, { headers: { accept } });
      expect(answer.status, path).toBe(500);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect((await archive.send('GET', at.replace(one!.sopUid, two!.sopUid), { headers: { accept: 'application/dicom; transfer-syntax=*' } })).bytes.equals(fresh[1]!)).toBe(true);
  });

  it('that a process left behind when it died are removed; what is at work, and what a row names, stays', async () => {
    const incoming = join(root(), 'incoming');
    mkdirSync(incoming, { recursive: true });
    for (const name of ['old.part', 'young.part']) writeFileSync(join(incoming, name), 'half');
    utimesSync(join(incoming, 'old.part'), new Date(Date.now() - 7_200_000), new Date(Date.now() - 7_200_000));
    // Its file is there, its row never came.
    const orphan = 'ab'.repeat(32);
    mkdirSync(join(root(), 'ab', 'ab'), { recursive: true });
    writeFileSync(pathOf(orphan), 'sealed');
    const made = "insert into files.object_key (object_id, provider, key, made_at) values ($1, 'national', 'y1.x', clock_timestamp() - make_interval(hours => $2))";
    await archive.opened.owner.execute(made, [`imaging/object/${orphan}`, 2]);
    await archive.opened.owner.execute(made, [`imaging/object/${'cd'.repeat(32)}`, 0]);
    await archive.opened.owner.execute('update files.object_key set made_at = clock_timestamp() - interval \'2 hours\' where object_id = any($1::text[])', [hashes.map((hash) => `imaging/object/${hash}`)]);
    await runJob('imaging.remove-leftovers');
    expect(stored()).not.toContain(orphan);
    expect(readdirSync(incoming)).toEqual(['young.part']);
    const [left] = await archive.opened.owner.query<{ count: number }>('select count(*)::int as count from files.object_key where object_id = any($1::text[])', [[orphan, 'cd'.repeat(32)].map((hash) => `imaging/object/${hash}`)]);
    expect(left!.count).toBe(1);
    expect(same(await bodies())).toBe(true);
  });
});
