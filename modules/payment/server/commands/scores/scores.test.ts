import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertEvents } from '#platform/events/outbox.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { listFrozenScores, recordFrozenScores } from '../../../contract/frozen-scores.ts';
import { closePackage, openPackage } from '../../../contract/packages.ts';
import { giveResolution } from '#tests/conformance/settlement/resolution.ts';
import { assessmentCoefficient } from '../../rules/assessment.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const page = { limit: 50, offset: 0 };
const entry = async () => ({ year: 2025, decisionNumber: await giveResolution(desk.house.owner, { kind: 'general' }), fullScore: '100', scores: [{ organisationId: 'lead', score: '96.5' }, { organisationId: 'town-a', score: '88' }] });

proveCommand(recordFrozenScores, {
  house,
  possible: async () => ({ input: await entry(), subject: desk.bureau }),
  wrongState: async () => {
    const input = await entry();
    await desk.house.as(desk.bureau).run(recordFrozenScores, input);
    return { input, subject: desk.bureau, code: 'payment.scores-fixed' };
  },
  effect: async (_, answer, input) => {
    expect(answer).toEqual({ year: 2025, recorded: 2, already: 0 });
    const { rows } = await desk.house.as(desk.office).run(listFrozenScores, { ...page, year: 2025, q: input.decisionNumber });
    expect(rows).toMatchObject([{ organisationId: 'lead', organisationName: '测试lead', score: '96.5', source: 'file' }, { organisationId: 'town-a', score: '88' }]);
  },
});

it('scores above the full score are refused with their place', async () => {
  await expect(desk.house.as(desk.bureau).run(recordFrozenScores, { ...(await entry()), scores: [{ organisationId: 'lead', score: '96' }, { organisationId: 'town-a', score: '100.5' }] }))
    .rejects.toMatchObject({ code: 'payment.score-impossible', details: [{ path: 'scores.1.score' }] });
});

it('scores without a resolution of the own bodies about money or a general matter are refused', async () => {
  const numbers = ['医管委〔2026〕9999号', await giveResolution(desk.house.owner, { kind: 'membership' }), await giveResolution(desk.house.owner, { kind: 'money', organisationId: 'elsewhere' })];
  for (const decisionNumber of numbers) await expect(desk.house.as(desk.bureau).run(recordFrozenScores, { ...(await entry()), decisionNumber })).rejects.toMatchObject({ code: 'payment.no-score-resolution' });
});

it('scores that the assessment froze are kept once, in the year that their period begins with', async () => {
  const payload = { runId: 'r1', schemeId: 'scheme-1', period: '2024', full: '1000', scores: [{ organisationId: 'lead', score: '931.5' }, { organisationId: 'town-a', score: '2000' }] };
  for (const _ of [1, 2]) {
    await desk.house.database.transaction((tx) => insertEvents(tx, [{ name: 'assessment.scores-frozen', payload, organisationIds: ['lead'], subjectId: 'assessment' }]));
  }
  await desk.house.deliverEvents();
  const { rows } = await desk.house.as(desk.office).run(listFrozenScores, { ...page, year: 2024 });
  expect(rows).toMatchObject([{ organisationId: 'lead', schemeId: 'scheme-1 2024', score: '931.5', fullScore: '1000', source: 'assessment', decisionNumber: null }]);
});

it('a package whose division counts scores takes the frozen ones and none else', async () => {
  const pack = await desk.newPack();
  const { id } = await desk.house.as(desk.bureau).run(openPackage, { packId: pack.id, ownerOrganisationId: 'office', name: '示例医共体', heads: 1000 });
  const units = [{ organisationId: 'lead', role: 'lead' as const, measures: { heads: '1', score: '100' } }, { organisationId: 'bureau', role: 'member' as const, measures: { heads: '1', score: '100' } }];
  await expect(desk.house.as(desk.bureau).run(closePackage, { id, assessment: '1', units, reason: '年度清算' })).rejects.toMatchObject({ code: 'payment.score-not-frozen', details: [{ path: 'units.1' }] });
});

it('the coefficient of a score is that of the highest band that it reaches', () => {
  const bands = [{ from: '90', coefficient: '1' }, { from: '0', coefficient: '0.95' }, { from: '80', coefficient: '0.98' }];
  const of = (score: string, fullScore: string) => assessmentCoefficient({ score, fullScore }, bands);
  expect([of('90', '100'), of('899.99', '1000'), of('79.9', '100'), of('0', '100')]).toEqual(['1', '0.98', '0.95', '0.95']);
  expect(assessmentCoefficient({ score: '10', fullScore: '100' }, [{ from: '60', coefficient: '1' }])).toBeUndefined();
});
