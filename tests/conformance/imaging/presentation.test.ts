import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ctStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { slicesOf } from '#modules/imaging/web/viewer/image/slices.ts';
import { presented } from '#modules/imaging/web/viewer/presentation/apply-state.ts';
import { isState, readState } from '#modules/imaging/web/viewer/presentation/read-state.ts';
import { writeState } from '#modules/imaging/web/viewer/presentation/write-state.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { DicomJson } from '#modules/imaging/web/viewer/image/dicom-json.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import { TestArchive } from './test-archive.ts';

const JSON_TYPE = 'application/dicom+json';
const files = ctStudy({ seed: 'states', patientId: 'P7', patientName: 'Wang^Xiaodong=王^晓东', birthDate: '19600101', sex: 'M', date: '20261101', time: '093000', accessionNumber: 'XD7', characterSet: 'GB18030' }, { slices: 3, noduleMm: 8 });
const { studyUid, seriesUid } = describeInstance(files[0]!);
const hasDcmtk = existsSync('/usr/bin/dcmpsmk');
let archive: TestArchive;
let images: DicomJson[];

beforeAll(async () => {
  archive = await TestArchive.open();
  expect((await archive.store(files)).status).toBe(200);
  images = (await archive.send('GET', `/studies/${studyUid}/series/${seriesUid}/metadata`, { headers: { accept: JSON_TYPE } })).json() as DicomJson[];
  await archive.opened.database.execute("update imaging.study set person_id = 'p-7' where study_uid = $1", [studyUid]);
}, 60_000);
afterAll(() => archive?.close());

let uids = 0;
const stateOf = (description: string): ReturnType<typeof writeState> => {
  const slices = slicesOf(images);
  return writeState({
    source: images[0]!, slices: slices.slice(0, 2), window: { centre: -600, width: 1500, shape: 'linear' }, isInverse: false, view: { zoom: 1, pan: { x: 0, y: 0 }, turn: 1, flipX: true, flipY: false },
    seen: [{ x: 10, y: 100 }, { x: 90, y: 20 }], marks: [{ slice: slices[0]!, kind: 'length', points: [{ x: 12.5, y: 30 }, { x: 40, y: 44.25 }], lines: ['31.0 mm'] }], description, creator: '李医生', now: new Date(2026, 10, 23, 9, 5),
    newUid: () => `2.25.77${(uids += 1)}`,
  });
};
const post = (objects: unknown, { as = archive.staff('hospital'), parts = [] as { location: string; body: string }[], study = studyUid } = {}) => {
  const boundary = 'json';
  const body = [`--${boundary}\r\nContent-Type: ${JSON_TYPE}\r\n\r\n${typeof objects === 'string' ? objects : JSON.stringify(objects)}`, ...parts.map((part) => `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Location: ${part.location}\r\n\r\n${part.body}`), `\r\n--${boundary}--\r\n`].join('');
  return archive.send('POST', `/studies/${study}`, { as, body: Buffer.from(body), headers: { 'content-type': `multipart/related; type="${JSON_TYPE}"; boundary=${boundary}` } });
};
const statesOf = async (): Promise<DicomJson[]> => {
  const found = (await archive.send('GET', `/studies/${studyUid}/series?Modality=PR`, { headers: { accept: JSON_TYPE } })).json() as DicomJson[];
  return (await Promise.all(found.map(async (each) => (await archive.send('GET', `/studies/${studyUid}/series/${String(each['0020000E']!.Value![0])}/metadata`, { headers: { accept: JSON_TYPE } })).json() as DicomJson[]))).flat();
};

it('a state sent as JSON is kept as a file beside the study, found by its modality, and shows the picture as it was saved', async () => {
  const answer = await post([stateOf('右肺结节')]);
  expect(answer.status, answer.text).toBe(200);
  const states = (await statesOf()).filter(isState).map((each) => readState(each));
  expect(states).toHaveLength(1);
  expect(states[0]).toMatchObject({ description: '右肺结节', creator: '李医生', turn: 1, flipX: true });
  const slice = slicesOf(images)[0]!;
  expect(presented(slice, states[0]!)).toMatchObject({ window: { centre: -600, width: 1500 }, rescale: { unit: 'HU' } });
  expect(states[0]!.areas[0]!.area).toEqual({ left: 10, top: 20, right: 90, bottom: 100 });
  expect(states[0]!.annotations[0]!.graphics[0]!.points).toEqual([{ x: 12.5, y: 30 }, { x: 40, y: 44.25 }]);
  const rows = await archive.opened.database.query<{ modalities: string[] }>('select modalities from imaging.study where study_uid = $1', [studyUid]);
  expect(rows[0]!.modalities).toEqual(['CT', 'PR']);
});

