import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { addDays } from '#platform/kernel/period.ts';
import { gateFor } from '#platform/access/gate.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { addEquivalence, endEquivalence, endRecognitionItem, listQualityMarks, listRecognitionItems, publishRecognitionItem, recordQualityMark, withdrawQualityMark } from '../../contract/catalogue.ts';
import { answerOffer, checkRecognition, declineRecognition, listRecognitionDecisions, offerRecognition, recogniseResult, recognitionStatistics } from '../../contract/decisions.ts';
import { findUndecidedResult } from './decide/find-undecided-result.ts';
import { itemInput, openDesk, type Desk } from './fixture/desk.ts';

let desk: Desk;
const counter = { code: 0 };
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const fresh = (): string => `X-${(counter.code += 1)}`;
const run: Desk['house']['as'] extends (subject: infer S) => infer R ? (subject: S) => R : never = (subject) => desk.house.as(subject);

proveCommand(publishRecognitionItem, {
  house,
  possible: async () => ({ input: itemInput(desk.today, { code: fresh() }), subject: desk.office }),
  wrongState: async () => ({ input: itemInput(desk.today), subject: desk.office, code: 'recognition.version-overlaps' }),
  effect: async (_house, item) => expect((await run(desk.office).run(listRecognitionItems, { q: item.code, limit: 50, offset: 0 })).rows).toEqual([item]),
});

const published = async () => ({ id: (await run(desk.office).run(publishRecognitionItem, itemInput(desk.today, { code: fresh() }))).id, validUntil: desk.today, reason: '目录调整' });
proveCommand(endRecognitionItem, {
  house,
  possible: async () => ({ input: await published(), subject: desk.office }),
  wrongState: async () => {
    const input = await published();
    await run(desk.office).run(endRecognitionItem, input);
    return { input, subject: desk.office, code: 'recognition.already-ended' };
  },
  effect: async (_house, item) => expect(item).toMatchObject({ validUntil: desk.today, endReason: '目录调整' }),
});

