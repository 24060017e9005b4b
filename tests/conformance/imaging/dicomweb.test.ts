import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveKinds, type OpenPlace } from './archive-kinds.ts';
import { EXPECTED_TAGS, comparable, expectedFiles, expectedJson, fileBytes, hasDicomData, isCut, isStorable, type ExpectedFile } from './expected.ts';
import { partsOf, TestArchive } from './test-archive.ts';
import { CONTENT } from '#fhir/repository/content.ts';

type Json = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string }>;

const readable = expectedFiles.filter((each) => isStorable(each) && !isCut(each));
const broken = expectedFiles.filter((each) => !readable.includes(each));

/** Files under one SOP Instance UID go into archives of their own, one after the other, so that each is stored once somewhere. */
function layers(files: readonly ExpectedFile[]): ExpectedFile[][] {
  const result: { uids: Set<string>; files: ExpectedFile[] }[] = [];
  for (const file of files) {
    const free = result.find(({ uids }) => !uids.has(file.SOPInstanceUID!) ) ?? result[result.push({ uids: new Set(), files: [] }) - 1]!;
    free.uids.add(file.SOPInstanceUID!);
    free.files.push(file);
  }
  return result.map(({ files: layer }) => layer);
}

const addressOf = (each: ExpectedFile): string => `/studies/${each.StudyInstanceUID}/series/${each.SeriesInstanceUID}/instances/${each.SOPInstanceUID}`;
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const textOf = (json: Json, tag: string): string => {
  const value = json[tag]?.Value?.[0];
  if (typeof value === 'object' && value !== null) {
    const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as Record<string, string>;
    return [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');
  }
  return String(value ?? '').trim();
};

describe.skipIf(!hasDicomData).each(archiveKinds)('DICOMweb on the shared files (skipped where they are absent), kept in $name', ({ isHere, open }) => {
  if (!isHere) return void it.skip('this archive is not installed here', () => {});
  const all = layers(readable);
  const opened: TestArchive[] = [];
  let place: OpenPlace;

  beforeAll(async () => {
    place = await open();
  });
  afterAll(async () => {
    for (const archive of opened) await archive.close();
    await place?.close();
  });
  const openArchive = async (): Promise<TestArchive> => {
    await place.clear();
    const archive = await TestArchive.open(place.settings);
    opened.push(archive);
    return archive;
  };

  it.each(all.map((files, index) => [index, files.length, files] as const))('layer %i, %i files: stored by STOW, found by QIDO, given back by WADO as expected', async (_index, _count, files) => {
    const archive = await openArchive();
    const refused = new Set<string>();
    for (const each of files) {
      const answer = await archive.store([fileBytes(each.file)]);
      // A series UID that another study uses already belongs there.
      if (answer.status === 409) refused.add(each.file);
      else expect(answer.status, `${each.file} ${answer.text}`).toBe(200);
    }
    expect([...refused]).toEqual([]);
    for (const each of files) await checkOne(archive, each);
  }, 120_000);

  async function checkOne(archive: TestArchive, each: ExpectedFile): Promise<void> {
    const found = (await archive.send('GET', `/instances?SOPInstanceUID=${each.SOPInstanceUID}&includefield=all`)).json() as Json[];
    expect(found, each.file).toHaveLength(1);
    for (const [name, tag] of Object.entries(EXPECTED_TAGS)) expect(textOf(found[0]!, tag), `${each.file} ${name}`).toBe(each[name as keyof typeof EXPECTED_TAGS] ?? '');
    const study = (await archive.send('GET', `/studies?StudyInstanceUID=${each.StudyInstanceUID}`)).json() as Json[];
    expect(study).toHaveLength(1);
    const [metadata] = (await archive.send('GET', `${addressOf(each)}/metadata`)).json() as Json[];
    if (each.dicomJson !== undefined) expect(comparable(metadata!), each.file).toEqual(comparable(expectedJson(each.dicomJson)));
    const whole = await archive.send('GET', addressOf(each), { headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' } });
    expect(sha(partsOf(whole)[0]!.body), each.file).toBe(sha(fileBytes(each.file)));
    if (each.pixels !== undefined) await checkPixels(archive, each);
  }

  async function checkPixels(archive: TestArchive, each: ExpectedFile): Promise<void> {
    const { pixels } = each;
    const frames = pixels!.shape.length === 4 || (pixels!.shape.length === 3 && pixels!.shape[2] !== 3) ? pixels!.shape[0]! : 1;
    const bits = Number((await meta(archive, each))['00280100']?.Value?.[0]);
    const answer = await archive.send('GET', `${addressOf(each)}/frames/${Array.from({ length: frames }, (_, index) => index + 1).join(',')}`, { headers: { accept: 'multipart/related; type="application/octet-stream"' } });
    expect(answer.status, `${each.file} ${answer.text.slice(0, 300)}`).toBe(200);
    const bodies = partsOf(answer).map(({ body }) => body);
    expect(bodies).toHaveLength(frames);
    if (pixels!.sha1_int32le !== undefined && bits >= 8) {
      const signed = Number((await meta(archive, each))['00280103']?.Value?.[0]) === 1;
      expect(int32Hash(Buffer.concat(bodies), bits, signed), each.file).toBe(pixels!.sha1_int32le);
    }
    const picture = await archive.send('GET', `${addressOf(each)}/rendered`, { headers: { accept: 'image/png' } });
    expect(picture.bytes.subarray(1, 4).toString(), each.file).toBe('PNG');
    expect([picture.bytes.readUInt32BE(20), picture.bytes.readUInt32BE(16)]).toEqual(pixels!.shape.slice(pixels!.shape.length - (pixels!.shape.at(-1) === 3 ? 3 : 2)).slice(0, 2));
  }

  const meta = async (archive: TestArchive, each: ExpectedFile): Promise<Json> => ((await archive.send('GET', `${addressOf(each)}/metadata`)).json() as Json[])[0]!;

  function int32Hash(bytes: Buffer, bits: number, signed: boolean): string {
    const count = bytes.length / (bits / 8);
    const values = Int32Array.from({ length: count }, (_, index) => {
      if (bits === 8) return signed ? bytes.readInt8(index) : bytes[index]!;
      if (bits === 16) return signed ? bytes.readInt16LE(index * 2) : bytes.readUInt16LE(index * 2);
      return bytes.readInt32LE(index * 4);
    });
    return createHash('sha1').update(Buffer.from(values.buffer)).digest('hex');
  }

  it('broken files and directories give an error each and leave nothing', async () => {
    const archive = await openArchive();
    for (const { file } of broken) {
      const answer = await archive.store([fileBytes(file)]);
      expect(answer.status, file).toBe(409);
      const failed = (answer.json() as Json)['00081198']!.Value as Json[];
      expect(failed[0]!['00081197']!.Value![0], file).toBeGreaterThan(0);
    }
    const rows = await archive.opened.database.query<{ count: number }>('select (select count(*) from imaging.study) + (select count(*) from imaging.instance) as count');
    expect(Number(rows[0]!.count)).toBe(0);
    expect(await place.count(archive.folder)).toBe(0);
  }, 60_000);

  describe('one archive', () => {
    let archive: TestArchive;
    const ct = expectedFiles.find(({ file }) => file.endsWith('test_files/CT_small.dcm'))!;
    const gb = expectedFiles.find(({ file }) => file.endsWith('chrX2.dcm'))!;

    beforeAll(async () => {
      archive = await openArchive();
      await archive.store([fileBytes(ct.file), fileBytes(gb.file)]);
    });

    it('the same bytes again change nothing; other bytes under the UID are refused and recorded', async () => {
      const count = async (table: string): Promise<number> => Number((await archive.opened.database.query<{ count: number }>(`select count(*) as count from ${table}`))[0]!.count);
      const before = [await count('imaging.instance'), await count('fhir.history')];
      expect((await archive.store([fileBytes(ct.file)])).status).toBe(200);
      expect([await count('imaging.instance'), await count('fhir.history')]).toEqual(before);
      const other = Buffer.from(fileBytes(ct.file));
      other[other.length - 200]! ^= 1;
      const answer = await archive.store([other]);
      expect(answer.status).toBe(409);
      expect(((answer.json() as Json)['00081198']!.Value![0] as Json)['00081197']!.Value).toEqual([0x0111]);
      expect(await count('imaging.refused_instance')).toBe(1);
    });

    it('a Chinese name in GB18030 is found by its letters, by a pattern, and written in UTF-8', async () => {
      for (const name of ['王^小东', '王*', '*小东', 'Wang^XiaoDong', 'WANG*']) {
        const found = (await archive.send('GET', `/studies?PatientName=${encodeURIComponent(name)}`)).json() as Json[];
        expect(found.map((each) => textOf(each, '0020000D')), name).toEqual([gb.StudyInstanceUID]);
        expect(textOf(found[0]!, '00100010')).toBe('Wang^XiaoDong=王^小东');
      }
      expect((await archive.send('GET', `/studies?PatientName=${encodeURIComponent('李*')}`)).status).toBe(204);
    });

    it('ranges of days, lists of UIDs, modality, limit and offset narrow the answer', async () => {
      const uids = async (query: string): Promise<string[]> => {
        const answer = await archive.send('GET', `/studies?${query}`);
        return answer.status === 204 ? [] : (answer.json() as Json[]).map((each) => textOf(each, '0020000D'));
      };
      expect(await uids('StudyDate=20040101-20041231')).toEqual([ct.StudyInstanceUID]);
      expect(await uids('StudyDate=-20031231')).toEqual([]);
      expect(await uids(`StudyInstanceUID=${ct.StudyInstanceUID},${gb.StudyInstanceUID}`)).toHaveLength(2);
      expect(await uids('ModalitiesInStudy=CT')).toEqual([ct.StudyInstanceUID]);
      const first = await uids('limit=1');
      const second = await uids('limit=1&offset=1');
      expect(new Set([...first, ...second]).size).toBe(2);
      expect((await archive.send('GET', '/studies?fuzzymatching=true')).status).toBe(400);
      expect((await archive.send('GET', '/studies?NoSuchThing=1')).status).toBe(400);
      expect((await archive.send('GET', '/studies?limit=many')).status).toBe(400);
    });

    it('nobody sees, counts or fetches the images of another organisation', async () => {
      const stranger = archive.staff('township');
      expect((await archive.send('GET', '/studies', { as: stranger })).status).toBe(204);
      expect((await archive.send('GET', '/instances', { as: stranger })).headers['x-total-count']).toBe('0');
      for (const path of [`/studies/${ct.StudyInstanceUID}`, `/studies/${ct.StudyInstanceUID}/metadata`, `${addressOf(ct)}/frames/1`, `${addressOf(ct)}/rendered`, `${addressOf(ct)}/thumbnail`, `${addressOf(ct)}/bulkdata/7FE00010`]) {
        const answer = await archive.send('GET', path, { as: stranger });
        expect(answer.status, path).toBe(403);
        expect(answer.text).not.toContain(ct.PatientName);
      }
      const refused = await archive.opened.database.query("select 1 from audit.entry where action = 'imaging.read' and outcome = 'refused'");
      expect(refused.length).toBeGreaterThan(0);
      expect((await archive.send('GET', '/studies', { as: archive.staff('hospital', []) })).status).toBe(403);
      expect((await archive.send('GET', '/studies', { as: { ...stranger, id: '' } })).status).toBe(401);
      expect((await archive.store([fileBytes(ct.file)], { as: archive.staff('hospital', ['imaging.read']) })).status).toBe(403);
      const other = Buffer.from(fileBytes(ct.file));
      other.write('9', other.lastIndexOf(ct.SOPInstanceUID!) + ct.SOPInstanceUID!.length - 1);
      const added = await archive.store([other], { as: stranger });
      expect(((added.json() as Json)['00081198']!.Value![0] as Json)['00081197']!.Value).toEqual([0x0124]);
    });

    it('media types, frames and windows that cannot be given are refused as the standard says', async () => {
      const get = async (path: string, accept: string): Promise<number> => (await archive.send('GET', `${addressOf(ct)}${path}`, { headers: { accept } })).status;
      expect(await get('', 'text/html')).toBe(406);
      expect(await get('', 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.90')).toBe(406);
      expect(await get('', 'application/dicom')).toBe(200);
      expect(await get('/frames/2', '*/*')).toBe(404);
      expect(await get('/frames/0', '*/*')).toBe(400);
      expect(await get('/rendered?window=1,0', 'image/png')).toBe(400);
      expect(await get('/rendered?viewport=64,64&quality=50', 'image/jpeg')).toBe(200);
      expect(await get('/rendered', 'image/gif')).toBe(406);
      expect((await archive.send('POST', '/studies', { body: Buffer.from('{}'), headers: { 'content-type': 'application/json' } })).status).toBe(415);
      expect((await archive.store([Buffer.from('no image')], {})).status).toBe(409);
      expect((await archive.send('GET', '/studies/1.2.3.4')).status).toBe(404);
    });

    it('stands as ImagingStudy in FHIR, with its event and its trail', async () => {
      const [row] = await archive.opened.database.query<{ content: string; owner: string }>(`select ${CONTENT} as content, owner_organisation_id as owner from fhir.resource r where resource_type = 'ImagingStudy' and r.content like '%' || $1 || '%'`, [ct.StudyInstanceUID]);
      expect(JSON.parse(row!.content)).toMatchObject({ status: 'available', numberOfSeries: 1, numberOfInstances: 1, series: [{ uid: ct.SeriesInstanceUID, modality: { code: 'CT' } }] });
      expect(row!.owner).toBe('hospital');
      const events = await archive.opened.database.query("select 1 from events.outbox where name = 'imaging.study-stored'");
      expect(events.length).toBeGreaterThan(1);
      const trail = await archive.opened.database.query("select 1 from audit.entry where action = 'imaging.store' and outcome = 'success'");
      expect(trail.length).toBeGreaterThan(1);
    });
  });
});
