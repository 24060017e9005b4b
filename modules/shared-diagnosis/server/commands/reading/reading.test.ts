import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { revokeReaderPermit, listReaderPermits } from '../../../contract/centres.ts';
import { getDiagnosisOrder, listOwnReports } from '../../../contract/orders.ts';
import {
  acknowledgeReport, amendReport, answerConsult, claimDiagnosis, confirmReport, consultUpward, issueEmergencyReport, issueReport, releaseDiagnosis, retireTemplate, saveTemplate, sendBackReport, writePreliminary,
} from '../../../contract/reading.ts';
import { findReport, listReports } from '../../store/reports.ts';
import { CONTENT, emergencyIssued, openDesk, type Desk } from '../fixture/desk.ts';
import { expectStanding, problemOf } from '../fixture/standing.ts';
import { PLACES } from '../fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());
const house = () => desk.house;
const MINUTE = 60_000;

proveCommand(claimDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('waiting') }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('preliminary') }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'reading', task: 'in-progress', actions: 4 });
    expect(card).toMatchObject({ claimedBy: 'reader-1', mine: true, claimUntil: new Date(desk.house.clock.now().getTime() + 30 * MINUTE).toISOString() });
  },
});

proveCommand(releaseDiagnosis, {
  house,
  possible: async () => ({ input: { id: await desk.at('reading') }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('waiting') }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'waiting', task: 'ready', actions: 5 }),
});

proveCommand(consultUpward, {
  house,
  possible: async () => ({ input: { id: await desk.at('reading'), organisationId: PLACES.city, question: '结节性质' }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('waiting'), organisationId: PLACES.city, question: '结节性质' }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'consulting', task: 'in-progress', actions: 5 });
    expect((await desk.run(desk.cityReader)(getDiagnosisOrder, { id: card.id })).consultOrganisationName).toBe('示例市中心医院');
  },
});

proveCommand(answerConsult, {
  house,
  possible: async () => ({ input: { id: await desk.at('consulting'), opinion: '考虑良性，三月复查' }, subject: desk.cityReader }),
  wrongState: async () => {
    const id = await desk.at('consulting');
    await desk.run(desk.cityReader)(answerConsult, { id, opinion: '良性' });
    return { input: { id, opinion: '再答' }, subject: desk.cityReader, code: 'shared-diagnosis.wrong-state' };
  },
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'reading', task: 'in-progress', actions: 6 });
    expect(card.claimedBy).toBe('reader-1');
  },
});

proveCommand(writePreliminary, {
  house,
  possible: async () => ({ input: { id: await desk.at('reading'), ...CONTENT }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('waiting'), ...CONTENT }, subject: desk.reader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'preliminary', task: 'in-progress', actions: 5, report: 'preliminary' });
    const report = await findResource(desk.house.database, 'DiagnosticReport', card.id);
    expect(report).toMatchObject({ conclusion: CONTENT.impression, basedOn: [{ reference: `ServiceRequest/${card.id}` }], performer: [{ reference: `Organization/${PLACES.hospital}` }] });
    expect(report?.imagingStudy?.[0]?.identifier).toMatchObject({ system: 'urn:dicom:uid' });
    expect((await findResource(desk.house.database, 'Observation', `${card.id}.findings`))?.valueString).toBe(CONTENT.findings);
    expect((await desk.run(desk.township)(getDiagnosisOrder, { id: card.id })).reports).toEqual([]);
  },
});

proveCommand(sendBackReport, {
  house,
  possible: async () => ({ input: { id: await desk.at('preliminary'), note: '请描述纵隔' }, subject: desk.reviewer }),
  wrongState: async () => ({ input: { id: await desk.at('issued'), note: '请描述纵隔' }, subject: desk.reviewer, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'reading', task: 'in-progress', actions: 6, report: 'preliminary' }),
});

