import dimse from 'dcmjs-dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { DimseListener } from '#modules/imaging/server/queries/dimse/service.ts';
import { putTitle } from '#modules/imaging/server/store/calling-titles.ts';
import { TestArchive } from './test-archive.ts';

const { Client, requests, constants } = dimse;
type Answer = { status: number; item: Record<string, unknown> | undefined };

/** More than a page of them, the looked for ones written first. */
const LATER = 620;

describe('the worklist of a house with many orders', { timeout: 240_000 }, () => {
  let archive: TestArchive;
  let listener: DimseListener;

  beforeAll(async () => {
    archive = await TestArchive.open({ dicomPort: 0, dicomHost: '127.0.0.1' });
    listener = (await archive.service.listen({ onError: () => undefined, listens: () => undefined }))!;
    await putTitle(archive.opened.database, { callingTitle: 'CT1', ownerOrganisationId: 'hospital', description: 'CT', host: null, port: null, isActive: true, now: new Date(), subjectId: 'test' });
    await write([
      { resourceType: 'Patient', id: 'first', name: [{ text: 'Lin^Xiaoyue' }] }, { resourceType: 'Patient', id: 'many', name: [{ text: '周远' }] },
      order('first-day', { subject: 'first', occurrenceDateTime: '2026-11-23T09:30:00+08:00', identifier: [{ value: 'A-FIRST' }] }),
      order('first-night', { subject: 'first', occurrencePeriod: { start: '2026-11-23T00:10:00+08:00', end: '2026-11-24T01:00:00+08:00' } }),
      order('first-written', { subject: 'first', authoredOn: '2026-11-23T23:50:00+08:00' }),
      order('first-station', { subject: 'first', occurrenceDateTime: '2026-11-23', performer: [{ type: 'Device', display: 'CT1' }] }),
    ]);
    for (let at = 0; at < LATER; at += 100) await write(Array.from({ length: Math.min(100, LATER - at) }, (_, index) => order(`later-${at + index}`, { subject: 'many', occurrenceDateTime: '2026-12-01T08:00:00+08:00', authoredOn: '2026-11-30' })));
  }, 240_000);
  afterAll(() => archive?.close());

  const order = (id: string, { subject, ...more }: { subject: string } & Record<string, unknown>) => ({
    resourceType: 'ServiceRequest', id, status: 'active', intent: 'order', subject: { reference: `Patient/${subject}` }, category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
    code: { text: '胸部CT平扫', coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }] }, ...more,
  });
  const write = (resources: readonly object[]) => archive.opened.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => archive.ids.newId() }, resources.map((resource) => ({ method: 'put' as const, ownerOrganisationId: 'hospital', resource: resource as Resource }))));
  const ask = (keys: Record<string, string>, step: Record<string, string> = {}): Promise<Answer[]> => new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    const client = new Client();
    const request = requests.CFindRequest.createWorklistFindRequest({ PatientName: '', ...keys, ScheduledProcedureStepSequence: [step] });
    request.on('response', (response: { getStatus(): number; getDataset(): { getElements(): Record<string, unknown> } | undefined }) => void answers.push({ status: response.getStatus(), item: response.getDataset()?.getElements() }));
    client.addRequest(request);
    client.on('closed', () => resolve(answers));
    client.on('networkError', reject);
    client.send('127.0.0.1', listener.port, 'CT1', 'YIGONG');
  });

  it('has every order of a day, however many were written since, and ends with success', async () => {
    const answers = await ask({}, { ScheduledProcedureStepStartDate: '20261123' });
    expect(answers.map(({ item }) => item?.PatientID).filter((each) => each !== undefined)).toEqual(['first', 'first', 'first', 'first']);
    expect(answers.at(-1)!.status).toBe(constants.Status.Success);
    expect(await ask({}, { ScheduledProcedureStepStartDate: '20261123-20261123', ScheduledStationAETitle: 'CT1' })).toHaveLength(5);
    expect(await ask({}, { ScheduledProcedureStepStartDate: '20261124' })).toHaveLength(1);
    expect(await ask({}, { ScheduledProcedureStepStartDate: '-20261123' })).toHaveLength(5);
  });

  it('has the orders of a person and of an accession number', async () => {
    expect(await ask({ PatientID: 'first' })).toHaveLength(5);
    expect((await ask({ AccessionNumber: 'A-FIRST' }))[0]!.item).toMatchObject({ AccessionNumber: 'A-FIRST', PatientID: 'first' });
    expect(await ask({ AccessionNumber: 'A-FIR*' })).toHaveLength(2);
    expect(await ask({ PatientName: 'Lin*' })).toHaveLength(5);
  });

  it('of which more fit than are given says so at its end', async () => {
    const answers = await ask({}, { ScheduledProcedureStepStartDate: '20261201' });
    expect(answers).toHaveLength(501);
    expect(answers.at(-1)!.status).toBe(0xa700);
  });
});
