import type { Say } from '#platform/web/text/messages.ts';
import type { MoveAbility } from '#platform/web/board/board-types.ts';
import { abilityOf, actionRules, stateAfter, stateTitles, actions, type ReferralAction, type ReferralCard, type ReferralState } from '../../contract.ts';

/** Moves that a drag stands for; self-transitions and clocks are none. */
const candidates = (card: ReferralCard, target: ReferralState): ReferralAction[] =>
  actions.filter((action) => actionRules[action].party !== 'platform' && reaches(card, action, target));

/** Acceptance locks the resource at once, so both columns mean the same act. */
function reaches(card: ReferralCard, action: ReferralAction, target: ReferralState): boolean {
  const next = stateAfter(card.flow, card.state, action);
  if (next === undefined || next === card.state) return false;
  return next === target || (action === 'accept' && target === 'resource_locked');
}

export function moveActionOf(card: ReferralCard, target: ReferralState): ReferralAction | undefined {
  const possible = candidates(card, target).filter((action) => action !== 'register-emergency');
  return possible.find((action) => card.allowed.includes(action)) ?? possible[0];
}

/** What dropping here would do, or why it is not possible and who can release it. */
export function moveAbility(say: Say, card: ReferralCard, target: ReferralState): MoveAbility {
  const action = moveActionOf(card, target);
  if (action === undefined) {
    const text = { zh: `“${stateTitles[card.state].zh}”不能直接到“${stateTitles[target].zh}”`, en: `“${stateTitles[card.state].en}” does not lead to “${stateTitles[target].en}”` };
    return { allowed: false, reason: say(text) };
  }
  if (card.allowed.includes(action)) return { allowed: true, effect: say(actionRules[action].title) };
  // The server said no: with every permission assumed, either the side is wrong, or the permission is what lacks.
  const view = { ...card, holds: () => true };
  const { reason } = abilityOf(view, action);
  const lacking = reason ?? abilityOf({ ...view, holds: () => false }, action).reason;
  return { allowed: false, reason: lacking ? say(lacking) : '' };
}
