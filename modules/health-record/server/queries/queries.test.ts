import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { getOwnTimeline, getRecordSummary, getTimeline, getTrend, listOwnAccess, listTrends } from '../../contract.ts';
import { healthRecordModule } from '../module.ts';

const PERSON = 'person-1';
const patient: Resource = { resourceType: 'Patient', id: PERSON, name: [{ family: '任', given: ['青禾'] }], gender: 'female', birthDate: '1956-02-29' };

const pressure = (id: string, at: string, systolic: number): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: `Patient/${PERSON}` },
  code: { text: '血压', coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  effectiveDateTime: at,
  component: [{ code: { text: '收缩压' }, valueQuantity: { value: systolic, unit: 'mmHg' } }],
});

const secret: Resource = {
  resourceType: 'Condition',
  id: 'secret',
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
  subject: { reference: `Patient/${PERSON}` },
  code: { text: '受限诊断', coding: [{ code: 'F20' }] },
  recordedDate: '2026-03-01',
};

describe('the record of a person', () => {
  let house: TestHouse;
  let township: Subject;
  let hospital: Subject;
  let stranger: Subject;

  beforeAll(async () => {
    house = await openTestHouse({ modules: [healthRecordModule] });
    for (const id of ['township', 'hospital', 'stranger']) await house.addOrganisation(id);
    [township, hospital, stranger] = await Promise.all(
      ['township', 'hospital', 'stranger'].map((organisationId) => house.subject({ roles: ['township-doctor'], organisationId })),
    ) as [Subject, Subject, Subject];
    await load('township', [patient, pressure('a', '2026-01-05T09:00:00+08:00', 150), pressure('b', '2026-02-05T09:00:00+08:00', 142), secret]);
    await load('hospital', [{ resourceType: 'Organization', id: 'hospital', name: '县人民医院' }, pressure('c', '2026-02-20T09:00:00+08:00', 138)]);
    await load('township', [{ resourceType: 'Organization', id: 'township', name: '青山镇卫生院' }]);
    await grantRecordBasis(house.database, { personId: PERSON, organisationId: 'hospital', basis: 'referral', source: 'referral/1', validFrom: new Date('2026-01-01'), validUntil: null });
  });
  afterAll(() => house.close());

  const load = (ownerOrganisationId: string, resources: readonly Resource[]) =>
    house.database.transaction((tx) =>
      writeResources(
        { tx, subject: systemSubject, now: house.clock.now(), newId: randomUUID },
        resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId })),
      ),
    );

  test('a member with a basis sees the items of every member, newest first, with their source', async () => {
    const timeline = await house.as(hospital).run(getTimeline, { personId: PERSON, purpose: 'referral', offset: 0, limit: 50, kind: 'measurement' });
    expect(timeline.rows.map((row) => [row.reference, row.organisationName])).toEqual([
      ['Observation/c', '县人民医院'],
      ['Observation/b', '青山镇卫生院'],
      ['Observation/a', '青山镇卫生院'],
    ]);
  });

  test('what another member labelled restricted is counted and never shown', async () => {
    const elsewhere = await house.as(hospital).run(getTimeline, { personId: PERSON, purpose: 'treatment', offset: 0, limit: 50 });
    expect([elsewhere.total, elsewhere.hidden]).toEqual([3, 1]);
    const summary = await house.as(hospital).run(getRecordSummary, { personId: PERSON, purpose: 'treatment' });
    expect(summary.conditions).toEqual([]);
    expect(summary.basis).toBe('referral');
  });

  test('without a basis a member sees its own items and how many others there are', async () => {
    const own = await house.as(township).run(getTimeline, { personId: PERSON, purpose: 'treatment', offset: 0, limit: 50 });
    expect([own.total, own.hidden]).toEqual([3, 1]);
    expect(own.rows.map((row) => row.reference)).not.toContain('Observation/c');
  });

  test('a stranger is refused and the refusal is written down', async () => {
    const attempt = house.as(stranger).run(getTimeline, { personId: PERSON, purpose: 'treatment', offset: 0, limit: 50 });
    await expect(attempt).rejects.toMatchObject({ code: 'platform.record-forbidden' } satisfies Partial<Problem>);
    const [refused] = await house.owner.query<{ total: number }>("select count(*) as total from audit.entry where outcome = 'refused'");
    expect(refused?.total).toBe(1);
  });

  test('dates narrow the timeline by the calendar of China', async () => {
    const february = await house.as(hospital).run(getTimeline, { personId: PERSON, purpose: 'treatment', offset: 0, limit: 50, from: '2026-02-05', until: '2026-02-19' });
    expect(february.rows.map((row) => row.reference)).toEqual(['Observation/b']);
  });

  test('a trend joins the measurements of all members, oldest first', async () => {
    const trends = await house.as(hospital).run(listTrends, { personId: PERSON, purpose: 'treatment' });
    expect(trends.rows.map(({ code, count }) => [code, count])).toEqual([['85354-9', 3]]);
    const trend = await house.as(hospital).run(getTrend, { personId: PERSON, purpose: 'treatment', code: '85354-9' });
    expect(trend.series[0]?.points.map((point) => point.value)).toEqual([150, 142, 138]);
  });

  test('the resident sees everything about herself, restricted items included, and who looked', async () => {
    const self = house.resident(PERSON);
    const timeline = await house.as(self).run(getOwnTimeline, { offset: 0, limit: 50 });
    expect([timeline.total, timeline.hidden]).toEqual([4, 0]);
    const access = await house.as(self).run(listOwnAccess, { offset: 0, limit: 200 });
    expect(access.total).toBeGreaterThan(0);
    expect(new Set(access.rows.map((row) => row.organisationName))).toContain('县人民医院');
  });

  test('another resident sees nothing of it', async () => {
    const other = await house.as(house.resident('person-2')).run(getOwnTimeline, { offset: 0, limit: 50 });
    expect([other.total, other.hidden]).toEqual([0, 0]);
  });
});
