import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { approveParameterPack, compareParameterPacks, getParameterPack, listParameterPacks, loadParameterPack, retireParameterPack, withdrawParameterPack } from '../../../contract/packs.ts';
import { CONTENT, openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

const loaded = async (more: Record<string, unknown> = {}): Promise<string> => (await desk.house.as(desk.bureau).run(loadParameterPack, desk.draft(more))).id;
const stateOf = async (id: string): Promise<string> => (await desk.house.as(desk.office).run(getParameterPack, { id })).pack.state;

proveCommand(loadParameterPack, {
  house,
  possible: async () => ({ input: desk.draft(), subject: desk.bureau }),
  wrongState: async () => {
    const input = desk.draft();
    await desk.house.as(desk.bureau).run(loadParameterPack, input);
    return { input, subject: desk.bureau, code: 'payment.version-taken' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'draft', groups: 2, institutions: 2, missing: [], approvedBy: null }),
});
proveCommand(approveParameterPack, {
  house,
  possible: async () => ({ input: { id: await loaded(), reason: '核对无误' }, subject: desk.second }),
  wrongState: async () => ({ input: { id: (await desk.newPack()).id, reason: '再次批准' }, subject: desk.second, code: 'payment.wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'approved', approvedBy: '测试人员' }),
});
proveCommand(withdrawParameterPack, {
  house,
  possible: async () => ({ input: { id: await loaded(), reason: '数字有误' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { id: (await desk.newPack()).id, reason: '撤回' }, subject: desk.bureau, code: 'payment.wrong-state' }),
  effect: async (_, answer) => expect(await stateOf(answer.id)).toBe('withdrawn'),
});
proveCommand(retireParameterPack, {
  house,
  possible: async () => ({ input: { id: (await desk.newPack()).id, reason: '换用新版' }, subject: desk.bureau }),
  wrongState: async () => ({ input: { id: await loaded(), reason: '停用' }, subject: desk.bureau, code: 'payment.wrong-state' }),
  effect: async (_, answer) => expect(await stateOf(answer.id)).toBe('retired'),
});

it('the loader cannot approve, and two packs of a city are never in force on one day', async () => {
  const own = desk.house.as(desk.bureau).run(approveParameterPack, { id: await loaded(), reason: '自己批准' });
  await expect(own).rejects.toMatchObject({ code: 'payment.same-person' });
  const first = await desk.newPack();
  const other = await loaded({ city: first.city, version: '2026.2', validFrom: '2026-12-31', validUntil: '2027-12-31' });
  await expect(desk.house.as(desk.second).run(approveParameterPack, { id: other, reason: '批准' })).rejects.toMatchObject({ code: 'payment.period-overlaps' });
  await desk.house.as(desk.bureau).run(retireParameterPack, { id: first.id, reason: '换用新版' });
  expect((await desk.house.as(desk.second).run(approveParameterPack, { id: other, reason: '批准' })).state).toBe('approved');
});

it.each([
  ['package.shares', { package: { ...CONTENT.package, shares: { fund: '0.5', lead: '0.3', members: '0.3' } } }],
  ['parameters.high', { parameters: { ...CONTENT.parameters, high: '0.4' } }],
  ['benefit.assistance.1', { benefit: { ...CONTENT.benefit, assistance: [{ from: '0', to: '100', ratio: '0.5' }, { from: '101', ratio: '0.6' }] } }],
  ['benefit.matrix.1', { benefit: { ...CONTENT.benefit, matrix: [CONTENT.benefit.matrix[0], CONTENT.benefit.matrix[0]] } }],
  ['advance.share', { advance: { pointValue: '9', share: '1.1' } }],
  ['groups.1.group', { groups: [CONTENT.groups[0], CONTENT.groups[0]] }],
  ['perDiem.0.stages.1.from_day', { perDiem: [{ group: 'Z', stages: [{ from_day: 1, to_day: 10, amount: '300' }, { from_day: 12, amount: '200' }] }] }],
  ['perDiem.0.stages.1.from_day', { perDiem: [{ group: 'Z', stages: [{ from_day: 1, to_day: 10, amount: '300' }, { from_day: 10, amount: '200' }] }] }],
  ['validUntil', { validUntil: '2025-12-31' }],
])('a pack that contradicts itself is refused at %s', async (path, change) => {
  const input = 'validUntil' in change ? desk.draft(change) : desk.draft({ content: { ...CONTENT, ...change } });
  await expect(desk.house.as(desk.bureau).run(loadParameterPack, input)).rejects.toMatchObject({ code: 'payment.pack-contradicts', details: [{ path }] });
});

it('what a city has not decided is named, and packs are compared place by place', async () => {
  const before = await desk.newPack();
  const { fund_total: _none, advance: _advance, ...rest } = CONTENT;
  const after = await desk.house.as(desk.bureau).run(loadParameterPack, desk.draft({ city: before.city, version: '2026.2', content: { ...rest, groups: [CONTENT.groups[0], { ...CONTENT.groups[1], average: '3100.00' }] } }));
  expect(after.missing).toEqual(['fund_total', 'advance']);
  const { changes } = await desk.house.as(desk.office).run(compareParameterPacks, { id: after.id, with: before.id });
  expect(changes).toContainEqual({ path: 'groups[G2].average', before: '3000.00', after: '3100.00' });
  expect(changes.map(({ path }) => path)).toEqual(['advance.pointValue', 'advance.share', 'fund_total', 'groups[G2].average']);
  expect((await desk.house.as(desk.office).run(listParameterPacks, { limit: 10, offset: 0, state: ['draft'] })).total).toBeGreaterThan(0);
});
