import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { countUnmatchedEcgs, getEcgOriginal, getEcgRecord, listEcgRecords, matchEcg, printEcg, recordEcg } from '../../contract.ts';
import { ecgModule } from '../module.ts';

let house: TestHouse;
let technician: Subject;
let stranger: Subject;
let serial = 0;
const give = (): TestHouse => house;
const OWN = '00000000-0000-7000-8000-000000000001';
const FOREIGN = '00000000-0000-7000-8000-000000000002';

/** Beats of 1 mV every 400 samples at 500/s: 75 a minute. */
const digits = (scale: number): string => Array.from({ length: 3000 }, (_, index) => Math.round(scale * (400 * Math.exp(-((((index % 400) - 200) / 8) ** 2)) + 40 * Math.exp(-((((index % 400) - 120) / 18) ** 2)) + 90 * Math.exp(-((((index % 400) - 330) / 30) ** 2))))).join(' ');
const fileOf = (patientId = 'none'): string => {
  serial += 1;
  const lead = (code: string, scale: number): string => `<component><sequence><code code="MDC_ECG_LEAD_${code}"/><value><origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>${digits(scale)}</digits></value></sequence></component>`;
  return `<?xml version="1.0"?><AnnotatedECG xmlns="urn:hl7-org:v3"><id root="r" extension="e${serial}"/><effectiveTime><center value="202611${String(1 + (serial % 28)).padStart(2, '0')}0800"/></effectiveTime>
  <componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><id extension="${patientId}"/></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
  <component><series><component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE"/><value><head value="202611010800"/><increment value="0.002" unit="s"/></value></sequence></component>${lead('I', 1)}${lead('II', 1.4)}${lead('AVF', 0.9)}${lead('V1', -0.7)}</sequenceSet></component></series></component></AnnotatedECG>`;
};
const inputOf = (text: string, more: object = {}) => ({ fileName: `ecg-${serial}.xml`, base64: gzipSync(text).toString('base64'), isPacked: true, ...more });
const store = async (more: object = {}, patientId?: string): Promise<string> => (await house.as(technician).run(recordEcg, inputOf(fileOf(patientId), more))).id;

beforeAll(async () => {
  house = await openTestHouse({ modules: [ecgModule, residentsModule] });
  for (const id of ['hospital', 'elsewhere']) await house.addOrganisation(id);
  technician = await house.subject({ roles: ['technician'], organisationId: 'hospital' });
  stranger = await house.subject({ roles: ['technician'], organisationId: 'elsewhere' });
  const newId = (): string => `id-${(serial += 1)}`;
  await house.database.transaction(async (tx) => {
    for (const [residentId, owner] of [[OWN, 'hospital'], [FOREIGN, 'elsewhere']] as const) {
      await bulkLoadResidents(tx, { registeredAt: house.clock.now(), newId, entries: [{ residentId, ownerOrganisationId: owner, kind: 'resident', name: '张三', sex: 'male', birthDate: '1960-01-01', phone: null, address: null, identifiers: [], birthOrder: null, motherId: null } as never] });
      await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId }, [{ method: 'put', ownerOrganisationId: owner, resource: { resourceType: 'Patient', id: residentId, name: [{ text: '张三' }] } }]);
    }
  });
}, 60_000);
afterAll(() => house.close());

