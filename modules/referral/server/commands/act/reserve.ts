import { findResource } from '#fhir/repository/read.ts';
import { confirmArrival, releaseReservation, reserveBed, reserveSlot } from '#modules/scheduling/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { arriveByOf } from '../../rules/clocks.ts';
import { chinaTime } from '../../rules/china-time.ts';
import { listClockRules, loadCalendar } from '../../store/catalogue.ts';
import type { LockedResource, ReferralRow } from '../../store/row.ts';
import { problem, type ActContext } from './act-context.ts';
import { basisSource } from './partners.ts';

export interface ResourceWish {
  readonly slotId?: string | undefined;
  readonly bedId?: string | undefined;
  readonly wardId?: string | undefined;
}

export const namesResource = ({ slotId, bedId, wardId }: ResourceWish): boolean => Boolean(slotId) || Boolean(bedId) || Boolean(wardId);

/** Locks the slot or bed in this transaction; throws the scheduling room's problem when it is gone. */
export async function lockResource(context: ActContext, row: ReferralRow, wish: ResourceWish): Promise<LockedResource> {
  if (!namesResource(wish)) throw problem('referral.no-resource');
  const source = basisSource(row.referralId);
  const asked = { personId: row.personId, source, byOrganisationId: row.fromOrganisationId };
  const reservation = wish.slotId
    ? await reserveSlot(context, { ...asked, slotId: wish.slotId, pool: 'referral' })
    : await reserveBed(context, { ...asked, ...(wish.bedId ? { bedId: wish.bedId } : { wardId: wish.wardId! }), until: await bedKeptUntil(context, row) });
  if (reservation.organisationId !== row.toOrganisationId && !context.subject.organisationIds.includes(reservation.organisationId)) throw problem('referral.no-resource');
  const described = await describeResource(context, { slotId: reservation.slotId ?? undefined, bedId: reservation.bedId ?? undefined, wardId: reservation.wardId ?? undefined });
  const start = reservation.kind === 'slot' ? ((await findResource(context.tx, 'Appointment', reservation.appointmentId))?.start ?? described.start) : null;
  return { kind: reservation.kind, bookingId: reservation.id, label: [start === null ? null : chinaTime(start), described.label].filter(Boolean).join(' '), start };
}

/** A bed is kept until the resident is expected at the latest. */
async function bedKeptUntil({ tx, now }: ActContext, row: ReferralRow): Promise<Date> {
  return arriveByOf({ priority: row.priority, acceptedAt: now, reservedFor: null }, await listClockRules(tx), await loadCalendar(tx, chinaDate(now)));
}

export async function releaseResource(context: ActContext, row: ReferralRow, reason: string): Promise<void> {
  if (row.resource !== null) await releaseReservation(context, { source: basisSource(row.referralId), reason });
}

/** The seat counts as used, the bed becomes occupied; a reservation that has lapsed does not stop the arrival. */
export async function recordResourceArrival(context: ActContext, row: ReferralRow): Promise<void> {
  if (row.resource !== null) await confirmArrival(context, { source: basisSource(row.referralId) });
}

/** Words and time of a place, as the shared record knows it. */
export async function describeResource({ tx }: { tx: Sql }, { slotId, bedId, wardId }: ResourceWish): Promise<{ label: string | null; start: string | null }> {
  if (slotId) {
    const slot = await findResource(tx, 'Slot', slotId);
    const clinicId = slot?.schedule.reference?.replace('Schedule/', '');
    const clinic = clinicId ? await findResource(tx, 'Schedule', clinicId) : undefined;
    return { label: clinic?.comment ?? slot?.specialty?.[0]?.coding?.[0]?.display ?? null, start: slot?.start ?? null };
  }
  const [ward, bed] = [wardId ? await findResource(tx, 'Location', wardId) : undefined, bedId ? await findResource(tx, 'Location', bedId) : undefined];
  return { label: [ward?.name, bed?.name].filter(Boolean).join(' ') || null, start: null };
}
