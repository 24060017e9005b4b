import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { runTask, startTask } from '#platform/jobs/task.ts';
import { insertTeachingExport, setTeachingExportRemoved } from '#modules/imaging/server/store/teaching.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { TestArchive } from './test-archive.ts';

const image = (number: number, more: Readonly<Record<string, string>> = {}): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `1.2.3.7.1.${number}`), textElement('00080060', 'CS', 'CT'), textElement('00100010', 'PN', 'Secret^Person'), textElement('00100020', 'LO', 'SECRET-7'),
  textElement('0020000D', 'UI', '1.2.3.7'), textElement('0020000E', 'UI', '1.2.3.7.1'), ...Object.entries(more).map(([tag, text]) => textElement(tag, 'CS', text)),
] });

let archive: TestArchive;
beforeAll(async () => {
  archive = await TestArchive.open();
  await archive.store([image(1), image(2), image(3, { '00280301': 'YES' })]);
}, 60_000);
afterAll(() => archive.close());

it('copies are given to the person who asked, when they are ready, as long as they live, and nobody else', async () => {
  const { database } = archive.opened;
  const asker = archive.staff('hospital', ['imaging.export-for-teaching']);
  const taskId = archive.ids.newId();
  const now = systemClock.now();
  await database.transaction(async (tx) => {
    await startTask(tx, { subject: asker, taskId, task: { kind: 'imaging.export-for-teaching', title: { zh: '教学', en: 'Teaching' }, input: { studyUids: ['1.2.3.7'] } } });
    await insertTeachingExport(tx, { id: taskId, ownerOrganisationId: 'hospital', purpose: '读片课', studyCount: 1, instanceCount: 3, requestedAt: now, requestedBy: asker.id, requestedByName: asker.name, expiresAt: new Date(now.getTime() + 86_400_000) });
  });
  const fetchAs = (as: typeof asker) => archive.fetch(`/api/imaging/teaching-exports/${taskId}/files`, as);
  expect((await fetchAs(asker)).statusCode).not.toBe(200);
  expect(await runTask({ database, clock: systemClock, ids: archive.ids }, archive.service.tasks[0]!, taskId)).toBe('done');
  const answer = await fetchAs(asker);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  const { loadAsync } = createRequire(import.meta.url)('jszip') as { loadAsync(data: Buffer, options: object): Promise<{ files: Record<string, { dir: boolean; async(kind: 'nodebuffer'): Promise<Buffer> }> }> };
  const files = Object.entries((await loadAsync(answer.rawPayload, { checkCRC32: true })).files).filter(([, { dir }]) => !dir);
  expect(files.map(([name]) => name.split('.').at(-1))).toEqual(['txt', 'dcm', 'dcm']);
  for (const [, file] of files) expect((await file.async('nodebuffer')).toString('latin1')).not.toMatch(/SECRET|Secret|1\.2\.3\.7/);
  for (const other of [{ ...asker, id: 'another' }, archive.staff('township', ['imaging.export-for-teaching']), archive.staff('hospital', ['imaging.read'])]) expect((await fetchAs(other)).statusCode).not.toBe(200);
  const rows = await archive.opened.owner.query<{ outcome: string }>("select outcome from audit.entry where action = 'imaging.fetch-teaching-export' order by outcome");
  expect(rows.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'success']);
  await setTeachingExportRemoved(database, taskId, now);
  expect((await fetchAs(asker)).statusCode).not.toBe(200);
}, 60_000);
