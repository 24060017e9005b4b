import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getResource } from '#fhir/repository/read.ts';
import { PATIENT_NUMBERS } from '#modules/imaging/server/store/sealed-numbers.ts';
import { sealNumbersTask } from '#modules/imaging/server/commands/seal-numbers-task.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { countStale, resealSome } from '#platform/crypto/sealed-column.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { textElement, writeDicom, type NewElement } from '#platform/dicom/write-file.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { TestArchive } from './test-archive.ts';

const { Client, requests } = dimse;
const CARD = '330106199003070038';
const MISTYPED = '330106199003070031';
const OLD_CARD = '330106900307003';
const PARTED = '330106-19900307-0046';
const OTHER = '33010619881111001X';
const IN_NAME = '330106197701010019';
const IN_PRIVATE = '330106196601010013';
const IN_SERIES = '330106195505050015';
const IN_ACCESSION = '330106194404040018';
const IN_STUDY_ID = '330106193303030011';
const LOCAL = '202611230000123';
const NUMBERS = [CARD, MISTYPED, OLD_CARD, PARTED, OTHER, IN_NAME, IN_PRIVATE, IN_SERIES, IN_ACCESSION, IN_STUDY_ID];
/** As masks show it. */
const STARS = '330***************';

const study = (number: number, patientId: string, more: readonly NewElement[] = []): Buffer => writeDicom({ elements: [
  textElement('00080005', 'CS', 'ISO_IR 192'), textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `1.2.8.${number}.1.1`), textElement('00080020', 'DA', '20261101'),
  textElement('00080060', 'CS', 'CT'), textElement('00100010', 'PN', `Zhang^San=张^三${number}`), textElement('00100020', 'LO', patientId), textElement('0020000D', 'UI', `1.2.8.${number}`),
  textElement('0020000E', 'UI', `1.2.8.${number}.1`), ...more,
] });
const files = [
  study(1, CARD, [textElement('00101000', 'LO', `${OTHER}\\N-7`), { tag: '00101002', vr: 'SQ', items: [[textElement('00100020', 'LO', CARD)]] }]),
  study(2, MISTYPED), study(3, OLD_CARD), study(4, PARTED), study(5, LOCAL),
  study(6, 'y1#0', [textElement('00104000', 'LT', `证件 ${IN_NAME}，"y1#0"`), textElement('00081090', 'LO', 'y1#1'), { tag: '00110010', vr: 'LO', bytes: Buffer.from('MAKER') }, { tag: '00111001', vr: 'UN', bytes: Buffer.from(` ${IN_PRIVATE}`) }]),
  study(7, 'N-7', [textElement('00081030', 'LO', `CT ${IN_NAME}`), textElement('0008103E', 'LO', `胸部 ${IN_SERIES}`), textElement('00080050', 'SH', IN_ACCESSION), textElement('00200010', 'SH', IN_STUDY_ID)]),
];

type Json = Record<string, { vr: string; Value?: unknown[] }>;

