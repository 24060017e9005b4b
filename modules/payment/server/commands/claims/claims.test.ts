import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { exact } from '#platform/kernel/decimal.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Bill } from '../../../contract/bill-rules.ts';
import { auditClaim, getClaim, issueStatement, listClaims, listStays, recordStay, releaseHit, sendClaim, type Claim } from '../../../contract/claims.ts';
import { stateBenefit } from '../../rules/benefit.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const person = async (): Promise<string> => {
  const id = await desk.newPerson();
  await desk.house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: desk.house.clock.now(), newId: () => `n${desk.next()}` }, [{ method: 'put', resource: { resourceType: 'Patient', id }, ownerOrganisationId: 'lead' }]));
  return id;
};
const stay = async (more: Record<string, unknown> = {}) => ({
  packId: (await desk.newPack()).id, personId: await person(), organisationId: 'town-a', level: 1, admittedOn: '2026-03-01', dischargedOn: '2026-03-05', referralAcceptedOn: null, ...more,
});
const bill = (more: Partial<Bill> = {}): Bill => ({
  setting: 'inpatient', admittedOn: '2026-03-01', dischargedOn: '2026-03-05', sex: 'female', ageDays: 20_000, diagnoses: [{ code: 'J18.900', name: '肺炎' }], evidence: [],
  lines: [{ id: '1', item: 'A1', name: '床位费', at: '2026-03-02', quantity: 1, amountFen: 500_000 }], ...more,
});
const twice = bill({ lines: [1, 2].map((serial) => ({ id: String(serial), item: 'A1', name: '检查', at: '2026-03-02T09:00', quantity: 1, amountFen: 30_000 })) });
const claiming = async (more: Record<string, unknown> = {}) => ({ packId: (await desk.newPack()).id, personId: await person(), organisationId: 'town-a', billNumber: `B${desk.next()}`, bill: bill(), ...more });
const audited = async (given: Bill = bill(), more: Record<string, unknown> = {}): Promise<Claim> => desk.house.as(desk.office).run(auditClaim, await claiming({ bill: given, ...more }));
const sent = async (): Promise<Claim> => desk.house.as(desk.office).run(sendClaim, { id: (await audited()).id });
const hitOf = async (id: string): Promise<string> => (await desk.house.as(desk.office).run(getClaim, { id })).hits[0]!.id;
const statement = (id: string) => ({ id, level: 1, outOfScopeFen: 20_000, referred: false, bypassed: false, contracted: true, disease: '', paidBeforeFen: 0 });

proveCommand(recordStay, {
  house,
  possible: async () => ({ input: await stay(), subject: desk.office }),
  wrongState: async () => {
    const first = await stay();
    await desk.house.as(desk.office).run(recordStay, first);
    return { input: { ...first, admittedOn: '2026-03-04', dischargedOn: '2026-03-09' }, subject: desk.office, code: 'payment.stay-overlaps' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ chargedFen: 20_000, reason: 'first', episode: 1 }),
});
proveCommand(auditClaim, {
  house,
  possible: async () => ({ input: await claiming({ bill: twice }), subject: desk.office }),
  wrongState: async () => ({ input: await claiming({ bill: bill({ dischargedOn: '2026-02-01' }) }), subject: desk.office, code: 'payment.bill-faulty' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'held', hits: 1, openHits: 1, totalFen: 60_000, atStakeFen: 30_000 });
    expect((await desk.house.as(desk.office).run(getClaim, { id: answer.id })).hits).toMatchObject([{ ruleId: 'dup', lineIds: ['1', '2'], releasedBy: null }]);
  },
});
proveCommand(releaseHit, {
  house,
  possible: async () => {
    const { id } = await audited(twice);
    return { input: { id, hitId: await hitOf(id), reason: '双侧检查，已核对医嘱' }, subject: desk.office };
  },
  wrongState: async () => ({ input: { id: (await audited()).id, hitId: 'none', reason: '放行' }, subject: desk.office, code: 'payment.wrong-state' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'clear', openHits: 0 });
    expect((await desk.house.as(desk.office).run(getClaim, { id: answer.id })).hits).toMatchObject([{ releasedBy: '测试人员', releaseReason: '双侧检查，已核对医嘱' }]);
  },
});
proveCommand(sendClaim, {
  house,
  possible: async () => ({ input: { id: (await audited()).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await audited(twice)).id }, subject: desk.office, code: 'payment.claim-held' }),
  effect: async (_, answer) => {
    expect(answer.state).toBe('sent');
    expect(await findResource(desk.house.database, 'Claim', answer.id)).toMatchObject({ use: 'claim', total: { value: 5000, currency: 'CNY' }, insurance: [{ coverage: { reference: `Coverage/coverage-${answer.personId}` } }] });
    expect(await findResource(desk.house.database, 'Coverage', `coverage-${answer.personId}`)).toMatchObject({ status: 'active' });
  },
});
proveCommand(issueStatement, {
  house,
  possible: async () => ({ input: statement((await sent()).id), subject: desk.office }),
  wrongState: async () => ({ input: statement((await audited()).id), subject: desk.office, code: 'payment.wrong-state' }),
  effect: async (_, answer) => {
    // (5000 − 200 out of scope) × (0.85 + 0.02) = 4176.
    expect(answer).toMatchObject({ state: 'settled', fundFen: 417_600, patientFen: 82_400 });
    expect(await findResource(desk.house.database, 'ClaimResponse', answer.id)).toMatchObject({ outcome: 'complete', request: { reference: `Claim/${answer.id}` } });
    expect(await findResource(desk.house.database, 'ExplanationOfBenefit', answer.id)).toMatchObject({ payment: { amount: { value: 4176, currency: 'CNY' } } });
    const { figures } = await desk.house.as(desk.office).run(getClaim, { id: answer.id });
    expect(figures.find(({ name }) => name === 'fund')).toMatchObject({ value: '4176.00', formula: 'reimbursement', inputs: { ratio: '0.87' } });
  },
});

