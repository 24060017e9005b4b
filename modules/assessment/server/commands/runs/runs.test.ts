import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { exact, sumOf, toDecimal, ZERO } from '#platform/kernel/decimal.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { adoptScheme, draftScheme, getScheme, retireScheme } from '../../../contract/schemes.ts';
import {
  appealScore, cancelAssessment, decideScoreAppeal, enterAssessmentValue, eventScoresFrozen, exportAssessment, finaliseAssessment, freezeAssessmentInputs, freezeScores, getAssessment, listScoreUses, openAssessment, publishAssessment,
  recordScoreUse, reopenAssessment, scoreAssessment, type AssessmentRun, type MemberScoreRow,
} from '../../../contract/runs.ts';
import { openAssessmentDesk, PERIOD, type AssessmentDesk } from '../fixture/desk.ts';

const VALUES: readonly (readonly [string, string, string, number, number])[] = [
  ['A01', 'lead', PERIOD, 75, 100], ['A01', 'town-a', PERIOD, 865, 1000], ['A01', 'town-b', PERIOD, 6, 10],
  ['Y14', 'lead', PERIOD, 80, 10], ['Y14', 'town-a', PERIOD, 60, 10], ['Y14', 'town-b', PERIOD, 70, 10],
  ['Y15', 'lead', PERIOD, 42, 100], ['Y15', 'lead', '2026-08', 40, 100], ['Y15', 'town-a', PERIOD, 55, 100], ['Y15', 'town-a', '2026-08', 50, 100],
];
let desk: AssessmentDesk;
beforeAll(async () => {
  desk = await openAssessmentDesk({
    modules: [indicatorsModule],
    seed: async ({ owner }) => {
      for (const row of VALUES) await owner.query("insert into indicators.cell (indicator_id, organisation_id, month, numerator, denominator, cases, definition_version, computed_at) values ($1, $2, $3, $4, $5, 1, 'x', now())", row);
    },
  });
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;
const scoresOf = async (id: string, revision?: number): Promise<MemberScoreRow[]> => (await desk.house.as(desk.office).run(getAssessment, { id, ...(revision ? { revision } : {}) })).scores;
const reason = '核对无误';
const file = async (id: string) => desk.house.as(desk.member).run(appealScore, { id, organisationId: 'town-a', itemId: 'A1', claimedValue: '90', reason: '漏计三例', evidence: '转诊单三份' });

proveCommand(draftScheme, {
  house,
  possible: async () => ({ input: { text: desk.text() }, subject: desk.office }),
  wrongState: async () => ({ input: { text: desk.text().replace('weight: 15', 'weight: 14') }, subject: desk.office, code: 'assessment.scheme-faulty' }),
  effect: async (_, answer) => expect(await desk.house.as(desk.office).run(getScheme, { id: answer.id })).toMatchObject({ scheme: { state: 'draft', items: 8, groups: 2 }, content: { version: '2026.1' } }),
});
proveCommand(adoptScheme, {
  house,
  possible: async () => ({ input: { id: (await desk.house.as(desk.office).run(draftScheme, { text: desk.text() })).id, reason }, subject: desk.second }),
  wrongState: async () => ({ input: { id: (await desk.house.as(desk.office).run(draftScheme, { text: desk.text() })).id, reason }, subject: desk.office, code: 'assessment.same-person' }),
  effect: async (_, answer) => expect(answer.state).toBe('adopted'),
});
proveCommand(retireScheme, {
  house,
  possible: async () => ({ input: { id: (await desk.scheme()).id, reason }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await desk.scheme();
    await desk.house.as(desk.office).run(retireScheme, { id, reason });
    return { input: { id, reason }, subject: desk.office, code: 'assessment.wrong-state' };
  },
  effect: async (_, answer) => expect(answer.state).toBe('retired'),
});
proveCommand(openAssessment, {
  house,
  possible: async () => ({ input: { schemeId: (await desk.scheme()).id, period: PERIOD }, subject: desk.office }),
  wrongState: async () => ({ input: { schemeId: (await desk.scheme()).id, period: '2026' }, subject: desk.office, code: 'assessment.period-shape' }),
  effect: async (_, answer) => expect((await desk.house.as(desk.office).run(getAssessment, { id: answer.id })).members).toMatchObject([{ organisationId: 'lead', groupId: 'hospital' }, { organisationId: 'town-a', groupId: 'township' }, { organisationId: 'town-b', groupId: 'township' }]),
});
proveCommand(enterAssessmentValue, {
  house,
  possible: async () => ({ input: { id: (await desk.run()).id, organisationId: 'lead', itemId: 'A3', value: '88', evidence: '签约系统截图' }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.frozenInputs()).id, organisationId: 'lead', itemId: 'A3', value: '88', evidence: '签约系统截图' }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer, { id }) => expect((await desk.house.as(desk.office).run(getAssessment, { id })).manual.find(({ organisationId, itemId }) => organisationId === 'lead' && itemId === 'A3')).toMatchObject({ value: answer.value }),
});
proveCommand(freezeAssessmentInputs, {
  house,
  possible: async () => ({ input: { id: (await desk.run()).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.frozenInputs()).id }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'inputs-frozen', revision: 0 }),
});
proveCommand(scoreAssessment, {
  house,
  possible: async () => ({ input: { id: (await desk.frozenInputs()).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.run()).id }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => {
    const scores = await scoresOf(answer.id);
    // 17.67 + 20 (best of two) + 20 + 12.5 + 15 (up 10 %) for town-a; its cases do not count for the hospital above it.
    expect(scores.map(({ organisationId, total, rank }) => [organisationId, total, rank])).toEqual([['lead', '78.13', 1], ['town-a', '85.17', 1], ['town-b', '32.50', 2]]);
    expect(scores[1]!.parts.find(({ itemId }) => itemId === 'A1')).toMatchObject({ points: '17.67', input: { value: '86.5', numerator: '865', denominator: '1000', indicatorId: 'A01', definitionVersion: '2024.1', source: 'indicator' } });
    for (const { parts, total } of scores) expect(toDecimal(sumOf(parts.map(({ points }) => (points === null ? ZERO : exact(points)))), 2)).toBe(total);
  },
});
proveCommand(reopenAssessment, {
  house,
  possible: async () => ({ input: { id: (await desk.scored()).id, reason }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.published()).id, reason }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('draft'),
});
proveCommand(cancelAssessment, {
  house,
  possible: async () => ({ input: { id: (await desk.run()).id, reason }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.published()).id, reason }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('cancelled'),
});
proveCommand(publishAssessment, {
  house,
  possible: async () => ({ input: { id: (await desk.scored()).id, documentNumber: '示医共体〔2026〕1号', appealDays: 10 }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.frozenInputs()).id, documentNumber: '示医共体〔2026〕1号', appealDays: 10 }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'published', appealUntil: '2026-11-12' });
    const seen = await desk.house.as(desk.member).run(getAssessment, { id: answer.id });
    expect(seen.scores.map(({ organisationId, parts }) => [organisationId, parts.length > 0])).toEqual([['lead', false], ['town-a', true], ['town-b', false]]);
    expect([seen.manual, seen.history]).toEqual([[], []]);
  },
});
proveCommand(appealScore, {
  house,
  possible: async () => ({ input: { id: (await desk.published()).id, organisationId: 'town-a', itemId: 'A1', claimedValue: '90', reason: '漏计三例', evidence: '转诊单三份' }, subject: desk.member }),
  wrongState: async () => ({ input: { id: (await desk.scored()).id, organisationId: 'town-a', itemId: 'A1', claimedValue: '90', reason: '漏计三例', evidence: '转诊单三份' }, subject: desk.member, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'filed', answerUntil: '2026-11-17', totalBefore: null }),
});
proveCommand(decideScoreAppeal, {
  house,
  possible: async () => ({ input: { id: (await file((await desk.published()).id)).id, outcome: 'uphold' as const, grantedValue: '90', reason: '核实漏计' }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await file((await desk.published()).id);
    await desk.house.as(desk.office).run(decideScoreAppeal, { id, outcome: 'reject', reason: '证据不足' });
    return { input: { id, outcome: 'uphold' as const, grantedValue: '90', reason: '再议' }, subject: desk.office, code: 'assessment.wrong-state' };
  },
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'upheld', totalBefore: '85.17', totalAfter: '87.50', grantedValue: '90' });
    const [before, now] = [await scoresOf(answer.runId, 1), await scoresOf(answer.runId)];
    expect(before.find(({ organisationId }) => organisationId === 'town-a')).toMatchObject({ total: '85.17' });
    expect(now.find(({ organisationId }) => organisationId === 'town-a')).toMatchObject({ total: '87.50', firstTotal: '85.17' });
    expect(now.find(({ organisationId }) => organisationId === 'lead')).toMatchObject({ firstTotal: null });
  },
});
proveCommand(finaliseAssessment, {
  house,
  possible: async () => {
    const { id } = await desk.published();
    await desk.house.owner.query("update assessment.run set appeal_until = '2026-11-01' where run_id = $1", [id]);
    return { input: { id, reason }, subject: desk.office };
  },
  wrongState: async () => ({ input: { id: (await desk.published()).id, reason }, subject: desk.office, code: 'assessment.appeal-time-runs' }),
  effect: async (_, answer) => expect(answer.state).toBe('final'),
});
proveCommand(freezeScores, {
  house,
  possible: async () => ({ input: { id: (await desk.final()).id, reason }, subject: desk.second }),
  wrongState: async () => ({ input: { id: (await desk.final()).id, reason }, subject: desk.office, code: 'assessment.same-person' }),
  effect: async (_, answer: AssessmentRun) => {
    const [row] = await desk.house.owner.query<{ payload: unknown }>("select payload from events.outbox where name = 'assessment.scores-frozen' and payload ->> 'runId' = $1", [answer.id]);
    expect(eventScoresFrozen.parse(row!.payload)).toMatchObject({ schemeId: answer.schemeId, period: PERIOD, full: '100', scores: [{ organisationId: 'lead', score: '78.13' }, { organisationId: 'town-a', score: '85.17' }, { organisationId: 'town-b', score: '32.50' }] });
  },
});
proveCommand(recordScoreUse, {
  house,
  possible: async () => ({ input: { id: (await desk.house.as(desk.second).run(freezeScores, { id: (await desk.final()).id, reason })).id, organisationId: 'town-a', purpose: 'payment' as const, documentNumber: '示医保〔2027〕1号', about: '结余分配', usedOn: '2026-11-01' }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.final()).id, organisationId: 'town-a', purpose: 'payment' as const, documentNumber: '示医保〔2027〕1号', about: '结余分配', usedOn: '2026-11-01' }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect((await desk.house.as(desk.member).run(listScoreUses, { limit: 50, offset: 0, runId: answer.runId })).rows).toMatchObject([{ score: '85.17', purpose: 'payment' }]),
});