describe('identity numbers in images', () => {
  let archive: TestArchive;
  let listener: DimseListener;
  const whole = () => archive.staff('hospital', ['imaging.read', 'imaging.store', 'fhir.read-numbers']);
  const settings = () => ({ database: archive.opened.database, clock: systemClock, ids: archive.ids });
  const dump = async (): Promise<string> => {
    const tables = await archive.opened.owner.query<{ name: string }>("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
    const parts = await Promise.all(tables.map(({ name }) => archive.opened.owner.query<{ text: string | null }>(`select string_agg(t::text, chr(10)) as text from ${name} t`)));
    return parts.map(([part]) => part?.text ?? '').join('\n');
  };
  const inClear = async (): Promise<string[]> => {
    const text = await dump();
    return [...NUMBERS, ...NUMBERS.map((number) => number.replaceAll('-', '')), Buffer.from(` ${IN_PRIVATE}`).toString('base64')].filter((number) => text.includes(number));
  };
  const found = async (path: string, as = whole()): Promise<{ uids: string[]; warning: string; json: Json[] }> => {
    const answer = await archive.send('GET', path, { as });
    const json = answer.status === 204 ? [] : (answer.json() as Json[]);
    return { uids: [...new Set(json.map((each) => String(each['0020000D']!.Value![0])))].sort(), warning: String(answer.headers['warning'] ?? ''), json };
  };
  const ask = (request: InstanceType<typeof requests.CFindRequest>): Promise<Record<string, unknown>[]> => new Promise((resolve, reject) => {
    const answers: Record<string, unknown>[] = [];
    const client = new Client();
    request.on('response', (response: InstanceType<typeof dimse.responses.CFindResponse>) => void (response.getDataset() && answers.push(response.getDataset()!.getElements() as Record<string, unknown>)));
    client.addRequest(request);
    client.on('closed', () => resolve(answers));
    client.on('networkError', reject);
    client.send('127.0.0.1', listener.port, 'STATION', 'YIGONG');
  });

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: () => undefined, listens: () => undefined }))!;
    await putTitle(archive.opened.database, { callingTitle: 'STATION', ownerOrganisationId: 'hospital', description: '阅片工作站', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' });
    expect((await archive.store(files, { as: whole() })).status).toBe(200);
  }, 240_000);
  afterAll(() => archive?.close());

  it('stand in no table in clear: index, FHIR, trail, events', async () => {
    await found(`/studies?PatientID=${CARD}`);
    await ask(requests.CFindRequest.createStudyFindRequest({ PatientID: CARD }));
    expect(await inClear()).toEqual([]);
    expect(await dump()).toContain(LOCAL);
  });

  it('come back to who may see them as they were written, on every road', async () => {
    for (const [index, file] of files.entries()) {
      const { json: [instance] } = await found(`/studies/1.2.8.${index + 1}/instances?includefield=all`);
      const plain = describeInstance(file);
      const [metadata] = (await archive.send('GET', `/studies/${plain.studyUid}/metadata`, { as: whole() })).json() as Json[];
      for (const json of [instance!, metadata!]) expect(json).toMatchObject(putBackAll(plain));
    }
    const [series] = (await found('/series?StudyInstanceUID=1.2.8.1')).json;
    expect(series!['00100020']!.Value).toEqual([CARD]);
    expect(await ask(requests.CFindRequest.createSeriesFindRequest({ StudyInstanceUID: '1.2.8.4', PatientID: '' }))).toMatchObject([{ PatientID: PARTED }]);
    expect(await ask(requests.CFindRequest.createImageFindRequest({ StudyInstanceUID: '1.2.8.1', PatientID: '' }))).toMatchObject([{ PatientID: CARD }]);
  });

  it('are masked for staff who may not see whole numbers, bytes that nobody knows left out', async () => {
    const as = archive.staff('hospital');
    for (const path of ['/studies?includefield=all', '/series?includefield=all', '/instances?includefield=all', '/studies/1.2.8.1/metadata', '/studies/1.2.8.6/metadata']) {
      const { text } = await archive.send('GET', path, { as });
      for (const number of [...NUMBERS, Buffer.from(` ${IN_PRIVATE}`).toString('base64')]) expect(text, path).not.toContain(number);
    }
    expect((await found('/studies?StudyInstanceUID=1.2.8.1', as)).json[0]!['00100020']!.Value).toEqual([STARS]);
    expect((await found('/studies?StudyInstanceUID=1.2.8.5', as)).json[0]!['00100020']!.Value).toEqual([LOCAL]);
  });

  it('are found whole, however they are parted, by QIDO at each level and by C-FIND; by no pattern, which says so', async () => {
    for (const level of ['studies', 'series', 'instances']) {
      expect((await found(`/${level}?PatientID=${CARD}`)).uids).toEqual(['1.2.8.1']);
      expect((await found(`/${level}?PatientID=330106199003070046`)).uids).toEqual(['1.2.8.4']);
      expect((await found(`/${level}?00100020=3301061990*`)).uids).toEqual([]);
      expect((await found(`/${level}?00100020=3301061990*`)).warning).toContain('found by the whole number alone');
      expect(await found(`/${level}?PatientID=2026*`)).toMatchObject({ uids: ['1.2.8.5'] });
      expect((await found(`/${level}?PatientID=N-*`)).warning).toBe('');
    }
    const cFind = async (key: string) => (await ask(requests.CFindRequest.createStudyFindRequest({ PatientID: key, StudyInstanceUID: '' }))).map(({ StudyInstanceUID }) => StudyInstanceUID);
    expect(await cFind(CARD)).toEqual(['1.2.8.1']);
    expect(await cFind(OLD_CARD)).toEqual(['1.2.8.3']);
    expect(await cFind('33010619900307*')).toEqual([]);
    expect(await cFind(LOCAL)).toEqual(['1.2.8.5']);
  });

  it('are not guessed by who sees them masked', async () => {
    const as = { ...archive.staff('hospital'), id: 'guesser' };
    const statuses: number[] = [];
    for (let last = 0; last < 40; last += 1) statuses.push((await archive.send('GET', `/studies?PatientID=3301061955010100${String(last).padStart(2, '0')}`, { as })).status);
    expect(statuses.slice(0, 25).every((status) => status === 204)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    // Named twice, the second time in a way that asks nothing.
    for (const more of ['&00100020=*', '&PatientID=']) expect((await archive.send('GET', `/studies?PatientID=${CARD}${more}`, { as })).status).toBe(429);
    expect((await archive.send('GET', `/studies?00100020=*&PatientID=${CARD}`, { as })).status).toBe(429);
  });

  it('that stand in words of the study and of a series are told by FHIR masked or not at all, never by their place', async () => {
    const [row] = await archive.opened.owner.query<{ id: string; accession: string | null; studyId: string }>('select fhir_id as id, accession_number as accession, study_id as "studyId" from imaging.study where study_uid = \'1.2.8.7\'');
    expect(row).toMatchObject({ accession: null, studyId: STARS });
    const told = await getResource(archive.opened.database, 'ImagingStudy', row!.id);
    expect(told).toMatchObject({ description: `CT ${STARS}`, identifier: [{ system: 'urn:dicom:uid' }] });
    expect(JSON.stringify(told)).not.toContain('y1#');
    expect((await found('/studies?AccessionNumber=*&StudyInstanceUID=1.2.8.7')).json[0]!['00080050']!.Value).toEqual([IN_ACCESSION]);
  });

  it('are sealed anew by a rotation while they are read', async () => {
    const { database, owner } = archive.opened;
    const former = await keyRing().activePrefix(database, PATIENT_NUMBERS.purpose);
    expect(await countStale(database, PATIENT_NUMBERS)).toBe(0);
    await database.transaction((tx) => keyRing().rotate(tx, PATIENT_NUMBERS.purpose));
    expect(await countStale(database, PATIENT_NUMBERS)).toBeGreaterThan(10);
    expect((await found(`/studies?PatientID=${CARD}`)).json[0]!['00100020']!.Value).toEqual([CARD]);
    for (let after = ''; ;) {
      const step = await database.transaction((tx) => resealSome(tx, PATIENT_NUMBERS, { after, limit: 2 }));
      if (step === undefined) break;
      after = step.last;
    }
    expect(await countStale(database, PATIENT_NUMBERS)).toBe(0);
    for (const table of ['study', 'series', 'instance']) expect(await owner.query(`select 1 from imaging.${table} where starts_with(sealed_numbers, $1)`, [former])).toEqual([]);
    expect((await found(`/instances?PatientID=${CARD}`)).json[0]!['0020000D']!.Value).toEqual(['1.2.8.1']);
  });

  it('of an older version are found and sealed in the background, step by step, in former versions of FHIR too', async () => {
    const { owner, database } = archive.opened;
    const before = new Map(files.map((bytes) => [describeInstance(bytes).studyUid, describeInstance(bytes)]));
    for (const plain of before.values()) {
      const clear = putBackAll(plain);
      const valueOf = (tag: string): unknown => clear[tag]?.Value?.[0] ?? null;
      await owner.execute('update imaging.study set attributes = $2, sealed_numbers = null, patient_id = $3, patient_id_index = null, description = $4, accession_number = $5, study_id = $6 where study_uid = $1', [plain.studyUid, JSON.stringify(clear), plain.patient.id, ...['00081030', '00080050', '00200010'].map(valueOf)]);
      await owner.execute('update imaging.instance set metadata = $2, sealed_numbers = null where sop_uid = $1', [plain.sopUid, JSON.stringify(clear)]);
      await owner.execute('update imaging.series set attributes = $2, sealed_numbers = null where series_uid = $1', [plain.seriesUid, JSON.stringify({ '0008103E': clear['0008103E'] ?? { vr: 'LO' } })]);
      const [row] = await owner.query<{ id: string }>('select fhir_id as id from imaging.study where study_uid = $1', [plain.studyUid]);
      for (const table of ['resource', 'history']) {
        for (const [now, then] of [[plain.studyUid, plain.patient.id], [`CT ${STARS}`, `CT ${IN_NAME}`]]) await owner.execute(`update fhir.${table} set content = replace(content, $2, $3) where resource_id = $1`, [row!.id, JSON.stringify(now), JSON.stringify(then)]);
        if (plain.studyUid === '1.2.8.7') await owner.execute(`update fhir.${table} set content = replace(content, '"series":[{', $2) where resource_id = $1`, [row!.id, `"series":[{"description":"胸部 ${IN_SERIES}",`]);
      }
    }
    expect(await inClear()).toEqual(expect.arrayContaining([CARD, IN_NAME, IN_SERIES, IN_ACCESSION, IN_STUDY_ID]));
    expect((await found(`/studies?PatientID=${CARD}`)).uids).toEqual(['1.2.8.1']);
    const taskId = archive.ids.newId();
    await owner.execute("insert into jobs.task (task_id, kind, subject_id, title, input, progress_total) values ($1, 'imaging.seal-numbers', 'test', '{}', '{}', 21)", [taskId]);
    // A process that dies in the middle: the step is done again.
    let steps = 0;
    const dying = { ...sealNumbersTask, step: async (step: Parameters<typeof sealNumbersTask.step>[0]) => {
      const progress = await sealNumbersTask.step(step);
      if (++steps === 3) throw new Error('killed');
      return progress;
    } };
    await runTask(settings(), dying, taskId);
    await owner.execute('update jobs.task set next_attempt_at = clock_timestamp()');
    expect(await runTask(settings(), sealNumbersTask, taskId)).toBe('done');
    expect(await inClear()).toEqual([]);
    expect(await owner.query('select progress_done as done, progress_total as total from jobs.task where task_id = $1', [taskId])).toEqual([{ done: 21, total: 21 }]);
    expect((await found(`/studies?PatientID=${CARD}`)).json[0]!['00100020']!.Value).toEqual([CARD]);
    const [row] = await owner.query<{ id: string }>("select fhir_id as id from imaging.study where study_uid = '1.2.8.1'");
    expect(await getResource(database, 'ImagingStudy', row!.id)).toMatchObject({ subject: { identifier: { value: '1.2.8.1' } } });
  });
});

/** The data set as the file says it. */
function putBackAll({ metadata }: ReturnType<typeof describeInstance>): Json {
  return JSON.parse(metadata.text.replace(/(?<=[:[,])"y1#(\d+)"/g, (_, place: string) => JSON.stringify(metadata.numbers[Number(place)]))) as Json;
}