const pair = () => ({ code: fresh(), relation: 'same' as const, otherCode: fresh(), organisationId: 'hospital', validFrom: desk.today });
proveCommand(addEquivalence, {
  house,
  possible: async () => ({ input: pair(), subject: desk.office }),
  // The other way round is the same statement.
  wrongState: async () => ({ input: { ...pair(), code: '24627-2', otherCode: 'CT-CHEST' }, subject: desk.office, code: 'recognition.already-equivalent' }),
  effect: async (_house, added, input) => expect(added).toMatchObject({ code: input.code, otherCode: input.otherCode, validUntil: null }),
});
proveCommand(endEquivalence, {
  house,
  possible: async () => ({ input: { id: (await run(desk.office).run(addEquivalence, pair())).id, validUntil: desk.today }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await run(desk.office).run(addEquivalence, pair());
    await run(desk.office).run(endEquivalence, { id, validUntil: desk.today });
    return { input: { id, validUntil: desk.today }, subject: desk.office, code: 'recognition.already-ended' };
  },
  effect: async (_house, ended) => expect(ended.validUntil).toBe(desk.today),
});
const mark = (change = {}) => ({ organisationId: 'township', kind: 'qc' as const, code: fresh(), passed: false, validFrom: desk.today, validUntil: addDays(desk.today, 30), ...change });
proveCommand(recordQualityMark, {
  house,
  possible: async () => ({ input: mark(), subject: desk.office }),
  wrongState: async () => ({ input: mark({ kind: 'eqa', code: null }), subject: desk.office, code: 'recognition.quality-overlaps' }),
  effect: async (_house, recorded) => expect(recorded).toMatchObject({ organisationName: '机构township', passed: false }),
});

const withdrawal = async (change = {}) => ({ id: (await run(desk.office).run(recordQualityMark, mark())).id, from: desk.today, reason: '质评证书被撤回', ...change });
proveCommand(withdrawQualityMark, {
  house,
  possible: async () => ({ input: await withdrawal(), subject: desk.office }),
  wrongState: async () => {
    const input = await withdrawal();
    await run(desk.office).run(withdrawQualityMark, input);
    return { input, subject: desk.office, code: 'recognition.already-withdrawn' };
  },
  effect: async (_house, withdrawn, input) => {
    expect(withdrawn.withdrawal).toMatchObject({ from: desk.today, reason: '质评证书被撤回' });
    const { rows } = await run(desk.office).run(listQualityMarks, { limit: 500, offset: 0, organisationId: 'township' });
    expect(rows.find(({ id }) => id === input.id)).toEqual(withdrawn);
  },
});
test('a mark is withdrawn from a day of its own period, by an office of its organisation; a new one may then be recorded for those days', async () => {
  const outside = await withdrawal({ from: addDays(desk.today, 31) });
  await expect(run(desk.office).run(withdrawQualityMark, outside)).rejects.toMatchObject({ code: 'recognition.withdrawal-outside' });
  await expect(run(desk.stranger).run(withdrawQualityMark, { ...outside, from: desk.today })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
  await expect(run(desk.office).run(withdrawQualityMark, { ...outside, id: 'none', from: desk.today })).rejects.toMatchObject({ code: 'recognition.unknown' });
  const input = mark();
  const { id } = await run(desk.office).run(recordQualityMark, input);
  await run(desk.office).run(withdrawQualityMark, { id, from: addDays(desk.today, 10), reason: '换发证书' });
  await expect(run(desk.office).run(recordQualityMark, input)).rejects.toMatchObject({ code: 'recognition.quality-overlaps' });
  expect(await run(desk.office).run(recordQualityMark, { ...input, validFrom: addDays(desk.today, 10) })).toMatchObject({ withdrawal: null });
});
test('from the day of withdrawal the mark no longer speaks, before that day it does', async () => {
  const code = fresh();
  await run(desk.office).run(publishRecognitionItem, itemInput(desk.today, { code }));
  const { id } = await run(desk.office).run(recordQualityMark, mark({ code, passed: false, validFrom: addDays(desk.today, -9) }));
  const personId = await desk.newPerson();
  const [before, on] = [await desk.report(personId, { code, daysAgo: 4 }), await desk.report(personId, { code, daysAgo: 3 })];
  const found = async () => (await run(desk.doctor).run(checkRecognition, { personId, codes: [code], organisationId: 'hospital' })).checks[0]!;
  expect((await found()).candidates).toEqual([]);
  await run(desk.office).run(withdrawQualityMark, { id, from: addDays(desk.today, -3), reason: '登记错误' });
  const { candidates, others } = await found();
  expect(candidates.map(({ reference }) => reference)).toEqual([on]);
  expect(others.map(({ reference, obstacle }) => [reference, obstacle])).toEqual([[before, 'no-quality']]);
});

const target = async () => {
  const personId = await desk.newPerson();
  return { personId, code: 'CT-CHEST', resultReference: await desk.report(personId), organisationId: 'hospital' };
};
proveCommand(recogniseResult, {
  house,
  possible: async () => ({ input: await target(), subject: desk.doctor }),
  wrongState: async () => {
    const input = await target();
    await run(desk.doctor).run(recogniseResult, input);
    return { input, subject: desk.doctor, code: 'recognition.decided-already' };
  },
  effect: async (_house, decided) => {
    expect(decided).toMatchObject({ decision: 'recognised', savedFen: 18_000, sourceOrganisationId: 'township', organisationName: '机构hospital' });
    expect(await findResource(desk.house.owner, 'Task', decided.id)).toMatchObject({ status: 'completed', focus: { reference: decided.resultReference } });
  },
});
const declined = async (change = {}) => ({ ...(await target()), reasonCode: 'changes-fast', patientInformed: true, ...change });
proveCommand(declineRecognition, {
  house,
  possible: async () => ({ input: await declined(), subject: desk.doctor }),
  wrongState: async () => ({ input: await declined({ reasonCode: 'habit' }), subject: desk.doctor, code: 'recognition.reason-unknown' }),
  effect: async (_house, decided) => expect(await findResource(desk.house.owner, 'Task', decided.id)).toMatchObject({ status: 'rejected', statusReason: { coding: [{ code: 'changes-fast' }] } }),
});
const offered = async () => {
  const { personId } = await target();
  return { personId, organisationId: 'hospital', orders: [{ reference: 'ServiceRequest/1', codes: ['CT-CHEST'] }], doctor: { reference: 'Practitioner/out', name: '外院医生' } };
};
proveCommand(offerRecognition, {
  house,
  possible: async () => ({ input: await offered(), subject: desk.doctor }),
  wrongState: async () => ({ input: { ...(await offered()), organisationId: 'clinic' }, subject: desk.stranger, code: 'platform.record-forbidden' }),
  effect: async (_house, { cards }) => expect(await desk.house.owner.query('select offer_id as id from recognition.offer where offer_id = $1', [cards[0]!.id])).toEqual([{ id: cards[0]!.id }]),
});
const card = async (): Promise<string> => (await run(desk.doctor).run(offerRecognition, await offered())).cards[0]!.id;
proveCommand(answerOffer, {
  house,
  possible: async () => ({ input: { id: await card(), outcome: 'accepted' as const }, subject: desk.doctor }),
  wrongState: async () => {
    const id = await card();
    await run(desk.doctor).run(answerOffer, { id, outcome: 'accepted' });
    return { input: { id, outcome: 'accepted' as const }, subject: desk.doctor, code: 'recognition.decided-already' };
  },
  effect: async (_house, answer) => expect(await desk.house.owner.query('select doctor_id as doctor, channel from recognition.decision where decision_id = $1', [answer.id])).toEqual([{ doctor: 'Practitioner/out', channel: 'cds-hooks' }]),
});

describe('what is found at the moment of ordering', () => {
  const check = async (personId: string, code: string) => (await run(desk.doctor).run(checkRecognition, { personId, codes: [code], organisationId: 'hospital' })).checks[0]!;

  test('the same item, an equivalent code and a panel, with picture, date and place', async () => {
    const personId = await desk.newPerson();
    const same = await desk.report(personId, { daysAgo: 2 });
    const equivalent = await desk.report(personId, { code: '24627-2', daysAgo: 5 });
    const panel = await desk.report(personId, { code: 'PANEL-BIO', daysAgo: 1 });
    const ct = await check(personId, 'CT-CHEST');
    expect(ct.candidates.map(({ reference, how }) => [reference, how])).toEqual([[same, 'item'], [equivalent, 'same']]);
    expect(ct.candidates[0]).toMatchObject({ organisationName: '机构township', conclusion: '双肺未见明显异常', ageDays: 2, picture: expect.stringContaining('/imaging/studies/1.2.3.') });
    expect((await check(personId, 'GLU')).candidates.map(({ reference, how }) => [reference, how])).toEqual([[panel, 'contains']]);
  });

  test.each([
    ['older than the window', { daysAgo: 31 }, 'too-old'], ['out of scope', { place: 'city' }, 'out-of-scope'], ['without a quality pass then', { code: 'GLU', daysAgo: 2, place: 'city' }, 'no-quality'], ['of an unknown place', { place: 'nowhere' }, 'no-place'],
  ] as const)('a result %s is shown with the obstacle and cannot be recognised', async (_title, change, obstacle) => {
    const personId = await desk.newPerson();
    const resultReference = await desk.report(personId, change);
    const code = 'code' in change ? change.code : 'CT-CHEST';
    const { candidates, others } = await check(personId, code);
    expect([candidates, others.map((each) => each.obstacle)]).toEqual([[], [obstacle]]);
    await expect(run(desk.doctor).run(recogniseResult, { personId, code, resultReference, organisationId: 'hospital' })).rejects.toMatchObject({ code: 'recognition.not-recognisable' });
  });

  test('the window includes its last day; a preliminary report is no result; an item out of the catalogue says so', async () => {
    const personId = await desk.newPerson();
    await desk.report(personId, { daysAgo: 30 });
    await desk.report(personId, { status: 'preliminary' });
    expect((await check(personId, 'CT-CHEST')).candidates).toHaveLength(1);
    expect(await check(personId, 'UNKNOWN')).toEqual({ code: 'UNKNOWN', item: null, candidates: [], others: [] });
  });

  test('a stranger sees nothing of the record', async () => {
    const { personId } = await target();
    await expect(run(desk.stranger).run(checkRecognition, { personId, codes: ['CT-CHEST'], organisationId: 'clinic' })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
  });
});

test('an order waits for the decision on the newest valid result, and for that of its own organisation only', async () => {
  const input = await target();
  const asking = { sql: desk.house.database, subject: desk.doctor, gate: gateFor(desk.doctor, desk.house.database), now: desk.house.clock.now() };
  const ask = (code: string) => findUndecidedResult(asking, { ...input, code });
  expect((await ask('CT-CHEST'))?.reference).toBe(input.resultReference);
  expect(await ask('24627-2')).toBeUndefined();
  await run(desk.doctor).run(recogniseResult, input);
  expect((await ask('CT-CHEST'))?.decision).toBe('recognised');
  await run(desk.doctor).run(declineRecognition, { ...input, reasonCode: 'condition-changed', patientInformed: true });
  expect(await ask('CT-CHEST')).toBeUndefined();
  // A newer result asks anew.
  expect((await desk.report(input.personId, { daysAgo: 1 })) === (await ask('CT-CHEST'))?.reference).toBe(true);
});

test('a report shows what it says in words and its results one by one', async () => {
  const personId = await desk.newPerson();
  const part = (id: string, code: string, more: object) => desk.write({ resourceType: 'Observation', id: `${personId}-${id}`, status: 'final', code: { coding: [{ code }], text: code }, subject: { reference: `Patient/${personId}` }, ...more });
  await part('words', '59776-5', { valueString: '右肺结节' });
  await part('number', 'NODULE-MM', { valueQuantity: { value: 7, unit: 'mm' } });
  await desk.write({
    resourceType: 'DiagnosticReport', id: `${personId}-r`, status: 'final', code: { coding: [{ code: 'CT-CHEST' }] }, subject: { reference: `Patient/${personId}` }, effectiveDateTime: `${desk.today}T00:00:00+08:00`, performer: [{ reference: 'Organization/township' }],
    result: ['words', 'number'].map((id) => ({ reference: `Observation/${personId}-${id}` })),
  });
  const { checks } = await run(desk.doctor).run(checkRecognition, { personId, codes: ['CT-CHEST'], organisationId: 'hospital' });
  expect(checks[0]!.candidates[0]).toMatchObject({ findings: '右肺结节', values: [{ name: 'NODULE-MM', value: '7 mm', flag: null }] });
});

test('an ECG shows its waveforms: by the result that the report names, by the number that both carry, or as itself; none of another order', async () => {
  const personId = await desk.newPerson();
  const [number, code] = [fresh(), fresh()];
  await run(desk.office).run(publishRecognitionItem, itemInput(desk.today, { code, kind: 'ecg' }));
  const common = { subject: { reference: `Patient/${personId}` }, status: 'final' as const, effectiveDateTime: `${desk.today}T00:00:00+08:00`, performer: [{ reference: 'Organization/township' }] };
  const wave = (id: string, identifier: string) => desk.write({
    resourceType: 'Observation', id, ...common, code: { coding: [{ system: 'http://loinc.org', code: '11524-6' }] }, identifier: [{ value: identifier }],
    component: [{ code: { text: 'II' }, valueSampledData: { origin: { value: 0 }, period: 2, dimensions: 1, data: '0 1 2' } }],
  });
  await wave(`${personId}-numbered`, number);
  await wave(`${personId}-named`, fresh());
  const report = (id: string, more: object) => desk.write({ resourceType: 'DiagnosticReport', id, ...common, code: { coding: [{ code }] }, ...more });
  await report(`${personId}-a`, { identifier: [{ value: number }] });
  await report(`${personId}-b`, { result: [{ reference: `Observation/${personId}-named` }] });
  await report(`${personId}-c`, { identifier: [{ value: fresh() }] });
  const { candidates } = (await run(desk.doctor).run(checkRecognition, { personId, codes: [code], organisationId: 'hospital' })).checks[0]!;
  expect(Object.fromEntries(candidates.map(({ reference, ecgId }) => [reference, ecgId]))).toEqual({
    [`DiagnosticReport/${personId}-a`]: `${personId}-numbered`, [`DiagnosticReport/${personId}-b`]: `${personId}-named`, [`DiagnosticReport/${personId}-c`]: null,
  });
});

test('declining needs the patient to be told, and other reasons need words', async () => {
  await expect(run(desk.doctor).run(declineRecognition, await declined({ patientInformed: false }))).rejects.toMatchObject({ code: 'recognition.patient-not-informed' });
  await expect(run(desk.doctor).run(declineRecognition, await declined({ reasonCode: 'other' }))).rejects.toMatchObject({ code: 'recognition.note-missing' });
});

test('the doctor may decide otherwise later, and the last decision counts, to the fen, as a naive count does', async () => {
  const input = await target();
  await run(desk.doctor).run(recogniseResult, input);
  const changed = await run(desk.doctor).run(declineRecognition, { ...input, reasonCode: 'condition-changed', patientInformed: true });
  expect(changed.savedFen).toBe(0);
  const statistics = await run(desk.office).run(recognitionStatistics, {});
  const { rows, total } = await run(desk.office).run(listRecognitionDecisions, { limit: 500, offset: 0 });
  const recognised = rows.filter((row) => row.decision === 'recognised');
  expect(statistics).toMatchObject({ recognised: recognised.length, declined: total - recognised.length, savedFen: recognised.reduce((sum, row) => sum + row.savedFen, 0) });
  expect(statistics.byReason.reduce((sum, each) => sum + each.declined, 0)).toBe(statistics.declined);
  expect(statistics.byDoctor.reduce((sum, each) => sum + each.savedFen, 0)).toBe(statistics.savedFen);
  expect(rows.find(({ personId }) => personId === input.personId)).toMatchObject({ decision: 'declined', reasonCode: 'condition-changed' });
});