it('who may see a study of another organisation may lay a state beside it, and no picture; who may not see it, neither', async () => {
  const centre = archive.staff('township');
  expect((await post([stateOf('外院')], { as: centre })).status).toBe(409);
  await archive.opened.database.transaction((tx) => grantRecordBasis(tx, { personId: 'p-7', organisationId: 'township', basis: 'treatment', source: 'test', validFrom: new Date('2020-01-01'), validUntil: null }));
  const seen = await post([stateOf('外院')], { as: centre });
  expect(seen.status, seen.text).toBe(200);
  const picture = { ...images[0], '00080018': { vr: 'UI', Value: ['2.25.4711'] }, '7FE00010': { vr: 'OW' } };
  expect((await post([picture], { as: centre })).status).toBe(409);
  expect((await post([stateOf('x')], { as: archive.staff('township', ['imaging.read']) })).status).toBe(403);
});

it('JSON that is none, bulk data that did not come, values that do not fit: each is told, and nothing is kept', async () => {
  const before = await archive.opened.database.query('select sop_uid from imaging.instance');
  expect((await post('{"no')).status).toBe(400);
  expect((await post([])).status).toBe(400);
  const broken = [{ ...images[0], '7FE00010': { vr: 'OW', BulkDataURI: 'missing' } }, { '00080018': { vr: 'US', Value: [70_000] } }, { '00080018': { vr: 'ZZ', Value: [1] } }, { notATag: {} }, 5, null, { '00081140': { vr: 'SQ', Value: [7] } }, { '00080018': { vr: 'UI', Value: 'x' } }];
  const answer = await post(broken);
  expect(answer.status).toBe(409);
  expect((answer.json() as DicomJson)['00081198']!.Value).toHaveLength(broken.length);
  expect(await archive.opened.database.query('select sop_uid from imaging.instance')).toEqual(before);
});

it('pixels that stand beside the JSON by their address are kept with it', async () => {
  const object = { ...images[0], '00080018': { vr: 'UI', Value: ['2.25.4712'] }, '00280010': { vr: 'US', Value: [2] }, '00280011': { vr: 'US', Value: [2] }, '00280100': { vr: 'US', Value: [8] }, '00280101': { vr: 'US', Value: [8] }, '00280102': { vr: 'US', Value: [7] }, '7FE00010': { vr: 'OB', BulkDataURI: 'pixels' } };
  expect((await post([object], { parts: [{ location: 'pixels', body: 'abcd' }] })).status).toBe(200);
  const frame = await archive.send('GET', `/studies/${studyUid}/series/${seriesUid}/instances/2.25.4712/frames/1`, { headers: { accept: 'application/octet-stream' } });
  expect(frame.bytes.toString()).toBe('abcd');
});

it.skipIf(!hasDcmtk)('DCMTK accepts our state without error, and its own is read (skipped where it is not installed)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-states-'));
  const run = promisify(execFile);
  try {
    const [ours, image, theirs] = ['ours.dcm', 'image.dcm', 'theirs.dcm'].map((name) => join(folder, name)) as [string, string, string];
    const state = (await statesOf())[0]!;
    const kept = await archive.send('GET', `/studies/${studyUid}/series/${String(state['0020000E']!.Value![0])}/instances/${String(state['00080018']!.Value![0])}`, { headers: { accept: 'application/dicom' } });
    writeFileSync(ours, kept.bytes);
    writeFileSync(image, files[0]!);
    const checked = await run('dcmpschk', [ours]);
    // It knows no letters but Latin ones; nothing else may be amiss.
    const amiss = [...`${checked.stdout}${checked.stderr}`.matchAll(/Affected attribute: \w+ \((.{9})\)/g)].map(([, tag]) => tag!);
    expect(amiss.filter((tag) => !['0008,1030', '0010,0010', '0070,0081', '0070,0084'].includes(tag))).toEqual([]);
    await run('dcmpsmk', [image, theirs]);
    expect((await archive.store([readFileSync(theirs)])).status).toBe(200);
    const read = (await statesOf()).map((each) => readState(each)).find(({ label }) => label !== 'YIGONG')!;
    expect(read.images).toEqual([{ seriesUid, sopUid: describeInstance(files[0]!).sopUid, frames: undefined }]);
    expect(read.areas[0]!.area).toMatchObject({ left: 0, top: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);
