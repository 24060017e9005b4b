import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { listPanelMonths, payCapitation, recordPanelHeads } from '../../../contract/panels.ts';
import { cancelRun, confirmRun, getRun, getRunReport } from '../../../contract/runs.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const CAPITATION = [{ panel: 'htn', title: '高血压', perHead: '365.00' }, { panel: 'dm', title: '糖尿病', perHead: '1000.01' }];
const recording = async (more: Record<string, unknown> = {}) => ({ packId: (await desk.newPack({ capitation: CAPITATION })).id, panel: 'htn', organisationId: 'town-a', month: '2026-03', heads: 1_001, ...more });
const recorded = async (): Promise<string> => {
  const input = await recording();
  for (const more of [{}, { panel: 'dm', heads: 7 }, { organisationId: 'lead', heads: 0 }]) await desk.house.as(desk.office).run(recordPanelHeads, { ...input, ...more });
  return input.packId;
};

proveCommand(recordPanelHeads, {
  house,
  possible: async () => ({ input: await recording(), subject: desk.office }),
  wrongState: async () => ({ input: { ...(await recording()), panel: 'unknown' }, subject: desk.office, code: 'payment.panel-unknown' }),
  effect: async (_, answer, input) => {
    // 1001 × 365 ÷ 12 = 30447.083…
    expect(answer).toMatchObject({ heads: 1_001, perHead: '365.00', paymentFen: 3_044_708, title: '高血压', fixed: false });
    expect((await desk.house.as(desk.office).run(listPanelMonths, { packId: input.packId, limit: 50, offset: 0 })).rows).toMatchObject([{ panel: 'htn', heads: 1_001 }]);
  },
});

proveCommand(payCapitation, {
  house,
  possible: async () => ({ input: { packId: await recorded(), month: '2026-03' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { packId: await recorded(), month: '2026-04' }, subject: desk.bureau, code: 'payment.no-panels' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ kind: 'capitation', month: '2026-03', state: 'prepared', casesTotal: 1_008 });
    const { figures } = await desk.house.as(desk.bureau).run(getRun, { id: answer.id });
    const value = (organisationId: string | null, name: string) => figures.find((each) => each.organisationId === organisationId && each.name === name)?.value;
    // 30447.08 + 583.34 (7 × 1000.01 ÷ 12 = 583.339…)
    expect([value('town-a', 'panel:htn'), value('town-a', 'panel:dm'), value('town-a', 'capitation'), value('lead', 'capitation'), value(null, 'totalCapitation')]).toEqual(['30447.08', '583.34', '31030.42', '0.00', '31030.42']);
    expect(figures.find(({ name, organisationId }) => name === 'panel:htn' && organisationId === 'town-a')).toMatchObject({ formula: 'capitation', inputs: { heads: '1001', per_head: '365.00', months: '1' } });
  },
});

it('heads are fixed once a month is calculated and open again when it is void; a published one stays', async () => {
  const [office, bureau] = [desk.house.as(desk.office), desk.house.as(desk.bureau)];
  const packId = await recorded();
  const run = await bureau.run(payCapitation, { packId, month: '2026-03' });
  const again = { packId, panel: 'htn', organisationId: 'town-a', month: '2026-03', heads: 5 };
  await expect(office.run(recordPanelHeads, again)).rejects.toMatchObject({ code: 'payment.panel-fixed' });
  await expect(bureau.run(payCapitation, { packId, month: '2026-03' })).rejects.toMatchObject({ code: 'payment.already-run' });
  await bureau.run(cancelRun, { id: run.id, reason: '人数有误' });
  expect(await office.run(recordPanelHeads, again)).toMatchObject({ heads: 5 });
  const second = await bureau.run(payCapitation, { packId, month: '2026-03' });
  await bureau.run(confirmRun, { id: second.id, documentNumber: '示医保〔2026〕9号', reason: '核对无误' });
  await expect(office.run(recordPanelHeads, again)).rejects.toMatchObject({ code: 'payment.panel-fixed' });
  for (const format of ['excel', 'pdf'] as const) expect((await bureau.run(getRunReport, { id: second.id, format })).contentBase64.length).toBeGreaterThan(1_000);
});

it('a month outside the year of the parameters is refused', async () => {
  await expect(desk.house.as(desk.office).run(recordPanelHeads, await recording({ month: '2025-12' }))).rejects.toMatchObject({ code: 'payment.month-outside' });
});
