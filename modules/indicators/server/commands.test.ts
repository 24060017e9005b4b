import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Encounter, MeasureReport } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { gateFor } from '#platform/access/gate.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import {
  approveIndicatorValue, closeIndicatorPeriod, enterIndicatorValue, exportIndicators, getCockpit, getIndicatorCard, listIndicatorCases, loadIndicatorFile, restateIndicator, returnIndicatorValue,
} from '../contract/operations.ts';
import { evaluateMeasure } from './api.ts';
import { indicatorsModule } from './module.ts';
import { refreshCells } from './store/facts.ts';

let house: TestHouse;
let office: Subject;
let second: Subject;
let serial = 0;

/** A month of its own for each try, long past. */
const freshMonth = (): string => `${2000 + Math.floor((serial += 1) / 12)}-${String((serial % 12) + 1).padStart(2, '0')}`;
const entry = (month: string) => ({ indicatorId: 'Y15', organisationId: 'site', month, numerator: '41.5', denominator: '100', sourceNote: '财务年报' });
const entered = async (month = freshMonth()) => house.as(office).run(enterIndicatorValue, entry(month));
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const HEAD = 'indicator,organisation,month,numerator,denominator,source';

const visit = (id: string, organisation: string, more: Partial<Encounter> = {}): Encounter => ({
  resourceType: 'Encounter', id, status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, serviceProvider: { reference: `Organization/${organisation}` },
  period: { start: '2026-09-10T09:00:00+08:00', end: '2026-09-10T09:30:00+08:00' }, ...more,
});
const stay = (id: string, end: string): Encounter =>
  visit(id, 'site', { class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' }, period: { start: '2026-08-28T09:00:00+08:00', end } });
const store = (...encounters: Encounter[]) =>
  house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId: () => `r-${(serial += 1)}` }, encounters.map((resource) => ({ method: 'put', resource, ownerOrganisationId: 'site' }))));
const refresh = (everything = false) => house.database.transaction((tx) => refreshCells(tx, { now: house.clock.now(), today: '2026-11-02', anew: everything ? 'all' : [] }));

beforeAll(async () => {
  house = await openTestHouse({ modules: [indicatorsModule] });
  await house.database.transaction(async (tx) => {
    await registerOrganisation(tx, { organisationId: 'office', parentId: null });
    await registerOrganisation(tx, { organisationId: 'site', parentId: 'office' });
    await registerOrganisation(tx, { organisationId: 'other', parentId: null });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
  second = await house.subject({ roles: ['health-bureau'], organisationId: 'office' });
}, 120_000);
afterAll(() => house?.close());

proveCommand(enterIndicatorValue, {
  house: () => house,
  possible: async () => ({ input: entry(freshMonth()), subject: office }),
  wrongState: async () => {
    const { month } = await entered();
    return { input: entry(month), subject: office, code: 'indicators.already-entered' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'entered', numerator: '41.5', denominator: '100' }),
});

proveCommand(approveIndicatorValue, {
  house: () => house,
  possible: async () => ({ input: { id: (await entered()).id }, subject: second }),
  wrongState: async () => ({ input: { id: (await entered()).id }, subject: office, code: 'indicators.same-person' }),
  effect: async (_, answer) => {
    const card = await house.as(office).run(getIndicatorCard, { indicatorId: 'Y15', organisationId: 'site', period: answer.month });
    expect(card.trend.at(-1)).toMatchObject({ period: answer.month.slice(0, 4) });
    expect(answer).toMatchObject({ state: 'approved' });
  },
});

proveCommand(returnIndicatorValue, {
  house: () => house,
  possible: async () => ({ input: { id: (await entered()).id, reason: '数字与年报不符' }, subject: second }),
  wrongState: async () => {
    const { id } = await entered();
    await house.as(second).run(approveIndicatorValue, { id });
    return { input: { id, reason: '数字与年报不符' }, subject: second, code: 'indicators.wrong-state' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'returned', reason: '数字与年报不符' }),
});

proveCommand(loadIndicatorFile, {
  house: () => house,
  possible: async () => ({ input: { contentBase64: base64(`${HEAD}\nY15,site,${freshMonth()},1,2,年报\nY04,site,${freshMonth()},1,2,年报`) }, subject: office }),
  wrongState: async () => ({ input: { contentBase64: base64(`${HEAD}\nY15,site,${freshMonth()},1,2,年报\nY15,other,${freshMonth()},1,2,年报`) }, subject: office, code: 'indicators.file-refused' }),
  effect: async (_, answer) => expect(await house.owner.query('select 1 from indicators.entry where batch_id = $1', [answer.batchId])).toHaveLength(2),
});

proveCommand(closeIndicatorPeriod, {
  house: () => house,
  possible: async () => ({ input: { month: freshMonth() }, subject: office }),
  wrongState: async () => {
    const month = freshMonth();
    await house.as(office).run(closeIndicatorPeriod, { month });
    return { input: { month }, subject: office, code: 'indicators.period-closed' };
  },
  effect: async (_, answer) => expect(await house.owner.query('select 1 from indicators.closed_site where month = $1', [answer.month])).toHaveLength(2),
});

proveCommand(restateIndicator, {
  house: () => house,
  possible: async () => {
    const { id, month } = await entered();
    await house.as(second).run(approveIndicatorValue, { id });
    await house.as(office).run(closeIndicatorPeriod, { month });
    return { input: { indicatorId: 'Y15', organisationId: 'site', month, numerator: '43', denominator: '100', reason: '审计调整' }, subject: office };
  },
  wrongState: async () => ({ input: { indicatorId: 'Y15', organisationId: 'site', month: freshMonth(), numerator: '43', denominator: '100', reason: '审计调整' }, subject: office, code: 'indicators.period-open' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ oldNumerator: '41.5', newNumerator: '43', reason: '审计调整' }),
});

it('shows a case only to whom the record of its person is open, counts no others, and names in the trail who was shown', async () => {
  const ended = { period: { start: '2024-05-01T09:00:00+08:00', end: '2024-05-04T09:00:00+08:00' } };
  const patient = (id: string) => ({ method: 'put' as const, ownerOrganisationId: 'other', resource: { resourceType: 'Patient' as const, id, name: [{ text: '张三' }] } });
  await house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId: () => `r-${(serial += 1)}` }, [patient('open-one'), patient('closed-one')]));
  await store(...['open-one', 'closed-one'].map((id) => ({ ...stay(`of-${id}`, ended.period.end), ...ended, subject: { reference: `Patient/${id}` } })));
  await refresh(true);
  await house.owner.execute('delete from access.record_basis where person_id = any($1)', [['open-one', 'closed-one']]);
  const validFrom = new Date(Date.now() - 1000);
  await house.database.transaction((tx) => grantRecordBasis(tx, { personId: 'open-one', organisationId: 'office', basis: 'treatment', source: 'test', validFrom, validUntil: null }));
  const cases = await house.as(office).run(listIndicatorCases, { indicatorId: 'Y14', organisationId: 'office', month: '2024-05', limit: 50, offset: 0 });
  expect([cases.total, cases.rows.map(({ personId }) => personId)]).toEqual([1, ['open-one']]);
  const named = await house.owner.query<{ person: string }>("select person_id as person from audit.entry where action = 'indicators.cases' and person_id is not null");
  expect(named.map(({ person }) => person)).toEqual(['open-one']);
});

