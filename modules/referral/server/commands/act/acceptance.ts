import { chinaDate } from '#platform/kernel/period.ts';
import { arriveByOf } from '../../rules/clocks.ts';
import { listClockRules, loadCalendar } from '../../store/catalogue.ts';
import type { LockedResource, ReferralRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';

/** Columns that an acceptance or a new reservation settles: when it happened and until when the resident is expected. */
export async function acceptancePatch({ tx, now }: ActContext, row: Pick<ReferralRow, 'priority'>, resource: LockedResource | null): Promise<Partial<ReferralRow>> {
  return { acceptedAt: now, ...(await reservationPatch({ tx, now }, { priority: row.priority, acceptedAt: now }, resource)) };
}

export async function reservationPatch(
  { tx, now }: Pick<ActContext, 'tx' | 'now'>,
  { priority, acceptedAt }: { priority: ReferralRow['priority']; acceptedAt: Date },
  resource: LockedResource | null,
): Promise<Partial<ReferralRow>> {
  const rules = await listClockRules(tx);
  const calendar = await loadCalendar(tx, chinaDate(now));
  const reservedFor = resource?.start ? new Date(resource.start) : null;
  return { resource, arriveBy: arriveByOf({ priority, acceptedAt, reservedFor }, rules, calendar) };
}