describe('recordEcg', () => {
  proveCommand(recordEcg, {
    house: give,
    possible: async () => ({ input: inputOf(fileOf(), { personId: OWN }), subject: technician }),
    wrongState: async () => {
      const text = fileOf();
      await house.as(technician).run(recordEcg, inputOf(text));
      return { input: inputOf(text), subject: technician, code: 'ecg.stored-already' };
    },
    effect: async ({ database }, answer) => {
      expect(answer).toMatchObject({ format: 'aecg', personId: OWN, leadNames: ['I', 'II', 'aVF', 'V1'], sampleRate: 500, durationMs: 6000, suggested: { rate: 75 } });
      const observation = await findResource(database, 'Observation', answer.observationId!);
      expect(observation!.component!.find(({ code }) => code.text === 'II')!.valueSampledData).toMatchObject({ period: 2, factor: 2.5, dimensions: 1 });
      const document = await findResource(database, 'DocumentReference', answer.documentId!);
      expect(document!.content[0]!.attachment.hash).toBeTruthy();
      const [row] = await database.query<{ person: string }>("select person_id as person from fhir.resource where resource_type = 'Observation' and resource_id = $1", [answer.observationId]);
      expect(row!.person).toBe(OWN);
    },
  });

  it('refuses what is no ECG with the place, a bomb of zeros, and a person whom the sender may not open', async () => {
    const run = (input: object) => house.as(technician).run(recordEcg, { ...inputOf(fileOf()), ...input } as never).then(() => 'stored', (error: { code?: string }) => error.code);
    expect(await run({ base64: Buffer.from('<AnnotatedECG/>').toString('base64'), isPacked: false })).toBe('ecg.unreadable');
    expect(await run({ base64: Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><AnnotatedECG>&b;</AnnotatedECG>').toString('base64'), isPacked: false })).toBe('ecg.unreadable');
    expect(await run({ base64: gzipSync(Buffer.alloc(60_000_000)).toString('base64') })).toBe('ecg.too-large');
    expect(await run({ personId: FOREIGN })).toBe('platform.record-forbidden');
  });

  it('matches by the number in the file where the sender has a ground, else leaves it to the desk', async () => {
    expect((await house.as(technician).run(recordEcg, inputOf(fileOf(OWN)))).personId).toBe(OWN);
    expect((await house.as(technician).run(recordEcg, inputOf(fileOf(FOREIGN)))).personId).toBeNull();
  });
});

describe('matchEcg', () => {
  proveCommand(matchEcg, {
    house: give,
    possible: async () => ({ input: { id: await store(), personId: OWN, reason: '核对姓名和出生日期' }, subject: technician }),
    wrongState: async () => ({ input: { id: await store({ personId: OWN }), personId: OWN, reason: '再次匹配' }, subject: technician, code: 'ecg.matched-otherwise' }),
    effect: async ({ database }, answer) => {
      expect(answer.personId).toBe(OWN);
      expect((await findResource(database, 'Observation', answer.observationId!))!.subject!.reference).toBe(`Patient/${OWN}`);
    },
  });
});

describe('reading', () => {
  it('gives the paper with the record before it, and the very bytes; another organisation gets neither', async () => {
    const first = await store({ personId: OWN });
    const text = fileOf();
    const { id } = await house.as(technician).run(recordEcg, inputOf(text, { personId: OWN }));
    const detail = await house.as(technician).run(getEcgRecord, { id });
    expect(detail.strips[0]!.leads[0]!.samples).toHaveLength(3000);
    expect(detail.others.map((other) => other.id)).toContain(first);
    expect(detail.changes.find(({ measure }) => measure === 'rate')).toMatchObject({ before: 75, now: 75, isNotable: false });
    const original = await house.as(technician).run(getEcgOriginal, { id });
    expect(Buffer.from(original.contentBase64, 'base64').toString()).toBe(text);
    for (const query of [getEcgRecord, getEcgOriginal] as const) await expect(house.as(stranger).run(query as typeof getEcgRecord, { id })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    expect((await house.as(stranger).run(listEcgRecords, { limit: 50, offset: 0 })).total).toBe(0);
    expect((await house.as(technician).run(listEcgRecords, { limit: 2, offset: 0, personId: OWN })).total).toBeGreaterThan(2);
    expect((await house.as(technician).run(countUnmatchedEcgs, {})).waiting).toBeGreaterThan(0);
    expect((await house.as(stranger).run(countUnmatchedEcgs, {})).waiting).toBe(0);
  });
});

it('is printed on A4 across, and only by whoever may see it', async () => {
  const id = await store();
  const answer = await house.as(technician).run(printEcg, { id, fromMs: 0 });
  const pdf = Buffer.from(answer.contentBase64, 'base64').toString('latin1');
  expect([answer.mediaType, pdf.slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
  expect(pdf).toMatch(/\/MediaBox \[0 0 841\.89 595\.28\]/);
  await expect(house.as(stranger).run(printEcg, { id, fromMs: 0 })).rejects.toMatchObject({ kind: 'forbidden' });
});
