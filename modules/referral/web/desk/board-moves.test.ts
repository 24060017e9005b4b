import { expect, test } from 'vitest';
import type { ReferralCard } from '../../contract.ts';
import { moveAbility, moveActionOf } from './board-moves.ts';

const card = (change: Partial<ReferralCard>): ReferralCard =>
  ({ flow: 'outward', state: 'submitted', outside: false, fromOrganisationName: '柳林镇卫生院', toOrganisationName: '县人民医院', sides: ['receiver'], allowed: ['triage', 'accept', 'reject'], ...change }) as ReferralCard;
const say = (text: { zh: string }) => text.zh;

test('a drop means the act that leads there; accepting locks at once', () => {
  expect(moveActionOf(card({}), 'triaged')).toBe('triage');
  expect(moveActionOf(card({}), 'accepted')).toBe('accept');
  expect(moveActionOf(card({}), 'resource_locked')).toBe('accept');
  expect(moveActionOf(card({}), 'in_care')).toBeUndefined();
});

test('a column that cannot take the card says why and who can release it', () => {
  expect(moveAbility(say, card({}), 'triaged')).toEqual({ allowed: true, effect: '分诊' });
  expect(moveAbility(say, card({}), 'in_care')).toMatchObject({ allowed: false, reason: expect.stringContaining('不能直接到') });
  expect(moveAbility(say, card({ sides: ['sender'], allowed: ['withdraw'] }), 'accepted')).toMatchObject({ allowed: false, reason: expect.stringContaining('县人民医院') });
  expect(moveAbility(say, card({ allowed: [] }), 'rejected')).toMatchObject({ allowed: false, reason: expect.stringContaining('转诊专员') });
});
