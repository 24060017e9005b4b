import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { randomBytes } from 'node:crypto';
import { runTask } from '#platform/jobs/task.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { Figure } from '../../../contract/words.ts';
import { cancelRun, confirmRun, decideAppeal, fileAppeal, getSettlementCase, getRun, getRunReport, listAppeals, listSettlementCases, listRuns, loadSettlementCases, runAdvance, startClearing, type Run } from '../../../contract/runs.ts';
import { auditYear } from '#tests/conformance/settlement/naive-auditor.ts';
import { FORMULA_BOOK } from '../../rules/formulas/book.ts';
import { CONTENT, openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';
import { clearingTask } from './clearing-task.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const page = { limit: 500, offset: 0 };
const row = (more: Record<string, unknown> = {}) => ({ case: `N${desk.next()}`, institution: 'lead', group: 'G1', cost: '5000.00', patientPaid: '1000.00', admitted: '2026-02-01', discharged: '2026-02-08', ...more });

async function cleared(content?: Record<string, unknown>): Promise<Run> {
  const pack = await desk.packWithCases(content);
  const run = await desk.house.as(desk.bureau).run(startClearing, { packId: pack.id });
  const state = await runTask({ database: desk.house.database, clock: desk.house.clock, ids: timeOrderedIds(desk.house.clock, randomBytes) }, clearingTask, run.taskId!);
  expect(state).toBe('done');
  return (await desk.house.as(desk.bureau).run(getRun, { id: run.id })).run;
}
const confirmed = async (): Promise<Run> => desk.house.as(desk.bureau).run(confirmRun, { id: (await cleared()).id, documentNumber: '示医保〔2027〕1号', reason: '核对无误' });
const valueOf = (figures: readonly Figure[], name: string, organisationId: string | null): string | undefined => figures.find((each) => each.name === name && each.organisationId === organisationId)?.value;

proveCommand(loadSettlementCases, {
  house,
  possible: async () => ({ input: { id: (await desk.newPack()).id, rows: [row(), row({ cost: '-5' })] }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.newPack({ groups: [] })).id, rows: [row()] }, subject: desk.office, code: 'payment.pending-local-parameters' }),
  effect: async (_, answer, input) => {
    expect(answer.loaded).toBe(1);
    expect(answer.refused).toMatchObject([{ row: 1, path: 'cost' }]);
    expect((await desk.house.as(desk.office).run(listSettlementCases, { ...page, packId: input.id })).rows).toMatchObject([{ band: 'normal', score: '500.0000', finalScore: '500.0000' }]);
  },
});
proveCommand(runAdvance, {
  house,
  possible: async () => ({ input: { packId: (await desk.packWithCases()).id, month: '2026-01' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { packId: (await desk.packWithCases()).id, month: '2026-09' }, subject: desk.bureau, code: 'payment.no-cases' }),
  effect: async (_, answer) => {
    const { figures } = await desk.house.as(desk.bureau).run(getRun, { id: answer.id });
    const advance = figures.find(({ name, organisationId }) => name === 'advance' && organisationId === 'town-a')!;
    expect(advance).toMatchObject({ formula: 'monthly_advance', inputs: { rate: '9.5000', advance_share: '0.9' }, packVersion: '2026.1' });
    // (300 + 300 + 300) × 9.5 − 1660 = 6890; 0.9 of it.
    expect(advance.value).toBe('6201.00');
  },
});
proveCommand(startClearing, {
  house,
  possible: async () => ({ input: { packId: (await desk.packWithCases()).id }, subject: desk.bureau }),
  wrongState: async () => ({ input: { packId: (await desk.newPack()).id }, subject: desk.bureau, code: 'payment.no-cases' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'running', casesTotal: 7, casesDone: 0 }),
});
proveCommand(cancelRun, {
  house,
  possible: async () => ({ input: { id: (await cleared()).id, reason: '参数有误' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { id: (await confirmed()).id, reason: '作废' }, subject: desk.bureau, code: 'payment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('cancelled'),
});
proveCommand(confirmRun, {
  house,
  possible: async () => ({ input: { id: (await cleared()).id, documentNumber: '示医保〔2027〕2号', reason: '核对无误' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { id: (await cleared({ fund_total: undefined })).id, documentNumber: '示医保〔2027〕3号', reason: '公布' }, subject: desk.bureau, code: 'payment.pending-local-parameters' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'confirmed', appealUntil: '2026-11-17' }),
});
proveCommand(fileAppeal, {
  house,
  possible: async () => ({ input: { id: (await confirmed()).id, organisationId: 'town-a', claimedFen: 120_000, reason: '三例编码有误' }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await cleared()).id, organisationId: 'town-a', claimedFen: 1, reason: '未公布时申诉' }, subject: desk.office, code: 'payment.wrong-state' }),
  effect: async (_, answer) => expect((await desk.house.as(desk.bureau).run(listAppeals, { ...page, runId: answer.runId })).rows).toMatchObject([{ state: 'filed', answerUntil: '2026-11-17' }]),
});
proveCommand(decideAppeal, {
  house,
  possible: async () => {
    const { id } = await desk.house.as(desk.office).run(fileAppeal, { id: (await confirmed()).id, organisationId: 'lead', claimedFen: 5000, reason: '申诉' });
    return { input: { id, outcome: 'uphold' as const, grantedFen: 4000, reason: '部分采纳' }, subject: desk.bureau };
  },
  wrongState: async () => {
    const { id } = await desk.house.as(desk.office).run(fileAppeal, { id: (await confirmed()).id, organisationId: 'lead', claimedFen: 5000, reason: '申诉' });
    await desk.house.as(desk.bureau).run(decideAppeal, { id, outcome: 'reject', grantedFen: 0, reason: '不采纳' });
    return { input: { id, outcome: 'uphold' as const, grantedFen: 1, reason: '再议' }, subject: desk.bureau, code: 'payment.wrong-state' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'upheld', grantedFen: 4000, decision: '部分采纳' }),
});

describe('a clearing', () => {
  it('agrees with the naive auditor, and every number is made again by its formula from its inputs', async () => {
    const run = await cleared();
    const { figures } = await desk.house.as(desk.bureau).run(getRun, { id: run.id });
    const { rows } = await desk.house.as(desk.bureau).run(listSettlementCases, { ...page, packId: run.packId });
    // G2 is a primary-level group: for the auditor its price is that of a coefficient of 1.
    const cases = rows.map((each) => ({ institution: each.organisationId, group: `${each.groupCode}@${each.organisationId}`, cost: (each.costFen / 100).toFixed(2), patientPaid: (each.patientPaidFen / 100).toFixed(2) }));
    const groups = CONTENT.groups.flatMap((each) => CONTENT.institutions.map(({ institution, coefficient }) => {
      const factor = 'primary' in each ? 1 / Number(coefficient) : 1;
      return { group: `${each.group}@${institution}`, average: (Number(each.average) * factor).toFixed(4), rw: (Number(each.rw) * factor).toFixed(4) };
    }));
    const audited = auditYear(cases, { parameters: CONTENT.parameters, groups, institutions: CONTENT.institutions, fund_total: CONTENT.fund_total });
    expect(valueOf(figures, 'pointValue', null)).toBe(audited.pointValue);
    expect(valueOf(figures, 'totalScore', null)).toBe(audited.totalScore);
    for (const [institution, due] of Object.entries(audited.due)) expect([institution, valueOf(figures, 'due', institution)]).toEqual([institution, due]);
    for (const figure of figures) expect([figure.name, FORMULA_BOOK.has(figure.formula), figure.packVersion]).toEqual([figure.name, true, '2026.1']);
  });

  it('without the fund of the year is pending, names what is missing and invents no amount', async () => {
    const run = await cleared({ fund_total: undefined });
    expect(run).toMatchObject({ state: 'prepared', status: 'PENDING_LOCAL_PARAMETERS', missing: ['fund_total'] });
    const { figures } = await desk.house.as(desk.bureau).run(getRun, { id: run.id });
    expect(figures.map(({ name }) => name)).not.toContain('due');
  });

  it('that is cancelled while it runs ends at its next slice without a number', async () => {
    const pack = await desk.packWithCases();
    const run = await desk.house.as(desk.bureau).run(startClearing, { packId: pack.id });
    await desk.house.as(desk.bureau).run(cancelRun, { id: run.id, reason: '停止' });
    await runTask({ database: desk.house.database, clock: desk.house.clock, ids: timeOrderedIds(desk.house.clock, randomBytes) }, clearingTask, run.taskId!);
    const after = await desk.house.as(desk.bureau).run(getRun, { id: run.id });
    expect([after.run.state, after.figures]).toEqual(['cancelled', []]);
    await expect(desk.house.as(desk.bureau).run(startClearing, { packId: pack.id })).resolves.toMatchObject({ state: 'running' });
  });

  it('is seen by the office only once published, and only its own institutions', async () => {
    const run = await cleared();
    await expect(desk.house.as(desk.office).run(getRun, { id: run.id })).rejects.toMatchObject({ code: 'payment.unknown' });
    await desk.house.as(desk.bureau).run(confirmRun, { id: run.id, documentNumber: '示医保〔2027〕9号', reason: '公布' });
    const township = await desk.house.subject({ roles: ['insurance-office'], organisationId: 'town-a' });
    const { figures } = await desk.house.as(township).run(getRun, { id: run.id });
    expect([...new Set(figures.map(({ organisationId }) => organisationId))]).toEqual([null, 'town-a']);
    expect((await desk.house.as(township).run(listRuns, page)).rows.map(({ id }) => id)).toContain(run.id);
    const other = await desk.house.subject({ roles: ['insurance-office'], organisationId: 'town-b' });
    expect((await desk.house.as(other).run(listRuns, page)).rows).toEqual([]);
  });

  it('leaves as workbook, document and detail file', async () => {
    const run = await confirmed();
    const as = desk.house.as(desk.bureau);
    const report = async (format: 'excel' | 'pdf' | 'detail') => Buffer.from((await as.run(getRunReport, { id: run.id, format })).contentBase64, 'base64');
    expect((await report('excel')).subarray(0, 2).toString()).toBe('PK');
    expect((await report('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const [heading = '', ...lines] = (await report('detail')).toString('utf8').trim().split('\r\n');
    expect(heading.replace('\ufeff', '').split(',').slice(0, 3)).toEqual(['参保地', '结算流水号', '病案号']);
    expect(lines.length).toBe(7);
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([heading.split(',').length]));
  });
});

it('a case opens to its formula, inputs and version', async () => {
  const pack = await desk.packWithCases();
  const { rows } = await desk.house.as(desk.office).run(listSettlementCases, { ...page, packId: pack.id, band: ['high'] });
  const { figures } = await desk.house.as(desk.office).run(getSettlementCase, { id: rows[0]!.id });
  expect(figures.find(({ name }) => name === 'score')).toMatchObject({ value: rows[0]!.score, formula: 'dip_case_score_v2', inputs: { rw: '500.0000', high: '2' }, packVersion: '2026.1' });
});

it('stays of one person that overlap an earlier load are refused, and a number loaded twice too', async () => {
  const pack = await desk.newPack();
  const as = desk.house.as(desk.office);
  await as.run(loadSettlementCases, { id: pack.id, rows: [row({ case: 'one', person: 'p' })] });
  const answer = await as.run(loadSettlementCases, { id: pack.id, rows: [row({ person: 'p', admitted: '2026-02-05', discharged: '2026-02-20' }), row({ case: 'one' }), row({ person: 'p', admitted: '2026-02-08', discharged: '2026-02-09' }), row({ discharged: '2026-02-30' })] });
  expect([answer.loaded, answer.refused.map(({ row: index, path }) => [index, path])]).toEqual([1, [[0, 'admitted'], [1, 'case'], [3, 'discharged']]]);
});

it('an appeal after the last day is too late', async () => {
  const run = await confirmed();
  const now = desk.house.clock.now();
  desk.house.clock.set(new Date(now.getTime() + 16 * 86_400_000));
  await expect(desk.house.as(desk.office).run(fileAppeal, { id: run.id, organisationId: 'lead', claimedFen: 1, reason: '迟交' })).rejects.toMatchObject({ code: 'payment.appeal-too-late' });
  desk.house.clock.set(now);
});
