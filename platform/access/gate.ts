import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { decide } from './decide.ts';
import { loadFacts } from './facts.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import type { Purpose } from './purpose.ts';
import type { Basis } from './record-basis.ts';
import { scopeCondition, type ScopedColumns, type SqlCondition } from './scope.ts';
import type { Subject } from './subject.ts';

/** The one decision point for a subject: permissions, organisations, records, and the same rule as SQL for lists. */
export interface Gate {
  readonly subject: Subject;
  /** Throws `platform.forbidden` unless the subject holds the permission. */
  requirePermission(permission: string): void;
  holds(permission: string): boolean;
  /** Throws `platform.organisation-forbidden` unless the organisation is in the subject's scope. */
  requireOrganisation(organisationId: string): void;
  /** The ground on which the subject may open a person's record, or undefined. */
  findRecordBasis(personId: string, purpose?: Purpose): Promise<Basis | undefined>;
  /** As `findRecordBasis`, but throws `platform.record-forbidden`. */
  recordBasis(personId: string, purpose?: Purpose): Promise<Basis>;
  /** The scope builder that `listPage` asks for. */
  scope(columns: ScopedColumns): (firstParameter: number) => SqlCondition;
}

const personsOfRefusals = new WeakMap<Problem, string>();

/** A record stays closed; the trail learns whose it is, the answer does not say. */
export function recordForbidden(personId: string): Problem {
  const refusal = platformProblem('platform.record-forbidden');
  personsOfRefusals.set(refusal, personId);
  return refusal;
}

/** Whose record a refusal kept closed, where it was a record. */
export const personOfRefusal = (refusal: Problem): string | undefined => personsOfRefusals.get(refusal);

export function gateFor(subject: Subject, sql: Sql): Gate {
  const holds = (permission: string): boolean => mayUse(subject, permission);
  const gate: Gate = {
    subject,
    holds,
    requirePermission: (permission) => {
      if (holds(permission)) return;
      throw platformProblem(subject.id === '' ? 'platform.unauthenticated' : 'platform.forbidden');
    },
    requireOrganisation: (organisationId) => {
      if (subject.everyOrganisation || subject.organisationIds.includes(organisationId)) return;
      throw platformProblem('platform.organisation-forbidden');
    },
    findRecordBasis: (personId, purpose) => findBasis(purpose ? { ...subject, purpose } : subject, sql, { personId }),
    recordBasis: async (personId, purpose) => {
      const basis = await findBasis(purpose ? { ...subject, purpose } : subject, sql, { personId });
      if (basis === undefined) throw recordForbidden(personId);
      return basis;
    },
    scope: (columns) => (firstParameter) => scopeCondition(subject, columns, firstParameter),
  };
  return gate;
}

/** `public` is open to all, `signed-in` to any account; the platform itself holds every permission. */
function mayUse(subject: Subject, permission: string): boolean {
  if (permission === 'public' || subject.kind === 'system') return true;
  if (permission === 'signed-in') return subject.id !== '';
  return subject.permissions.has(permission);
}

/**
 * The ground at `now` where that is later than the beginning of the running transaction: a ground that it ended opens nothing, one that it made does, and so does one
 * that was made by another while it waited.
 */
export const findBasisAfter = (subject: Subject, sql: Sql, { personId, now }: { personId: string; now: Date }): Promise<Basis | undefined> => findBasis(subject, sql, { personId, notBefore: now });

/** The ground for the whole record: a share of one thing gives none. */
async function findBasis(subject: Subject, sql: Sql, { personId, notBefore }: { personId: string; notBefore?: Date }): Promise<Basis | undefined> {
  const asked = { subject, action: 'read' as const, personId };
  const facts = needsFacts(subject) ? await loadFacts(sql, { personId, organisationIds: subject.organisationIds, notBefore }) : NO_FACTS;
  const decision = decide({ ...asked, at: facts.at }, facts);
  return decision.allowed ? (decision.ground as Basis) : undefined;
}

/** Where the answer follows from the subject alone, nothing is looked up. */
const needsFacts = (subject: Subject): boolean => !subject.everyOrganisation && subject.kind !== 'resident' && subject.organisationIds.length > 0;
const NO_FACTS = { at: new Date(0), bases: [], refusals: [] };
