import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import { proposeAsKept, RawDataSet, rawDataSetOf } from '#modules/imaging/server/queries/dimse/raw-data-set.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { archiveKinds, type OpenPlace } from './archive-kinds.ts';
import { expectedFiles, fileBytes, hasDicomData, isCut, isStorable, type ExpectedFile } from './expected.ts';
import { partsOf, TestArchive } from './test-archive.ts';

const { Client, requests, constants, Dataset } = dimse;
const hasDcmtk = existsSync('/usr/bin/storescu');

describe.skipIf(!hasDicomData).each(archiveKinds)('DIMSE on the shared files (skipped where they are absent), kept in $name', ({ isHere, open }) => {
  if (!isHere) return void it.skip('this archive is not installed here', () => {});
  let place: OpenPlace;
  let archive: TestArchive;
  let listener: DimseListener;
  const errors: unknown[] = [];
  const distinct = [...new Map(expectedFiles.filter((each) => isStorable(each) && !isCut(each)).map((each) => [each.SOPInstanceUID!, each])).values()];

  beforeAll(async () => {
    place = await open();
    archive = await TestArchive.open({ ...place.settings, dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: (error) => errors.push(error), listens: () => undefined }))!;
    const title = { ownerOrganisationId: 'hospital', description: '测试设备', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' };
    await putTitle(archive.opened.database, { ...title, callingTitle: 'MODALITY' });
    await putTitle(archive.opened.database, { ...title, callingTitle: 'ASLEEP', isActive: false });
    await putTitle(archive.opened.database, { ...title, callingTitle: 'ELSEWHERE', ownerOrganisationId: 'township' });
  });
  afterAll(async () => {
    await archive?.close();
    await place?.close();
  });

  interface Answer {
    readonly status: number;
    readonly elements?: Record<string, unknown>;
  }

  /** Sends the requests over one association. */
  async function ask(all: InstanceType<typeof requests.CEchoRequest>[], callingTitle = 'MODALITY'): Promise<Answer[] | 'rejected'> {
    const answers: Answer[] = [];
    const client = new Client();
    proposeAsKept(client, all.flatMap((request) => (request.getDataset() instanceof RawDataSet ? [request.getDataset() as RawDataSet] : [])));
    for (const request of all) {
      request.on('response', (response: InstanceType<typeof dimse.responses.CFindResponse>) => answers.push({ status: response.getStatus(), ...(response.getDataset() ? { elements: response.getDataset()!.getElements() as Record<string, unknown> } : {}) }));
      client.addRequest(request);
    }
    return new Promise((resolve, reject) => {
      client.on('associationRejected', () => resolve('rejected'));
      client.on('closed', () => resolve(answers));
      client.on('networkError', reject);
      client.send('127.0.0.1', listener.port, callingTitle, 'YIGONG');
    });
  }
  const storeOf = (each: ExpectedFile) => {
    const bytes = fileBytes(each.file);
    return new requests.CStoreRequest(rawDataSetOf(bytes, { sopClass: each.SOPClassUID!, sopUid: each.SOPInstanceUID! }));
  };

  it('an unknown or switched-off title is refused, a registered one answered', async () => {
    expect(await ask([new requests.CEchoRequest()], 'STRANGER')).toBe('rejected');
    expect(await ask([new requests.CEchoRequest()], 'ASLEEP')).toBe('rejected');
    expect(await ask([new requests.CEchoRequest()])).toEqual([{ status: constants.Status.Success }]);
  });

  it(`${distinct.length} files stored by a JavaScript client are found, and their data sets are kept byte for byte`, async () => {
    for (const each of distinct) {
      const answers = await ask([storeOf(each)]);
      expect(answers, each.file).toEqual([{ status: constants.Status.Success }]);
    }
    for (const each of distinct) {
      const whole = await archive.send('GET', `/studies/${each.StudyInstanceUID}/series/${each.SeriesInstanceUID}/instances/${each.SOPInstanceUID}`, { headers: { accept: 'application/dicom' } });
      const [kept, sent] = [readDicom(whole.bytes), readDicom(fileBytes(each.file))];
      expect(kept.bytes.subarray(kept.dataSetOffset).equals(sent.bytes.subarray(sent.dataSetOffset)), each.file).toBe(true);
    }
    const waiting = await archive.opened.database.query('select 1 from imaging.study where not is_announced');
    expect(waiting).toEqual([]);
    const known = await ask([storeOf(distinct[0]!)]);
    expect(known).toEqual([{ status: constants.Status.Success }]);
    expect(errors).toEqual([]);
  }, 120_000);

  it('C-FIND answers at each level, names in UTF-8, and only what the title may see', async () => {
    const found = (await ask([requests.CFindRequest.createStudyFindRequest({ SpecificCharacterSet: 'ISO_IR 192', PatientName: '王*', StudyInstanceUID: '', PatientID: '', NumberOfStudyRelatedInstances: '' })])) as Answer[];
    expect(found.filter(({ elements }) => elements).map(({ elements }) => JSON.stringify(elements!.PatientName))).toEqual(expect.arrayContaining([expect.stringContaining('小东')]));
    const ct = distinct.find(({ file }) => file.endsWith('CT_small.dcm'))!;
    const series = (await ask([requests.CFindRequest.createSeriesFindRequest({ StudyInstanceUID: ct.StudyInstanceUID!, SeriesInstanceUID: '', Modality: '' })])) as Answer[];
    expect(series[0]!.elements).toMatchObject({ Modality: 'CT', SeriesInstanceUID: ct.SeriesInstanceUID });
    const image = (await ask([requests.CFindRequest.createImageFindRequest({ StudyInstanceUID: ct.StudyInstanceUID!, SeriesInstanceUID: ct.SeriesInstanceUID!, SOPInstanceUID: '' })])) as Answer[];
    expect(image[0]!.elements).toMatchObject({ SOPInstanceUID: ct.SOPInstanceUID });
    expect(image.at(-1)!.status).toBe(constants.Status.Success);
    const foreign = (await ask([requests.CFindRequest.createStudyFindRequest({ StudyInstanceUID: '' })], 'ELSEWHERE')) as Answer[];
    expect(foreign).toHaveLength(1);
  });

  it('the worklist is filled from active imaging orders, in UTF-8, for those who may see them', async () => {
    const { database } = archive.opened;
    await database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => archive.ids.newId() }, [
      { method: 'put', ownerOrganisationId: 'hospital', resource: { resourceType: 'Patient', id: 'p-worklist', name: [{ family: '林', given: ['晓月'] }], gender: 'female', birthDate: '1960-05-01' } },
      { method: 'put', ownerOrganisationId: 'hospital', resource: {
        resourceType: 'ServiceRequest', id: 'o-worklist', status: 'active', intent: 'order', subject: { reference: 'Patient/p-worklist' }, occurrenceDateTime: '2026-11-23T09:30:00+08:00',
        category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }], identifier: [{ value: 'A2026-1' }],
        code: { text: '胸部CT平扫', coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }] },
      } },
    ]));
    const asked = (step: Record<string, string>) => requests.CFindRequest.createWorklistFindRequest({ PatientName: '', AccessionNumber: '', ScheduledProcedureStepSequence: [step] });
    const all = (await ask([asked({ Modality: 'CT', ScheduledProcedureStepStartDate: '20261123' })])) as Answer[];
    expect(all[0]!.elements).toMatchObject({ AccessionNumber: 'A2026-1', PatientID: 'p-worklist', PatientSex: 'F' });
    expect(JSON.stringify(all[0]!.elements)).toContain('晓月');
    expect(await ask([asked({ Modality: 'MR', ScheduledProcedureStepStartDate: '' })])).toHaveLength(1);
    expect(await ask([asked({ Modality: '', ScheduledProcedureStepStartDate: '20261201-' })])).toHaveLength(1);
    expect(await ask([asked({ Modality: 'CT', ScheduledProcedureStepStartDate: '' })], 'ELSEWHERE')).toHaveLength(1);
  });

  it('C-MOVE sends to a registered device of the own organisation, the bytes as they are kept', async () => {
    const other = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    try {
      const far = (await other.service.listen({ onError: (error) => errors.push(error), listens: () => undefined }))!;
      const common = { ownerOrganisationId: 'hospital', description: '阅片工作站', isActive: true, now: new Date(), subjectId: 'test' };
      await putTitle(other.opened.database, { ...common, callingTitle: 'YIGONG', host: null, port: null });
      await putTitle(archive.opened.database, { ...common, callingTitle: 'STATION', host: '127.0.0.1', port: far.port });
      const mr = distinct.find(({ Modality, transferSyntax }) => Modality === 'MR' && transferSyntax === '1.2.840.10008.1.2.1')!;
      const answers = (await ask([requests.CMoveRequest.createStudyMoveRequest('STATION', mr.StudyInstanceUID!)])) as Answer[];
      expect(answers.at(-1)!.status).toBe(constants.Status.Success);
      const found = await other.send('GET', `/studies/${mr.StudyInstanceUID}`, { headers: { accept: 'multipart/related; type="application/dicom"' } });
      expect(partsOf(found).length).toBeGreaterThan(0);
      expect(((await ask([requests.CMoveRequest.createStudyMoveRequest('NOWHERE', mr.StudyInstanceUID!)])) as Answer[]).at(-1)!.status).toBe(0xa801);
    } finally {
      await other.close();
    }
  }, 60_000);

  it('bytes that are no DICOM, and connections that say nothing sensible, leave nothing and do not stop the others', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(Buffer.alloc(4_096, 7));
    const broken = new Dataset({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: '1.2.3.4.5' }, '1.2.840.10008.1.2.1');
    const answers = (await ask([new requests.CStoreRequest(broken)])) as Answer[];
    expect(answers[0]!.status).toBeGreaterThanOrEqual(0xa900);
    socket.destroy();
    expect(await ask([new requests.CEchoRequest()])).toEqual([{ status: constants.Status.Success }]);
    expect(await archive.opened.database.query("select 1 from imaging.instance where sop_uid = '1.2.3.4.5'")).toEqual([]);
  });

  it.skipIf(!hasDcmtk)('DCMTK stores, finds and is answered (skipped where it is not installed)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yigong-dcmtk-'));
    const run = (program: string, ...more: string[]) => promisify(execFile)(program, ['-aet', 'MODALITY', '-aec', 'YIGONG', ...more], { timeout: 30_000 });
    try {
      const place = ['127.0.0.1', String(listener.port)];
      await run('echoscu', ...place);
      const file = join(folder, 'ct.dcm');
      const ct = distinct.find((each) => each.file.endsWith('test_files/CT_small.dcm'))!;
      writeFileSync(file, fileBytes(ct.file));
      await run('storescu', ...place, file);
      await run('findscu', '-S', '-X', '-od', folder, '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${ct.StudyInstanceUID}`, '-k', 'PatientName', ...place);
      expect(readFileSync(join(folder, 'rsp0001.dcm')).includes('CompressedSamples^CT1')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