describe('encounters', () => {
  it('are counted once, follow corrections, and a month that is closed does not move', async () => {
    await store(stay('s-1', '2026-09-03T09:00:00+08:00'), stay('s-2', '2026-09-01T09:00:00+08:00'), visit('v-1', 'site'), visit('v-2', 'site', { status: 'cancelled' }));
    expect(await refresh()).toEqual(['2026-09']);
    expect(await refresh()).toEqual([]);
    const asked = { indicatorId: 'Y14', organisationId: 'office', period: '2026-09' };
    expect((await house.as(office).run(getIndicatorCard, asked)).current).toMatchObject({ numerator: '10', denominator: '2', value: '5.00' });
    const cases = await house.as(office).run(listIndicatorCases, { indicatorId: 'Y14', organisationId: 'office', month: '2026-09', limit: 50, offset: 0 });
    expect([cases.total, cases.rows.map(({ caseId }) => caseId)]).toEqual([2, ['s-2', 's-1']]);

    await store(stay('s-2', '2026-10-01T09:00:00+08:00'));
    expect((await refresh()).sort()).toEqual(['2026-09', '2026-10']);
    expect((await house.as(office).run(getIndicatorCard, asked)).current).toMatchObject({ numerator: '6', denominator: '1', value: '6.00' });

    await house.as(office).run(closeIndicatorPeriod, { month: '2026-09' });
    await store(stay('s-late', '2026-09-20T09:00:00+08:00'));
    await refresh(true);
    expect(await house.as(office).run(getIndicatorCard, asked)).toMatchObject({ isFrozen: true, current: { value: '6.00' } });
    await house.as(office).run(restateIndicator, { indicatorId: 'Y14', organisationId: 'site', month: '2026-09', numerator: '29', denominator: '2', reason: '迟报病例补入' });
    expect(await house.as(office).run(getIndicatorCard, asked)).toMatchObject({ current: { value: '14.50' }, restatements: [{ oldNumerator: '6', newNumerator: '29', reason: '迟报病例补入' }] });
  });

  it('of other organisations are not shown', async () => {
    const stranger = await house.subject({ roles: ['consortium-office'], organisationId: 'other' });
    await expect(house.as(stranger).run(getIndicatorCard, { indicatorId: 'Y14', organisationId: 'site' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    expect((await house.as(stranger).run(getCockpit, { list: 'yiyang', period: '2026-09' })).tiles.find(({ definition }) => definition.id === 'Y14')?.current.value).toBeNull();
  });
});

it('the national 14 stand first and leave as ADX, JSON, PDF and Excel', async () => {
  const { tiles } = await house.as(office).run(getCockpit, { list: 'county-14', period: '2026-09' });
  expect(tiles).toHaveLength(15);
  for (const form of ['adx', 'json', 'pdf', 'sheet'] as const) expect((await house.as(office).run(exportIndicators, { list: 'yiyang', period: '2026-09', form })).contentBase64.length).toBeGreaterThan(100);
});

describe('as FHIR', () => {
  const read = (type: 'Measure' | 'MeasureReport', id: string) => findResource(house.owner, type, id);

  it('every definition is a valid Measure, written once', async () => {
    const publish = indicatorsModule.jobs.find(({ kind }) => kind === 'indicators.publish-measures')!;
    const run = () => house.database.transaction((tx) => publish.run({ tx, subject: systemSubject, gate: gateFor(systemSubject, tx), now: house.clock.now(), newId: () => `m-${(serial += 1)}`, emit: () => undefined }));
    await run();
    const versions = () => house.owner.query<{ version: string }>("select distinct version::text as version from fhir.resource where resource_type = 'Measure'");
    await run();
    expect(await versions()).toEqual([{ version: '1' }]);
    expect(await read('Measure', 'Y14')).toMatchObject({ url: 'https://yigong.dev/fhir/Measure/Y14', title: '平均住院日', scoring: { coding: [{ code: 'ratio' }] } });
  });

  it("a person's part is an individual report, for whoever may open the record", async () => {
    const ofPerson = { subject: { reference: 'Patient/p-9' }, period: { start: '2026-05-01T09:00:00+08:00', end: '2026-05-06T09:00:00+08:00' } };
    await store({ ...stay('s-9', '2026-05-06T09:00:00+08:00'), ...ofPerson }, { ...stay('s-10', '2026-05-06T09:00:00+08:00'), ...ofPerson, subject: { reference: 'Patient/p-10' } });
    await refresh();
    const evaluate = (measure: string) => evaluateMeasure(house.database, { subject: office, now: house.clock.now(), measure, from: '2026-05-01', until: '2026-05-31', personId: 'p-9' });
    await expect(evaluate('Y14')).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    await house.database.transaction((tx) => grantRecordBasis(tx, { personId: 'p-9', organisationId: 'office', basis: 'treatment', source: 'test', validFrom: new Date('2026-01-01'), validUntil: null }));
    expect(await evaluate('Y14')).toMatchObject({ type: 'individual', status: 'complete', subject: { reference: 'Patient/p-9' }, reporter: { reference: 'Organization/office' }, group: [{ population: [{ count: 5 }, { count: 1 }], measureScore: { value: 5 } }] });
    expect(validateResource(await evaluate('Y14') as MeasureReport)).toEqual([]);
    expect(await evaluate('Y15')).toBe('not-of-persons');
    await expect(evaluateMeasure(house.database, { subject: { ...office, permissions: new Set(['indicators.read']) }, now: house.clock.now(), measure: 'Y14', from: '2026-05-01', until: '2026-05-31', personId: 'p-9' })).rejects.toMatchObject({ code: 'platform.forbidden' });
  });

  it('a closed month is a MeasureReport, a restatement its next version, and the same is evaluated', async () => {
    const { id, month } = await entered();
    await house.as(second).run(approveIndicatorValue, { id });
    const from = `${month}-01`;
    const evaluate = (subject: Subject, more: object = {}) => evaluateMeasure(house.database, { subject, now: house.clock.now(), measure: 'Y15', from: `${month.slice(0, 4)}-01-01`, until: `${month.slice(0, 4)}-12-31`, ...more });
    expect(await evaluate(office)).toMatchObject({ status: 'pending', type: 'summary', measure: 'https://yigong.dev/fhir/Measure/Y15|2024.1', reporter: { reference: 'Organization/office' } });
    await expect(evaluate(office, { from, until: `${month}-15` })).rejects.toMatchObject({ code: 'indicators.no-period' });
    await expect(evaluate(office, { organisationId: 'other' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    expect(await evaluate(office, { measure: 'Y15|1999' })).toBeUndefined();

    await house.as(office).run(enterIndicatorValue, { ...entry(month), indicatorId: 'C11' });
    await house.as(office).run(closeIndicatorPeriod, { month: '2026-08' });
    expect(await house.owner.query("select 1 from fhir.resource where resource_type = 'MeasureReport' and resource_id like '%-2026-08-office'")).toHaveLength((await house.owner.query("select distinct indicator_id from indicators.frozen where month = '2026-08'")).length);
    const report = await read('MeasureReport', 'Y14-2026-09-office');
    expect(report).toMatchObject({ status: 'complete', period: { start: '2026-09-01', end: '2026-09-30' }, group: [{ population: [{ count: 29 }, { count: 2 }], measureScore: { value: 14.5 } }] });
    await house.as(office).run(restateIndicator, { indicatorId: 'Y14', organisationId: 'site', month: '2026-09', numerator: '30', denominator: '2', reason: '再次核对' });
    expect(await read('MeasureReport', 'Y14-2026-09-office')).toMatchObject({ meta: { versionId: '3' }, group: [{ population: [{ count: 30 }, { count: 2 }] }] });
  });
});
