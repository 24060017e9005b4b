import type { Sql } from '#platform/database/transaction.ts';
import type { Facts, Refusal } from './decide.ts';

interface Row {
  readonly at: Date;
  readonly bases: readonly (Omit<Facts['bases'][number], 'validFrom' | 'validUntil'> & { validFrom: string; validUntil: string | null })[] | null;
  readonly refusals: readonly (Omit<Refusal, 'validFrom' | 'validUntil'> & { validFrom: string; validUntil: string | null })[] | null;
}

const dated = <Each extends { validFrom: string; validUntil: string | null }>(each: Each): Omit<Each, 'validFrom' | 'validUntil'> & { validFrom: Date; validUntil: Date | null } => ({
  ...each, validFrom: new Date(each.validFrom), validUntil: each.validUntil === null ? null : new Date(each.validUntil),
});

interface AskedFacts {
  readonly personId: string;
  readonly organisationIds: readonly string[];
  /** A moment that may lie after the beginning of the transaction: what this transaction itself opened or closed counts. Left out: its beginning. */
  readonly notBefore?: Date | undefined;
}

/** What `decide` needs about one person, with the database's time: one statement. */
export async function loadFacts(sql: Sql, { personId, organisationIds, notBefore }: AskedFacts): Promise<Facts & { at: Date }> {
  const values = [personId, organisationIds];
  const rows = await (notBefore === undefined ? sql.query<Row>(AT_THE_BEGINNING, values) : sql.query<Row>(LATER, [...values, notBefore]));
  const row = rows[0]!;
  return { at: row.at, bases: (row.bases ?? []).map(dated), refusals: (row.refusals ?? []).map(dated) };
}

const factsAt = (at: string): string =>
  `select ${at} as at,
       (select json_agg(json_build_object('personId', basis.person_id, 'organisationId', basis.organisation_id, 'basis', basis.basis, 'source', basis.source,
          'validFrom', basis.valid_from, 'validUntil', basis.valid_until, 'purpose', basis.purpose, 'resource', basis.resource,
          'opensRestricted', basis.opens_restricted, 'organisationAncestorIds', coalesce(place.ancestor_ids, '{}')))
        from access.record_basis basis left join access.organisation place on place.organisation_id = basis.organisation_id
        where basis.person_id = $1 and basis.organisation_id = any($2::text[]) and basis.valid_from <= ${at}
          and (basis.valid_until is null or basis.valid_until > ${at})) as bases,
       (select json_agg(json_build_object('organisationId', organisation_id, 'purpose', purpose, 'validFrom', valid_from, 'validUntil', valid_until))
        from access.refusal where person_id = $1 and (valid_until is null or valid_until > ${at})) as refusals`;
const AT_THE_BEGINNING = factsAt('now()');
const LATER = factsAt('greatest(now(), $3::timestamptz)');
