import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { applySpecialReview, decideSpecialReview, getSettlementCase, listSettlementCases, listSpecialReviews, voteSpecialReview } from '../../../contract/runs.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const page = { limit: 500, offset: 0 };
const caseOf = async (band: 'high' | 'normal', content?: Record<string, unknown>): Promise<string> => {
  const pack = await desk.packWithCases(content);
  return (await desk.house.as(desk.office).run(listSettlementCases, { ...page, packId: pack.id, band: [band] })).rows[0]!.id;
};
const applied = async (): Promise<string> => (await desk.house.as(desk.office).run(applySpecialReview, { id: await caseOf('high'), reason: '多器官衰竭，住院费用高' })).id;
const vote = (id: string, more: Record<string, unknown> = {}) => ({ id, agrees: true, coefficient: '1.5', opinion: '病情危重，费用合理', ...more });
const voted = async (...votes: { agrees: boolean; coefficient: string }[]): Promise<string> => {
  const id = await applied();
  const experts = [desk.bureau, desk.second, { ...desk.second, id: 'bureau-3' }];
  for (const [index, each] of votes.entries()) await desk.house.as(experts[index]!).run(voteSpecialReview, vote(id, each));
  return id;
};

proveCommand(applySpecialReview, {
  house,
  possible: async () => ({ input: { id: await caseOf('high'), reason: '费用高' }, subject: desk.office }),
  wrongState: async () => ({ input: { id: await caseOf('normal'), reason: '费用高' }, subject: desk.office, code: 'payment.not-reviewable' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'applied', quota: 2, quotaUsed: 1, panelMin: 2, votes: [] }),
});
proveCommand(voteSpecialReview, {
  house,
  possible: async () => ({ input: vote(await applied()), subject: desk.bureau }),
  wrongState: async () => ({ input: vote(await voted({ agrees: true, coefficient: '1.2' })), subject: desk.bureau, code: 'payment.already-voted' }),
  effect: async (_, answer) => expect(answer.votes).toMatchObject([{ agrees: true, opinion: '病情危重，费用合理' }]),
});
proveCommand(decideSpecialReview, {
  house,
  possible: async () => ({ input: { id: await voted({ agrees: true, coefficient: '1.5' }, { agrees: true, coefficient: '1.2' }, { agrees: false, coefficient: '1' }), reason: '按评议结果' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { id: await voted({ agrees: true, coefficient: '1.5' }), reason: '人数不足' }, subject: desk.bureau, code: 'payment.too-few-votes' }),
  effect: async (_, answer) => {
    // 14000 / 5000 − 2 + 1 = 1.8; 500 × 1.8 = 900; mean of those in favour 1.35.
    expect(answer).toMatchObject({ state: 'approved', coefficient: '1.3500', reviewedScore: '1215.0000' });
    expect((await desk.house.as(desk.office).run(getSettlementCase, { id: answer.caseId })).case).toMatchObject({ score: '900.0000', finalScore: '1215.0000' });
  },
});

it('a tie refuses and leaves the score as it was', async () => {
  const id = await voted({ agrees: true, coefficient: '1.5' }, { agrees: false, coefficient: '1' });
  const decided = await desk.house.as(desk.bureau).run(decideSpecialReview, { id, reason: '未过半数' });
  expect(decided).toMatchObject({ state: 'refused', reviewedScore: null });
  expect((await desk.house.as(desk.office).run(getSettlementCase, { id: decided.caseId })).case.finalScore).toBe(decided.score);
});

it('the quota of an institution holds, rounded down', async () => {
  const id = await caseOf('high', { review: { quotaShare: '0.2', panelMin: 1, costMultiple: '2' } });
  await expect(desk.house.as(desk.office).run(applySpecialReview, { id, reason: '费用高' })).rejects.toMatchObject({ code: 'payment.quota-used' });
  expect((await desk.house.as(desk.office).run(listSpecialReviews, page)).rows.map(({ caseId }) => caseId)).not.toContain(id);
});
