import type { Sql } from '#platform/database/transaction.ts';

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
}

/** Opens a person's record to an organisation; granting the same source again moves its end. */
export async function grantRecordBasis(sql: Sql, grant: RecordBasis): Promise<void> {
  await sql.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from, valid_until)
     values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint record_basis_key do update set valid_until = excluded.valid_until`,
    [grant.personId, grant.organisationId, grant.basis, grant.source, grant.validFrom, grant.validUntil],
  );
}

/** Ends every basis of one source from `at` on; the next read is refused. */
export async function endRecordBasis(sql: Sql, { source, at }: { source: string; at: Date }): Promise<void> {
  await sql.execute(
    `update access.record_basis set valid_until = greatest(valid_from, $2::timestamptz)
     where source = $1 and (valid_until is null or valid_until > $2)`,
    [source, at],
  );
}

/** Grants many at once (world loader, imports): one statement. */
export async function grantRecordBases(sql: Sql, grants: readonly RecordBasis[]): Promise<void> {
  if (grants.length === 0) return;
  await sql.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from, valid_until)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
     on conflict on constraint record_basis_key do nothing`,
    [
      grants.map((grant) => grant.personId),
      grants.map((grant) => grant.organisationId),
      grants.map((grant) => grant.basis),
      grants.map((grant) => grant.source),
      grants.map((grant) => grant.validFrom),
      grants.map((grant) => grant.validUntil),
    ],
  );
}

/** The grounds that are open now, one per organisation and kind, with the latest end. */
export async function listRecordBases(sql: Sql, personId: string): Promise<RecordBasis[]> {
  return sql.query<RecordBasis>(
    `select distinct on (organisation_id, basis) person_id as "personId", organisation_id as "organisationId", basis, source,
       valid_from as "validFrom", valid_until as "validUntil"
     from access.record_basis where person_id = $1 and (valid_until is null or valid_until > now())
     order by organisation_id, basis, valid_until desc nulls first`,
    [personId],
  );
}
