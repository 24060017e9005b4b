import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { completeCorrectiveAction, diagnosisStatistics, drawSample, getSecondReading, gradeSecondReading, listSecondReadings, openCorrectiveAction, recordSecondReading, setQualityPlan } from '../../../contract/quality.ts';
import { exportStatement, freezeStatement, getStatement } from '../../../contract/statements.ts';
import { openDesk, type Desk } from '../fixture/desk.ts';
import { problemOf } from '../fixture/standing.ts';
import { PLACES } from '../fixture/world.ts';

let desk: Desk;
const counter = { day: 0 };
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk.house.close());
const house = () => desk.house;
const today = () => chinaDate(desk.house.clock.now());
const month = () => today().slice(0, 7);
const plan = () => ({ organisationId: PLACES.hospital, kind: 'imaging' as const, title: '影像质控', samplePercent: 100, disagreementMax: 5, onTimeMin: 95, validFrom: addDays(today(), (counter.day += 1) - 300) });
const sample = () => ({ organisationId: PLACES.hospital, kind: 'imaging' as const, month: month() });

proveCommand(setQualityPlan, {
  house,
  possible: async () => ({ input: plan(), subject: desk.office }),
  wrongState: async () => {
    const input = plan();
    await desk.run(desk.office)(setQualityPlan, input);
    return { input, subject: desk.office, code: 'shared-diagnosis.period-reversed' };
  },
  effect: async (_house, set) => {
    const open = await desk.house.owner.query<{ id: string }>('select plan_id as id from shared_diagnosis.quality_plan where owner_organisation_id = $1 and kind = $2 and valid_until is null', [PLACES.hospital, 'imaging']);
    expect(open).toEqual([{ id: set.id }]);
  },
});

/** A report that is drawn now; the plan draws all. */
async function drawn(): Promise<string> {
  await desk.at('issued');
  await desk.run(desk.office)(drawSample, sample());
  const { rows } = await desk.run(desk.otherReader)(listSecondReadings, { state: 'open', limit: 500, offset: 0 });
  return rows.at(-1)!.id;
}
const read = async (positive = false): Promise<string> => {
  const id = await drawn();
  await desk.run(desk.otherReader)(recordSecondReading, { id, positive, impression: '未见异常' });
  return id;
};

proveCommand(drawSample, {
  house,
  possible: async () => {
    await desk.at('issued');
    return { input: sample(), subject: desk.office };
  },
  wrongState: async () => {
    await desk.run(desk.office)(drawSample, sample()).catch(() => undefined);
    return { input: sample(), subject: desk.office, code: 'shared-diagnosis.nothing-to-sample' };
  },
  effect: async (_house, answer) => expect(answer.drawn + answer.already).toBe(answer.eligible),
});

proveCommand(recordSecondReading, {
  house,
  possible: async () => ({ input: { id: await drawn(), positive: true, impression: '右肺结节' }, subject: desk.otherReader }),
  wrongState: async () => ({ input: { id: await read(), positive: true, impression: '再读' }, subject: desk.otherReader, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, after) => expect(after).toMatchObject({ state: 'read', grade: 'major' }),
});

proveCommand(gradeSecondReading, {
  house,
  possible: async () => ({ input: { id: await read(), grade: 'minor' as const, note: '描述不全' }, subject: desk.reviewer }),
  wrongState: async () => ({ input: { id: await drawn(), grade: 'minor' as const }, subject: desk.reviewer, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, after) => expect(after.grade).toBe('minor'),
});

const corrective = async () => ({ organisationId: PLACES.hospital, kind: 'imaging' as const, cause: '漏诊小结节', plan: '双人阅片', responsible: '科主任', dueOn: addDays(today(), 30), secondReadingId: await read(true) });

proveCommand(openCorrectiveAction, {
  house,
  possible: async () => ({ input: await corrective(), subject: desk.reviewer }),
  wrongState: async () => ({ input: { ...(await corrective()), secondReadingId: await drawn() }, subject: desk.reviewer, code: 'shared-diagnosis.wrong-state' }),
  effect: async (_house, opened) => expect(opened.state).toBe('open'),
});

proveCommand(completeCorrectiveAction, {
  house,
  possible: async () => ({ input: { id: (await desk.run(desk.reviewer)(openCorrectiveAction, await corrective())).id, result: '已培训' }, subject: desk.reviewer }),
  wrongState: async () => {
    const { id } = await desk.run(desk.reviewer)(openCorrectiveAction, await corrective());
    await desk.run(desk.reviewer)(completeCorrectiveAction, { id, result: '已培训' });
    return { input: { id, result: '再次' }, subject: desk.reviewer, code: 'shared-diagnosis.already-ended' };
  },
  effect: async (_house, done) => expect(done).toMatchObject({ state: 'done', result: '已培训' }),
});

/** Reports of the present month, seen from the next one. */
async function nextMonth<T>(act: () => Promise<T>): Promise<T> {
  const now = desk.house.clock.now();
  desk.house.clock.set(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 5)));
  try {
    return await act();
  } finally {
    desk.house.clock.set(now);
  }
}
const freeze = (reason?: string) => nextMonth(() => desk.run(desk.office)(freezeStatement, { organisationId: PLACES.hospital, month: month0, ...(reason ? { reason } : {}) }));
let month0 = '';