proveCommand(issueReport, {
  house,
  possible: async () => ({ input: { id: await desk.at('preliminary'), findings: '', impression: '', measurements: [], positive: false }, subject: desk.reviewer }),
  wrongState: async () => ({ input: { id: await desk.at('reading'), ...CONTENT }, subject: desk.reviewer, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'issued', task: 'completed', actions: 6, report: 'final' });
    expect(await findReport(desk.house.database, card.id)).toMatchObject({ status: 'final', impression: CONTENT.impression, authorId: 'reader-1', reviewerId: 'reviewer-1' });
    const charges = await desk.house.owner.query<Record<string, unknown>>('select owner_organisation_id as centre, performing_organisation_id as site, total_fen as total, performed_fen + reported_fen + consortium_fen as sum from shared_diagnosis.charge where order_id = $1', [card.id]);
    expect(charges).toEqual([{ centre: PLACES.hospital, site: PLACES.township, total: 8001, sum: 8001 }]);
  },
});

proveCommand(issueEmergencyReport, {
  house,
  possible: async () => ({ input: { id: await desk.at('reading', { priority: 'emergency' }), ...CONTENT }, subject: desk.reader }),
  wrongState: async () => ({ input: { id: await desk.at('reading'), ...CONTENT }, subject: desk.reader, code: 'shared-diagnosis.not-an-emergency' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'issued', task: 'completed', actions: 5, report: 'final' });
    expect(card.reviewDueAt).toBe(new Date(desk.house.clock.now().getTime() + 24 * 60 * MINUTE).toISOString());
  },
});

proveCommand(confirmReport, {
  house,
  possible: async () => ({ input: { id: await emergencyIssued(desk) }, subject: desk.reviewer }),
  wrongState: async () => ({ input: { id: await desk.at('issued') }, subject: desk.reviewer, code: 'shared-diagnosis.nothing-to-confirm' }),
  effect: async (_house, card) => {
    expect(card).toMatchObject({ reviewDueAt: null, reviewerName: '测试人员', reportVersion: 2 });
    await expectStanding(desk, card.id, { state: 'issued', task: 'completed', actions: 6, report: 'final' });
  },
});