describe('an assessment', () => {
  it('keeps its frozen inputs when an indicator changes afterwards', async () => {
    const { id } = await desk.frozenInputs();
    await desk.house.owner.query("update indicators.cell set numerator = 1 where indicator_id = 'A01' and organisation_id = 'town-a'");
    await desk.house.as(desk.office).run(scoreAssessment, { id });
    await desk.house.owner.query("update indicators.cell set numerator = 865 where indicator_id = 'A01' and organisation_id = 'town-a'");
    expect((await scoresOf(id)).find(({ organisationId }) => organisationId === 'town-a')).toMatchObject({ total: '85.17' });
  });
  it('is no one else’s before it is published, and no appeal is late or for another', async () => {
    const { id } = await desk.scored();
    await expect(desk.house.as(desk.member).run(getAssessment, { id })).rejects.toMatchObject({ code: 'assessment.unknown' });
    const { id: open } = await desk.published();
    await expect(desk.house.as(desk.member).run(appealScore, { id: open, organisationId: 'town-b', itemId: 'A1', claimedValue: '1', reason, evidence: reason })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await desk.house.owner.query("update assessment.run set appeal_until = '2026-11-01' where run_id = $1", [open]);
    await expect(file(open)).rejects.toMatchObject({ code: 'assessment.appeal-too-late' });
  });
  it('waits for the end of its period, and prints', async () => {
    const { id } = await desk.house.as(desk.office).run(openAssessment, { schemeId: (await desk.scheme()).id, period: '2026-11' });
    await expect(desk.house.as(desk.office).run(freezeAssessmentInputs, { id })).rejects.toMatchObject({ code: 'assessment.period-not-over' });
    const { contentBase64 } = await desk.house.as(desk.member).run(exportAssessment, { id: (await desk.published()).id, form: 'sheet' });
    expect(Buffer.from(contentBase64, 'base64').subarray(0, 2).toString()).toBe('PK');
  });
});