test('a month that is not over cannot be frozen; a frozen one stays, a later charge makes a new version with a reason, the sums are exact', async () => {
  month0 = month();
  await desk.at('issued');
  expect(await problemOf(desk.run(desk.office)(freezeStatement, { organisationId: PLACES.hospital, month: month0 }))).toBe('shared-diagnosis.month-not-over');
  const first = await freeze();
  expect(first.performedFen + first.reportedFen + first.consortiumFen).toBe(first.totalFen);
  expect(first.totalFen).toBe(first.count * 8001);
  expect(first.balances.reduce((sum, each) => sum + each.fen, 0)).toBe(0);
  expect(await problemOf(freeze('没有变化'))).toBe('shared-diagnosis.statement-unchanged');
  await desk.at('issued');
  expect(await problemOf(freeze())).toBe('shared-diagnosis.reason-needed');
  const second = await freeze('补录一例');
  expect([second.version, second.count]).toEqual([first.version + 1, first.count + 1]);
  const asked = { organisationId: PLACES.hospital, month: month0 };
  expect(await desk.run(desk.office)(getStatement, { ...asked, version: first.version })).toEqual(first);
  const { base64, fileName } = await desk.run(desk.office)(exportStatement, { ...asked, version: second.version });
  expect(fileName).toContain(`v${second.version}.xlsx`);
  const excel = (await import('exceljs')).default;
  const workbook = new excel.Workbook();
  await workbook.xlsx.load(Buffer.from(base64, 'base64') as never);
  const sheet = workbook.getWorksheet('结算明细')!;
  const total = sheet.getRow(sheet.rowCount).getCell(6).value as { result: number };
  expect(Math.round(total.result * 100)).toBe(second.totalFen);
});

proveCommand(freezeStatement, {
  house,
  possible: async () => {
    // A month of long ago: nothing was charged to it, so each is new.
    counter.day += 1;
    const at = new Date(Date.UTC(2001, counter.day, 1)).toISOString().slice(0, 7);
    return { input: { organisationId: PLACES.hospital, month: at }, subject: desk.office };
  },
  wrongState: async () => ({ input: { organisationId: PLACES.hospital, month: month() }, subject: desk.office, code: 'shared-diagnosis.month-not-over' }),
  effect: async (_house, statement) => expect(statement).toMatchObject({ version: 1, frozen: true, totalFen: 0, lines: [] }),
});

test('a second reader sees neither the report nor a name before writing, and never the own report', async () => {
  const id = await drawn();
  const open = await desk.run(desk.otherReader)(getSecondReading, { id });
  expect([open.first, open.second, open.orderId, JSON.stringify(open).includes('reader-1')]).toEqual([null, null, '', false]);
  expect(await problemOf(desk.run(desk.reader)(recordSecondReading, { id, positive: true, impression: '自己的' }))).toBe('shared-diagnosis.own-report');
  await desk.run(desk.otherReader)(recordSecondReading, { id, positive: false, impression: '未见异常' });
  expect((await desk.run(desk.otherReader)(getSecondReading, { id })).first).toMatchObject({ positive: false });
});

test('statistics: turn-around, agreement and kappa by centre', async () => {
  const data = await desk.run(desk.office)(diagnosisStatistics, { kind: 'imaging' });
  expect(data.issued).toBeGreaterThan(0);
  expect(data.onTimeRate).toBe(1);
  expect(data.agreement.read).toBeGreaterThan(2);
  expect(data.agreement.agreementRate).toBeCloseTo(data.agreement.agree / data.agreement.read, 10);
  expect(data.byDay.reduce((sum, day) => sum + day.issued, 0)).toBe(data.issued);
  expect(data.byCentre[0]).toMatchObject({ organisationId: PLACES.hospital, kind: 'imaging' });
});
