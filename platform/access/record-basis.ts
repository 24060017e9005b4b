import type { Sql } from '#platform/database/transaction.ts';
import type { Purpose } from './purpose.ts';

/** Why an organisation may open a person's record. `own` is the resident; `every` the platform and `system/*` clients. */
export type Basis =
  | 'treatment'
  | 'referral'
  | 'contract'
  | 'shared-centre'
  | 'secondment'
  | 'consent'
  | 'emergency'
  | 'registration'
  | 'statistics'
  /** One thing that another organisation was shown. */
  | 'share'
  /** One sensitive thing that the own organisation uncovered, with a reason. */
  | 'reveal'
  | 'own-record'
  | 'every-organisation';

export interface RecordBasis {
  readonly personId: string;
  readonly organisationId: string;
  readonly basis: Exclude<Basis, 'own-record' | 'every-organisation'>;
  /** What created it, as `module/id`; the same source ends it. */
  readonly source: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  /** The one purpose; left out or null for every purpose of care. */
  readonly purpose?: Purpose | null;
  /** `Type/id` when only this is opened; left out or null for the record. */
  readonly resource?: string | null;
  /** Opens what is sensitive too. */
  readonly opensRestricted?: boolean;
}

/** Opens a person's record to an organisation; granting the same source again moves its end. */
export async function grantRecordBasis(sql: Sql, grant: RecordBasis): Promise<void> {
  await sql.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from, valid_until, purpose, resource, opens_restricted)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict on constraint record_basis_key do update set valid_until = excluded.valid_until, purpose = excluded.purpose,
       opens_restricted = excluded.opens_restricted,
       granted_by = case when record_basis.valid_until <= excluded.granted_at then excluded.granted_by else record_basis.granted_by end,
       granted_at = case when record_basis.valid_until <= excluded.granted_at then excluded.granted_at else record_basis.granted_at end`,
    [
      grant.personId, grant.organisationId, grant.basis, grant.source, grant.validFrom, grant.validUntil, grant.purpose ?? null, grant.resource ?? null,
      grant.opensRestricted ?? false,
    ],
  );
}

/** Ends every basis of one source from `at` on; the next read is refused. Returns how many were open. */
export async function endRecordBasis(sql: Sql, { source, at }: { source: string; at: Date }): Promise<number> {
  return sql.execute(
    `update access.record_basis set valid_until = greatest(valid_from, $2::timestamptz)
     where source = $1 and (valid_until is null or valid_until > $2)`,
    [source, at],
  );
}

/** Grants many at once (world loader, imports): one statement. */
export async function grantRecordBases(sql: Sql, grants: readonly RecordBasis[]): Promise<void> {
  if (grants.length === 0) return;
  await sql.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from, valid_until, purpose, resource, opens_restricted)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::boolean[])
     on conflict on constraint record_basis_key do nothing`,
    [
      grants.map((grant) => grant.personId),
      grants.map((grant) => grant.organisationId),
      grants.map((grant) => grant.basis),
      grants.map((grant) => grant.source),
      grants.map((grant) => grant.validFrom),
      grants.map((grant) => grant.validUntil),
      grants.map((grant) => grant.purpose ?? null),
      grants.map((grant) => grant.resource ?? null),
      grants.map((grant) => grant.opensRestricted ?? false),
    ],
  );
}

/** The grounds of the whole record that are open now, one per organisation and kind, with the latest end. */
export async function listRecordBases(sql: Sql, personId: string): Promise<RecordBasis[]> {
  return sql.query<RecordBasis>(
    `select distinct on (organisation_id, basis) person_id as "personId", organisation_id as "organisationId", basis, source,
       valid_from as "validFrom", valid_until as "validUntil", purpose, opens_restricted as "opensRestricted"
     from access.record_basis where person_id = $1 and resource is null and (valid_until is null or valid_until > now())
     order by organisation_id, basis, valid_until desc nulls first`,
    [personId],
  );
}

/** Closes a record to an organisation and all below it (`*`: to everybody), emergencies apart, until the refusal of this source ends. */
export async function refuseAccess(sql: Sql, refusal: Refused): Promise<void> {
  await sql.execute(
    `insert into access.refusal (person_id, organisation_id, purpose, source, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint refusal_key do update set purpose = excluded.purpose, valid_until = excluded.valid_until`,
    [refusal.personId, refusal.organisationId, refusal.purpose, refusal.source, refusal.validFrom, refusal.validUntil],
  );
}

export interface Refused {
  readonly personId: string;
  readonly organisationId: string;
  readonly purpose: Purpose | null;
  readonly source: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

/** Ends the refusals of one source. */
export async function endRefusal(sql: Sql, { source, at }: { source: string; at: Date }): Promise<void> {
  await sql.execute(
    'update access.refusal set valid_until = greatest(valid_from, $2::timestamptz) where source = $1 and (valid_until is null or valid_until > $2)',
    [source, at],
  );
}
