import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
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
  findRecordBasis(personId: string): Promise<Basis | undefined>;
  /** As `findRecordBasis`, but throws `platform.record-forbidden`. */
  recordBasis(personId: string): Promise<Basis>;
  /** The scope builder that `listPage` asks for. */
  scope(columns: ScopedColumns): (firstParameter: number) => SqlCondition;
}

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
    findRecordBasis: (personId) => findBasis(subject, sql, personId),
    recordBasis: async (personId) => {
      const basis = await findBasis(subject, sql, personId);
      if (basis === undefined) throw platformProblem('platform.record-forbidden');
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

async function findBasis(subject: Subject, sql: Sql, personId: string): Promise<Basis | undefined> {
  if (subject.everyOrganisation) return 'every-organisation';
  if (subject.kind === 'resident') return subject.personId === personId ? 'own-record' : undefined;
  const rows = await sql.query<{ basis: Basis }>(
    `select basis from access.record_basis
     where person_id = $1 and organisation_id = any($2::text[]) and valid_from <= now()
       and (valid_until is null or valid_until > now())
     order by array_position(array['treatment', 'referral', 'contract', 'shared-centre', 'secondment', 'consent', 'emergency', 'registration'], basis)
     limit 1`,
    [personId, subject.organisationIds],
  );
  return rows[0]?.basis;
}
