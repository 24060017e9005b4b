import { servesPurpose, type Purpose } from './purpose.ts';
import type { Basis, RecordBasis } from './record-basis.ts';
import type { Subject } from './subject.ts';

/** `read` shows, lists, counts or exports; `add` puts something new into a record; `change` rewrites or deletes what is there. */
export type Action = 'read' | 'add' | 'change';

/** What is asked for, as far as access goes. */
export interface AskedResource {
  /** `Type/id`; a share of one thing opens this only. */
  readonly resource?: string;
  readonly ownerOrganisationId?: string | null;
  readonly personId?: string | null;
  /** Labelled R or V, or of a kind of diagnosis that is masked by default. */
  readonly isRestricted?: boolean;
  /** Holds nobody's data. */
  readonly isDirectory?: boolean;
}

export interface Asked extends AskedResource {
  readonly subject: Subject;
  readonly action: Action;
  /** Permission of the operation; left out where the road has checked it already. */
  readonly permission?: string;
  readonly at: Date;
}

/** A resident's refusal as the gate sees it. */
export interface Refusal {
  /** `*` for every organisation. */
  readonly organisationId: string;
  readonly purpose: string | null;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

/** What the gate knows about one person: grounds of the subject's organisations, and refusals. */
export interface Facts {
  readonly bases: readonly (RecordBasis & { readonly organisationAncestorIds: readonly string[] })[];
  readonly refusals: readonly Refusal[];
}

export type Ground = Basis | 'own-items' | 'directory';
export type Denial = 'no-permission' | 'no-ground' | 'refused-by-resident' | 'restricted' | 'not-owner';
export type Decision = { readonly allowed: true; readonly ground: Ground } | { readonly allowed: false; readonly denial: Denial };

const allow = (ground: Ground): Decision => ({ allowed: true, ground });
const deny = (denial: Denial): Decision => ({ allowed: false, denial });

/** Grounds in the order in which they are named where several hold. */
const ORDER: readonly Basis[] = ['treatment', 'referral', 'contract', 'shared-centre', 'secondment', 'consent', 'emergency', 'registration', 'statistics', 'share', 'reveal'];

export const purposeOf = (subject: Subject): Purpose => subject.purpose ?? 'treatment';

/**
 * The one rule for every read and write. `scopeCondition` is the same rule as SQL and the policies of row security repeat
 * it; a property test holds the three together. No clock, no database: facts come in.
 */
export function decide(asked: Asked, facts: Facts): Decision {
  const { subject, action } = asked;
  if (asked.permission !== undefined && subject.kind !== 'system' && !subject.permissions.has(asked.permission)) return deny('no-permission');
  if (subject.everyOrganisation) return allow('every-organisation');
  if (asked.isDirectory && action === 'read') return allow('directory');
  if (subject.kind === 'resident') return isOwn(asked) ? allow('own-record') : deny('no-ground');
  const isOwner = asked.ownerOrganisationId != null && subject.organisationIds.includes(asked.ownerOrganisationId);
  if (isOwner && purposeOf(subject) !== 'research') return allow('own-items');
  if (action === 'change' && asked.ownerOrganisationId != null) return deny('not-owner');
  return decideByBasis(asked, facts);
}

const isOwn = ({ subject, personId, action, ownerOrganisationId }: Asked): boolean =>
  subject.personId !== null && subject.personId === personId && (action !== 'change' || ownerOrganisationId == null);

function decideByBasis(asked: Asked, facts: Facts): Decision {
  const { subject, personId, action } = asked;
  if (personId == null) return deny('no-ground');
  const purpose = purposeOf(subject);
  const grounds = facts.bases.filter((basis) =>
    basis.personId === personId && subject.organisationIds.includes(basis.organisationId) && isOpen(basis, asked.at) && servesPurpose(basis.purpose ?? null, purpose) &&
    (basis.resource == null || (action === 'read' && basis.resource === asked.resource)));
  const kept = grounds.filter((basis) => !isRefused(basis, facts, { purpose, at: asked.at }));
  const opening = kept.filter((basis) => !asked.isRestricted || basis.opensRestricted === true || basis.resource != null);
  const best = ORDER.find((kind) => opening.some(({ basis }) => basis === kind));
  if (best !== undefined) return allow(best);
  return deny(kept.length > 0 ? 'restricted' : grounds.length > 0 ? 'refused-by-resident' : 'no-ground');
}

const isOpen = ({ validFrom, validUntil }: { validFrom: Date; validUntil: Date | null }, at: Date): boolean =>
  validFrom.getTime() <= at.getTime() && (validUntil === null || validUntil.getTime() > at.getTime());

/** A refusal of an organisation covers everything below it; an emergency goes before any refusal. */
function isRefused(basis: Facts['bases'][number], { refusals }: Facts, { purpose, at }: { purpose: Purpose; at: Date }): boolean {
  if (basis.basis === 'emergency') return false;
  return refusals.some((refusal) =>
    isOpen(refusal, at) && (refusal.purpose === null || refusal.purpose === purpose) &&
    (refusal.organisationId === '*' || refusal.organisationId === basis.organisationId || basis.organisationAncestorIds.includes(refusal.organisationId)));
}