it('township, county, township of one episode are charged 200, 400 and nothing; a broken chain begins anew', async () => {
  const first = await stay();
  const as = desk.house.as(desk.office);
  const charged: number[] = [];
  for (const more of [
    {}, { organisationId: 'lead', level: 2, admittedOn: '2026-03-05', dischargedOn: '2026-03-12', referralAcceptedOn: '2026-03-05' }, { admittedOn: '2026-03-13', dischargedOn: '2026-03-20', referralAcceptedOn: '2026-03-12' },
    { admittedOn: '2026-03-30', dischargedOn: '2026-04-02', referralAcceptedOn: '2026-03-29' }, { organisationId: 'lead', level: 2, admittedOn: '2026-04-03', dischargedOn: '2026-04-04' },
  ]) charged.push((await as.run(recordStay, { ...first, ...more })).chargedFen);
  expect(charged).toEqual([20_000, 40_000, 0, 20_000, 60_000]);
  const { rows } = await as.run(listStays, { limit: 50, offset: 0, personId: first.personId });
  expect(rows.map(({ reason }) => reason)).toEqual(['no-accepted-referral', 'gap-too-long', 'down-nothing', 'up-difference', 'first']);
});

it('a bill of somebody whose record is closed to the desk is refused', async () => {
  const input = { ...(await claiming()), personId: 'stranger' };
  await expect(desk.house.as(desk.office).run(auditClaim, input)).rejects.toMatchObject({ code: 'platform.record-forbidden' });
  expect((await desk.house.as(desk.office).run(listClaims, { limit: 50, offset: 0, personId: 'stranger' })).total).toBe(0);
});

describe('any statement', () => {
  it('has fund, assistance and person sum to the total, none below zero, the fund never above its ceiling', () => {
    const percent = fc.integer({ min: 0, max: 100 }).map((value) => exact((value / 100).toFixed(2)));
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(fc.property(amount, amount, amount, amount, amount, percent, percent, fc.boolean(), (total, scope, deductibleFen, ceilingFen, paidBeforeFen, ratio, points, flag) => {
      const outOfScopeFen = scope % (total + 1n);
      const rules = { cells: [{ level: 1, referred: false, disease: '', ratio }], bypassPoints: points, contractPoints: points, ceilingFen, assistance: [{ from: exact('1000'), to: undefined, ratio: exact('0.6') }] };
      const result = stateBenefit(rules, { totalFen: total, outOfScopeFen, deductibleFen, level: 1, referred: false, bypassed: flag, contracted: !flag, disease: 'x', paidBeforeFen })!;
      expect(result.fundFen + result.assistanceFen + result.patientFen).toBe(total);
      for (const value of [result.fundFen, result.assistanceFen, result.patientFen]) expect(value >= 0n).toBe(true);
      expect(result.fundFen <= (ceilingFen > paidBeforeFen ? ceilingFen - paidBeforeFen : 0n)).toBe(true);
    }));
  });
});