proveCommand(amendReport, {
  house,
  possible: async () => ({ input: { id: await desk.at('acknowledged'), ...CONTENT, impression: '右肺上叶结节', kind: 'corrected' as const, reason: '复核发现' }, subject: desk.reviewer }),
  wrongState: async () => ({ input: { id: await desk.at('preliminary'), ...CONTENT, kind: 'corrected' as const, reason: '复核发现' }, subject: desk.reviewer, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, card) => {
    await expectStanding(desk, card.id, { state: 'amended', task: 'completed', actions: 8, report: 'corrected' });
    expect((await listReports(desk.house.database, card.id)).map((each) => [each.reportVersion, each.status, each.reason])).toEqual([[3, 'corrected', '复核发现'], [2, 'final', null], [1, 'preliminary', null]]);
    expect((await findResource(desk.house.database, 'Observation', `${card.id}.findings`))?.status).toBe('corrected');
  },
});

proveCommand(acknowledgeReport, {
  house,
  possible: async () => ({ input: { id: await desk.at('amended') }, subject: desk.township }),
  wrongState: async () => ({ input: { id: await desk.at('preliminary') }, subject: desk.township, code: 'shared-diagnosis.wrong-state' }),
  effect: (_house, card) => expectStanding(desk, card.id, { state: 'acknowledged', task: 'completed', actions: 8, report: 'corrected' }),
});

const template = { purpose: 'template' as const, scope: 'organisation' as const, kind: 'imaging' as const, modality: 'CT' as const, title: '胸部结节', findings: '右肺见结节', impression: '肺结节', positive: true,
  fields: [{ code: 'NODULE-MM', title: '结节长径', unit: 'mm', low: 0, high: 5, least: 0, most: 300, required: true }] };

proveCommand(saveTemplate, {
  house,
  possible: async () => ({ input: template, subject: desk.reader }),
  wrongState: async () => {
    const { id } = await desk.run(desk.reader)(saveTemplate, template);
    await desk.run(desk.reader)(retireTemplate, { id });
    return { input: { ...template, id }, subject: desk.reader, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, saved) => expect(saved).toMatchObject({ version: 1, scope: 'organisation', fields: template.fields }),
});

proveCommand(retireTemplate, {
  house,
  possible: async () => ({ input: { id: (await desk.run(desk.reader)(saveTemplate, template)).id }, subject: desk.reader }),
  wrongState: async () => {
    const { id } = await desk.run(desk.reader)(saveTemplate, template);
    await desk.run(desk.reader)(retireTemplate, { id });
    return { input: { id }, subject: desk.reader, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, { id }) => expect(await desk.house.owner.query('select retired_at is not null as retired from shared_diagnosis.template where template_id = $1', [id])).toEqual([{ retired: true }]),
});

test('of many claims at once exactly one wins', async () => {
  const id = await desk.at('waiting');
  const readers = [desk.reader, desk.otherReader, desk.reviewer];
  const outcomes = await Promise.all(Array.from({ length: 18 }, (_, index) => problemOf(desk.run(readers[index % 3]!)(claimDiagnosis, { id }))));
  const { claimedBy } = await desk.run(desk.reader)(getDiagnosisOrder, { id });
  // The winner's own further claims only prolong its lock.
  outcomes.forEach((outcome, index) => expect(outcome).toBe(readers[index % 3]!.id === claimedBy ? 'it was allowed' : 'shared-diagnosis.claimed'));
});

test('a lock that ended is free for another reader, and its old holder writes nothing any more', async () => {
  const id = await desk.at('reading');
  const now = desk.house.clock.now();
  expect(await problemOf(desk.run(desk.otherReader)(claimDiagnosis, { id }))).toBe('shared-diagnosis.claimed');
  desk.house.clock.advance(31 * MINUTE);
  expect(await problemOf(desk.run(desk.reader)(writePreliminary, { id, ...CONTENT }))).toBe('shared-diagnosis.not-yours');
  expect(await desk.run(desk.otherReader)(claimDiagnosis, { id })).toMatchObject({ claimedBy: 'reader-2' });
  expect(await problemOf(desk.run(desk.reader)(writePreliminary, { id, ...CONTENT }))).toBe('shared-diagnosis.not-yours');
  desk.house.clock.set(now);
});

test('a reader without a permit claims nothing, a reader reviews nothing, and nobody reviews the own report', async () => {
  const nobody = await desk.house.subject({ roles: ['diagnostic-reader'], organisationId: PLACES.hospital, id: 'no-permit', fhirReference: 'Practitioner/no-permit' });
  expect(await problemOf(desk.run(nobody)(claimDiagnosis, { id: await desk.at('waiting') }))).toBe('shared-diagnosis.no-permit');
  const id = await desk.at('preliminary');
  expect(await problemOf(desk.run(desk.otherReader)(issueReport, { id, ...CONTENT }))).toBe('shared-diagnosis.no-reviewer-permit');
  const own = await desk.at('waiting');
  await desk.run(desk.reviewer)(claimDiagnosis, { id: own });
  await desk.run(desk.reviewer)(writePreliminary, { id: own, ...CONTENT });
  expect(await problemOf(desk.run(desk.reviewer)(issueReport, { id: own, ...CONTENT }))).toBe('shared-diagnosis.same-person');
  expect(await problemOf(desk.run(desk.reviewer)(sendBackReport, { id: own, note: '自己退回' }))).toBe('shared-diagnosis.same-person');
});

test('a permit that ended yesterday reads nothing today', async () => {
  const held = await desk.run(desk.office)(listReaderPermits, { kind: 'ecg', limit: 50, offset: 0 });
  const permit = held.rows.find((row) => row.readerId === 'reader-2')!;
  const yesterday = new Date(desk.house.clock.now().getTime() - 24 * 60 * MINUTE).toISOString().slice(0, 10);
  await desk.run(desk.office)(revokeReaderPermit, { id: permit.id, validUntil: yesterday, reason: '离岗' });
  const id = await desk.at('waiting', { kind: 'ecg', modality: 'ECG', itemCode: 'ECG12', itemName: '心电图' });
  expect(await problemOf(desk.run(desk.otherReader)(claimDiagnosis, { id }))).toBe('shared-diagnosis.no-permit');
});

test('measurements follow the template, and a value that a correction takes back is entered in error', async () => {
  const saved = await desk.run(desk.reader)(saveTemplate, { ...template, fields: [...template.fields, { code: 'DENSITY', title: '密度', unit: '{HU}', required: false }] });
  const id = await desk.at('reading');
  const withValues = (measurements: { code: string; value: number }[]) => ({ id, ...CONTENT, templateId: saved.id, measurements });
  for (const wrong of [[], [{ code: 'NODULE-MM', value: 900 }], [{ code: 'NODULE-MM', value: 4 }, { code: 'OTHER', value: 1 }], [{ code: 'NODULE-MM', value: 4 }, { code: 'NODULE-MM', value: 5 }]]) {
    expect(await problemOf(desk.run(desk.reader)(writePreliminary, withValues(wrong)))).toBe('shared-diagnosis.measurement-invalid');
  }
  await desk.run(desk.reader)(writePreliminary, withValues([{ code: 'NODULE-MM', value: 6 }, { code: 'DENSITY', value: 35 }]));
  await desk.run(desk.reviewer)(issueReport, { id, findings: '', impression: '', measurements: [], positive: true });
  const nodule = await findResource(desk.house.database, 'Observation', `${id}.NODULE-MM`);
  expect(nodule).toMatchObject({ status: 'final', valueQuantity: { value: 6, code: 'mm' }, referenceRange: [{ high: { value: 5 } }] });
  await desk.run(desk.reviewer)(amendReport, { ...withValues([{ code: 'NODULE-MM', value: 7 }]), findings: '结节 7 毫米', kind: 'corrected', reason: '测量更正' });
  expect((await findResource(desk.house.database, 'Observation', `${id}.NODULE-MM`))?.valueQuantity?.value).toBe(7);
  expect((await findResource(desk.house.database, 'Observation', `${id}.DENSITY`))?.status).toBe('entered-in-error');
  expect((await findResource(desk.house.database, 'DiagnosticReport', id))?.result?.map((each) => each.reference)).toEqual([`Observation/${id}.findings`, `Observation/${id}.NODULE-MM`]);
});

test('two reviewers at once: one issues, the report is charged once', async () => {
  const id = await desk.at('preliminary');
  const outcomes = await Promise.all([desk.reviewer, desk.reviewer, desk.reviewer].map((subject) => problemOf(desk.run(subject)(issueReport, { id, ...CONTENT }))));
  expect(outcomes.sort()).toEqual(['it was allowed', 'shared-diagnosis.wrong-state', 'shared-diagnosis.wrong-state']);
  expect(await desk.house.owner.query('select count(*) as total from shared_diagnosis.charge where order_id = $1', [id])).toEqual([{ total: 1 }]);
});

test('a version that changed meanwhile is told, and an empty report is refused', async () => {
  const id = await desk.at('reading');
  expect(await problemOf(desk.run(desk.reader)(writePreliminary, { id, version: 1, ...CONTENT }))).toBe('shared-diagnosis.changed-meanwhile');
  expect(await problemOf(desk.run(desk.reader)(writePreliminary, { id, ...CONTENT, impression: '' }))).toBe('shared-diagnosis.report-empty');
});

test('the resident reads the issued report in plain words and no preliminary one', async () => {
  const id = await desk.at('preliminary');
  const { personId } = await desk.run(desk.reader)(getDiagnosisOrder, { id });
  const resident = desk.house.resident(personId);
  expect((await desk.run(resident)(listOwnReports, {})).reports).toMatchObject([{ id, impression: null, findings: null }]);
  await desk.run(desk.reviewer)(issueReport, { id, ...CONTENT });
  expect((await desk.run(resident)(listOwnReports, {})).reports).toMatchObject([{ id, impression: CONTENT.impression, reportedBy: '示例县人民医院', performedBy: '柳林镇卫生院' }]);
});

test('the promise that ran out is told three times and no more', async () => {
  const id = await desk.at('waiting', { priority: 'emergency' });
  const now = desk.house.clock.now();
  for (const minutes of [29, 31, 32, 61, 91, 200]) {
    desk.house.clock.set(new Date(now.getTime() + minutes * MINUTE));
    await desk.house.runJob('shared-diagnosis.escalate-overdue');
  }
  desk.house.clock.set(now);
  const { escalationLevel, steps } = await desk.run(desk.reader)(getDiagnosisOrder, { id });
  expect([escalationLevel, steps.filter((step) => step.action === 'escalate').length]).toEqual([3, 3]);
});
