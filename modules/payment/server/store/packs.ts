import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import type { listParameterPacks, Pack } from '../../contract/packs.ts';
import { anyFilter, instant, orderOf, publishedScope, wordFilter, type StateStep } from './columns.ts';

const COLUMNS = `k.pack_id as id, k.city, k.insurance, k.year, k.version, k.owner_organisation_id as "ownerOrganisationId", k.valid_from as "validFrom", k.valid_until as "validUntil",
  k.state, ${instant('k.state_since')} as "stateSince", k.loaded_by as "loadedBy", k.approved_by as "approvedBy",
  jsonb_array_length(k.content->'groups') as groups, jsonb_array_length(k.content->'institutions') as institutions, k.missing`;
const SORTS = { city: 'k.city', year: 'k.year', version: 'k.version', state: 'k.state', validFrom: 'k.valid_from', validUntil: 'k.valid_until', stateSince: 'k.state_since' };

export interface StoredPack extends Pack {
  readonly content: PackContent;
  readonly loadedById: string;
}

export function listPackRows(sql: Sql, input: InputOf<typeof listParameterPacks>): Promise<Page<Pack>> {
  return listPage<Pack>(sql, {
    select: COLUMNS, from: 'payment.pack k', scope: publishedScope,
    filters: [...anyFilter('k.state', input.state), ...wordFilter(['k.city', 'k.version'], input.q)],
    orderBy: orderOf(input.sort, { allowed: SORTS, fallback: "array_position(array['draft', 'approved', 'retired', 'withdrawn'], k.state), k.year desc, k.valid_from desc", unique: 'k.pack_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function findPack(sql: Sql, id: string): Promise<StoredPack | undefined> {
  return (await sql.query<StoredPack>(`select ${COLUMNS}, k.content, k.loaded_by_id as "loadedById" from payment.pack k where k.pack_id = $1`, [id]))[0];
}

export async function lockPack(sql: Sql, id: string): Promise<StoredPack | undefined> {
  return (await sql.query<StoredPack>(`select ${COLUMNS}, k.content, k.loaded_by_id as "loadedById" from payment.pack k where k.pack_id = $1 for update`, [id]))[0];
}

export type NewPack = Pick<Pack, 'id' | 'city' | 'insurance' | 'year' | 'version' | 'ownerOrganisationId' | 'validFrom' | 'validUntil' | 'missing'> & {
  readonly content: PackContent;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
};

/** False when the version is taken. */
export async function insertPack(sql: Sql, row: NewPack): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.pack (pack_id, city, insurance, year, version, owner_organisation_id, valid_from, valid_until, content, missing, state, state_since, loaded_by_id, loaded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11, $12, $13) on conflict on constraint pack_version_unique do nothing`,
    [row.id, row.city, row.insurance, row.year, row.version, row.ownerOrganisationId, row.validFrom, row.validUntil, JSON.stringify(row.content), row.missing, row.now, row.subject.id, row.subject.name],
  );
  return written === 1;
}

/** An approved pack of the same city and insurance whose validity shares a day. */
export async function findOverlap(sql: Sql, pack: Pack): Promise<string | undefined> {
  // One approval of a city at a time.
  await sql.execute("select pg_advisory_xact_lock(hashtextextended('payment.pack|' || $1, 0))", [pack.city]);
  const rows = await sql.query<{ version: string }>(
    `select version from payment.pack where city = $1 and insurance = $2 and state = 'approved' and pack_id <> $3 and valid_from <= $5::date and valid_until >= $4::date limit 1`,
    [pack.city, pack.insurance, pack.id, pack.validFrom, pack.validUntil],
  );
  return rows[0]?.version;
}

export async function updatePackState(sql: Sql, step: StateStep & { approvedBy?: string }): Promise<void> {
  await sql.execute('update payment.pack set state = $2, state_since = $3, approved_by = coalesce($4, approved_by) where pack_id = $1', [step.id, step.state, step.now, step.approvedBy ?? null]);
}

