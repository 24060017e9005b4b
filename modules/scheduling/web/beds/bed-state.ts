import type { Tone } from '#platform/web/state/state-tag.tsx';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import type { Text } from '#platform/kernel/problem.ts';
import { bedActions, type BedAction } from '../../contract/beds.ts';
import type { BedState } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { bedMessages } from './messages.ts';

export const BED_TONES: Readonly<Record<BedState, Tone>> = { free: 'done', reserved: 'due', occupied: 'information', blocked: 'neutral' };

const REFUSALS: Readonly<Partial<Record<BedAction, Text>>> = {
  admit: bedMessages.notFree, discharge: bedMessages.notOccupied, move: bedMessages.notOccupied, block: bedMessages.notBlockable, unblock: bedMessages.notBlocked,
};

/** Whether an action is possible for a bed, by the same table as the server, and why not. */
export function bedAbility(action: BedAction, bed: { state: BedState }, may: { permission: boolean; site: boolean }): Ability {
  if (!may.permission) return { allowed: false, reason: bedMessages.noPermission };
  if (!may.site) return { allowed: false, reason: messages.ownSiteOnly };
  if (!bedActions(bed.state).includes(action)) return { allowed: false, reason: REFUSALS[action] };
  return { allowed: true };
}

/** Where an arrow key leads in a map of `count` beds with `columns` in a row. */
export function bedAfterKey(key: string, at: number, { count, columns }: { count: number; columns: number }): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: count - 1 };
  const next = steps[key];
  return next === undefined || next < 0 || next >= count ? undefined : next;
}
