import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exact } from '#platform/kernel/decimal.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { giveResolution } from '#tests/conformance/settlement/resolution.ts';
import { closePackage, distributePackage, getPackage, listPackages, openPackage, recordPackageMonth } from '../../../contract/packages.ts';
import { closePackage as close } from '../../rules/package.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const opening = async () => ({ packId: (await desk.newPack()).id, ownerOrganisationId: 'office', name: '示例医共体', heads: 300_000 });
const opened = async (): Promise<string> => (await desk.house.as(desk.bureau).run(openPackage, await opening())).id;
const UNITS = [
  { organisationId: 'lead', role: 'lead' as const, measures: { heads: '6', score: '6' } },
  { organisationId: 'town-a', role: 'member' as const, measures: { heads: '3', score: '3' } },
  { organisationId: 'town-b', role: 'member' as const, measures: { heads: '1', score: '1' } },
];
const spent = async (fen: number): Promise<string> => {
  const id = await opened();
  await desk.house.as(desk.office).run(recordPackageMonth, { id, month: '2026-01', insideFen: fen - 1000, outsideFen: 1000 });
  return id;
};
const closing = (id: string) => ({ id, assessment: '0.95', units: UNITS, reason: '年度清算' });
const closed = async (fen: number): Promise<string> => (await desk.house.as(desk.bureau).run(closePackage, closing(await spent(fen)))).id;

proveCommand(openPackage, {
  house,
  possible: async () => ({ input: await opening(), subject: desk.bureau }),
  wrongState: async () => {
    const input = await opening();
    await desk.house.as(desk.bureau).run(openPackage, input);
    return { input, subject: desk.bureau, code: 'payment.package-taken' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ packageFen: 23_000_000_000, monthlyPrepayFen: 1_725_000_000, state: 'open', forecastFen: null }),
});
proveCommand(recordPackageMonth, {
  house,
  possible: async () => ({ input: { id: await opened(), month: '2026-02', insideFen: 1_500_000_000, outsideFen: 300_000_000 }, subject: desk.office }),
  wrongState: async () => ({ input: { id: await spent(100_000), month: '2026-01', insideFen: 1, outsideFen: 1 }, subject: desk.office, code: 'payment.month-taken' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ spentFen: 1_800_000_000, forecastFen: 21_600_000_000, monthsRecorded: 1 }),
});
proveCommand(closePackage, {
  house,
  possible: async () => ({ input: closing(await spent(22_100_000_000)), subject: desk.bureau }),
  wrongState: async () => ({ input: closing(await closed(22_100_000_000)), subject: desk.bureau, code: 'payment.wrong-state' }),
  effect: async (_, answer) => {
    const { shares, figures } = await desk.house.as(desk.office).run(getPackage, { id: answer.id });
    expect(answer).toMatchObject({ state: 'closed', differenceFen: 900_000_000, decisionNumber: null });
    expect(shares.map(({ amountFen }) => amountFen)).toEqual([45_000_000, 513_000_000, 256_500_000, 85_500_000]);
    expect(figures.find(({ name }) => name === 'kept')).toMatchObject({ value: '8550000.00', formula: 'consortium_package', inputs: { heads: '300000', assessment_score: '0.95' } });
  },
});
proveCommand(distributePackage, {
  house,
  possible: async () => ({ input: { id: await closed(22_100_000_000), decisionNumber: await giveResolution(desk.house.owner, { kind: 'money' }) }, subject: desk.office }),
  wrongState: async () => ({ input: { id: await spent(100_000), decisionNumber: await giveResolution(desk.house.owner, { kind: 'money' }) }, subject: desk.office, code: 'payment.wrong-state' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'distributed', decisionNumber: expect.stringContaining('决议'), decidedOn: '2026-10-30' });
    expect((await desk.house.as(desk.office).run(listPackages, { limit: 50, offset: 0, state: ['distributed'] })).rows.map(({ id }) => id)).toContain(answer.id);
  },
});

it('an overrun is borne by fund, lead and members, and beyond the cap by the lead for the consortium', async () => {
  const { shares } = await desk.house.as(desk.office).run(getPackage, { id: await closed(24_500_000_000) });
  // Overrun 15,000,000: cap 11,500,000 → 5,750,000 / 3,450,000 / 2,300,000; 3,500,000 beyond.
  expect(shares.map(({ party, amountFen }) => [party, amountFen])).toEqual([['fund', -575_000_000], ['lead', -695_000_000], ['member', -172_500_000], ['member', -57_500_000]]);
});

it('without a resolution about money of its own bodies nothing counts as distributed: the database refuses it too', async () => {
  const id = await closed(22_100_000_000);
  await expect(desk.house.as(desk.office).run(distributePackage, { id, decisionNumber: '' })).rejects.toMatchObject({ code: 'platform.invalid-input' });
  for (const decisionNumber of ['医管委〔2027〕3号', await giveResolution(desk.house.owner, { kind: 'general' }), await giveResolution(desk.house.owner, { kind: 'money', organisationId: 'lead' })]) {
    await expect(desk.house.as(desk.office).run(distributePackage, { id, decisionNumber })).rejects.toMatchObject({ code: 'payment.no-resolution' });
  }
  await expect(desk.house.owner.execute("update payment.package set state = 'distributed' where package_id = $1", [id])).rejects.toThrow(/package_distributed_by_decision/);
});

describe('the closing of any package', () => {
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => exact((percent / 100).toFixed(2)));
  it('gives away neither more nor less than surplus or overrun', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 200_000 }), fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.tuple(share, share, share, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), (heads, perHeadFen, spentFen, [surplusCap, overrunCap, assessment, first, second]) => {
      const [fund, lead] = [Math.min(first, second), Math.max(first, second) - Math.min(first, second)];
      const percent = (value: number) => exact((value / 100).toFixed(2));
      const terms = { heads: exact(heads), perHead: exact((perHeadFen / 100).toFixed(2)), reserve: exact('0'), prepayShare: exact('0.9'), surplusCap, overrunCap, shares: { fund: percent(fund), lead: percent(lead), members: percent(100 - fund - lead) } };
      const result = close(terms, { spentFen, assessment });
      expect(result.packageFen - spentFen).toBe(result.differenceFen);
      if (result.differenceFen >= 0n) expect(result.keptFen + result.returnedFen).toBe(result.differenceFen);
      else expect(result.fundFen + result.leadFen + result.membersFen + result.beyondFen).toBe(-result.differenceFen);
      for (const value of [result.keptFen, result.returnedFen, result.fundFen, result.leadFen, result.membersFen, result.beyondFen]) expect(value >= 0n).toBe(true);
    }));
  });
});
