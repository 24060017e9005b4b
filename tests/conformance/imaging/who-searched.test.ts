import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { setPerson } from '#modules/imaging/server/store/studies.ts';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { listRecordAccess } from '#platform/audit/audit.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { TestArchive } from './test-archive.ts';

const { Client, requests } = dimse;
const study = (number: number): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `1.2.9.${number}.1.1`), textElement('00080060', 'CS', 'CT'), textElement('00100010', 'PN', `Person^${number}`), textElement('00100020', 'LO', `N${number}`),
  textElement('0020000D', 'UI', `1.2.9.${number}`), textElement('0020000E', 'UI', `1.2.9.${number}.1`),
] });

let archive: TestArchive;
let listener: DimseListener;
beforeAll(async () => {
  archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
  listener = (await archive.service.listen({ onError: () => undefined, listens: () => undefined }))!;
  await putTitle(archive.opened.database, { callingTitle: 'STATION', ownerOrganisationId: 'hospital', description: '阅片工作站', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' });
  await archive.store([1, 2, 3].map(study));
  for (const number of [1, 2]) await setPerson(archive.opened.database, { studyUid: `1.2.9.${number}`, personId: `person-${number}`, now: new Date() });
}, 60_000);
afterAll(() => archive.close());

/** The looks that a resident is shown, as `action basis`. */
const looksAt = async (personId: string): Promise<string[]> =>
  (await listRecordAccess(archive.opened.database, { personId, limit: 50, offset: 0 })).rows.filter(({ action }) => action === 'imaging.search').map(({ subjectName, basis }) => `${subjectName} ${basis}`);

const entries = () => archive.opened.owner.query<{ personId: string | null; ids: string[] | null }>("select person_id as \"personId\", detail -> 'ids' as ids from audit.entry where action = 'imaging.search' order by entry_id desc limit 1");

it.each(['/studies', '/series', '/instances'])('QIDO %s over several persons leaves an entry that names them, by which each of them finds who looked', async (path) => {
  const as = { ...archive.staff('hospital'), id: `reader of ${path}`, name: `读片人${path}` };
  expect(JSON.parse((await archive.send('GET', path, { as })).text)).toHaveLength(3);
  expect(await entries()).toEqual([{ personId: null, ids: expect.arrayContaining(['person-1', 'person-2']) as unknown }]);
  await archive.send('GET', path, { as });
  for (const person of ['person-1', 'person-2']) expect((await looksAt(person)).filter((each) => each.includes(path)), 'the same list once a day').toEqual([`读片人${path} list`]);
  expect(await looksAt('person-3')).toEqual([]);
});

it('QIDO of one person is an entry of that person, and one that finds or shows nobody is of nobody', async () => {
  await archive.send('GET', '/studies?PatientID=N2');
  expect(await entries()).toEqual([{ personId: 'person-2', ids: null }]);
  for (const nobody of ['/studies?PatientID=N3', '/studies?PatientID=N9', '/studies?limit=0']) {
    await archive.send('GET', nobody);
    expect(await entries()).toEqual([{ personId: null, ids: null }]);
  }
});

it.each(['createStudyFindRequest', 'createSeriesFindRequest', 'createImageFindRequest'] as const)('C-FIND (%s) names them as QIDO does', async (kind) => {
  const find = (key: Record<string, string>): Promise<void> => new Promise((resolve, reject) => {
    const client = new Client();
    client.addRequest(requests.CFindRequest[kind](key));
    client.on('closed', () => resolve());
    client.on('networkError', reject);
    client.send('127.0.0.1', listener.port, 'STATION', 'YIGONG');
  });
  await find({ PatientID: '' });
  expect(await entries()).toEqual([{ personId: null, ids: expect.arrayContaining(['person-1', 'person-2']) as unknown }]);
  await find({ PatientID: '', StudyInstanceUID: '1.2.9.1' });
  expect(await entries()).toEqual([{ personId: 'person-1', ids: null }]);
  expect(await looksAt('person-1')).toEqual(expect.arrayContaining([expect.stringContaining('阅片工作站')]));
});
