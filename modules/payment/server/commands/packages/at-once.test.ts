import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '#platform/kernel/problem.ts';
import { giveResolution } from '#tests/conformance/settlement/resolution.ts';
import { closePackage, distributePackage, getPackage, openPackage, recordPackageMonth } from '../../../contract/packages.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

/** Eight desks press at one moment, each with a key of its own: money is pooled, counted and given once (field.md 2.1: B-1, B-2, D-2). */
const DESKS = 8;

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());

/** Answers of those who did it, and what the others were told. */
async function atOnce<Answer>(run: () => Promise<Answer>): Promise<{ answers: Answer[]; refusals: (string | undefined)[] }> {
  const settled = await Promise.allSettled(Array.from({ length: DESKS }, run));
  return {
    answers: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    refusals: settled.flatMap((each) => (each.status === 'rejected' ? [each.reason instanceof Problem ? each.reason.code : String(each.reason)] : [])),
  };
}
const only = (refusals: readonly (string | undefined)[]): string[] => [...new Set(refusals.map(String))];

it('a pool is made once, a month is recorded once, closed once and shared out once', async () => {
  const [bureau, office] = [desk.house.as(desk.bureau), desk.house.as(desk.office)];
  const input = { packId: (await desk.newPack()).id, ownerOrganisationId: 'office', name: '示例医共体', heads: 300_000 };
  const made = await atOnce(() => bureau.run(openPackage, input));
  expect([made.answers.length, only(made.refusals)]).toEqual([1, ['payment.package-taken']]);
  const id = made.answers[0]!.id;

  const recorded = await atOnce(() => office.run(recordPackageMonth, { id, month: '2026-01', insideFen: 22_000_000_000, outsideFen: 100_000_000 }));
  expect([recorded.answers.length, only(recorded.refusals)]).toEqual([1, ['payment.month-taken']]);

  const units = [{ organisationId: 'lead', role: 'lead' as const, measures: { heads: '6', score: '6' } }, { organisationId: 'town-a', role: 'member' as const, measures: { heads: '4', score: '4' } }];
  const closed = await atOnce(() => bureau.run(closePackage, { id, assessment: '0.95', units, reason: '年度清算' }));
  expect([closed.answers.length, only(closed.refusals)]).toEqual([1, ['payment.wrong-state']]);

  const decisionNumber = await giveResolution(desk.house.owner, { kind: 'money' });
  const shared = await atOnce(() => office.run(distributePackage, { id, decisionNumber }));
  expect([shared.answers.length, only(shared.refusals)]).toEqual([1, ['payment.wrong-state']]);

  const { shares } = await office.run(getPackage, { id });
  expect(shares.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(closed.answers[0]!.differenceFen);
  const parties = shares.map(({ party, organisationId }) => `${party} ${organisationId ?? ''}`);
  expect(new Set(parties).size).toBe(parties.length);
});
