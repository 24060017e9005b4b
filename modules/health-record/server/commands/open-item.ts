import { findItemOwnership, type ItemOwnership } from '#fhir/repository/person-record.ts';
import { grantRecordBasis, type RecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { Purpose } from '#platform/access/purpose.ts';
import { insertOpening } from '../store/openings.ts';
import { problem } from './acting.ts';

export interface OneThing {
  readonly kind: Extract<RecordBasis['basis'], 'share' | 'reveal'>;
  readonly personId: string;
  readonly reference: string;
  /** Acts. */
  readonly ownerOrganisationId: string;
  /** May read from now on. */
  readonly organisationId: string;
  readonly purpose: Purpose;
  readonly reason: string;
  readonly validUntil: Date;
}

/** The item, when it lies in this record; throws `health-record.item-not-found`. */
export async function requireItem({ tx }: CommandContext, { personId, reference }: { personId: string; reference: string }): Promise<ItemOwnership> {
  const item = await findItemOwnership(tx, reference);
  if (item?.personId !== personId || reference === `Patient/${personId}`) throw problem('health-record.item-not-found');
  return item;
}

/** Opens one thing to one organisation, for one purpose, until one instant; returns the id of the opening. */
export async function openItem({ tx, now, subject, newId }: CommandContext, thing: OneThing): Promise<string> {
  const openingId = newId();
  const { kind, personId, organisationId, purpose, reference, validUntil } = thing;
  await grantRecordBasis(tx, {
    personId, organisationId, basis: kind, source: `health-record/${kind}/${openingId}`, validFrom: now, validUntil, purpose, resource: reference, opensRestricted: true,
  });
  await insertOpening(tx, {
    openingId, kind, personId, ownerOrganisationId: thing.ownerOrganisationId, organisationId, resource: reference, purpose, reason: thing.reason, validUntil,
    byId: subject.id, byName: subject.name, at: now,
  });
  return openingId;
}
