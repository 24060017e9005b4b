import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Pack } from '../../contract/packs.ts';
import { readNames } from '../rules/drg/read-tables.ts';
import { Findings } from '../rules/findings.ts';
import type { GroupWeight } from '../rules/pack-weights.ts';
import { openRoomGrouper, type RoomGrouper, type Scheme } from '../rules/room-grouper.ts';

const COLUMNS = `p.pack_id as id, p.scheme, p.name, p.version, p.state, p.valid_from as "validFrom", p.valid_until as "validUntil", p.owner_organisation_id as "ownerOrganisationId",
  (select coalesce(array_agg(f.name order by f.name), '{}') from casemix.pack_file f where f.pack_id = p.pack_id) as files,
  (select count(*)::integer from casemix.group_weight w where w.pack_id = p.pack_id) as weights, p.created_at as "createdAt"`;

const shown = (pack: Pack): Pack => ({ ...pack, createdAt: new Date(pack.createdAt).toISOString() });

/** Packs are rules, not patient data: whoever may read packs reads all of them. */
export async function listPackRows(sql: Sql, given: { scheme?: Scheme | undefined; limit: number; offset: number }): Promise<Page<Pack>> {
  const page = await listPage<Pack>(sql, {
    select: COLUMNS, from: 'casemix.pack p', scope: () => ({ text: 'true', values: [] }), filters: given.scheme === undefined ? [] : [{ text: 'p.scheme = ?', values: [given.scheme] }],
    orderBy: 'p.created_at desc, p.pack_id', limit: given.limit, offset: given.offset,
  });
  return { ...page, rows: page.rows.map(shown) };
}

export async function findPack(sql: Sql, id: string, lock = false): Promise<Pack | undefined> {
  const [row] = await sql.query<Pack>(`select ${COLUMNS} from casemix.pack p where p.pack_id = $1 ${lock ? 'for update of p' : ''}`, [id]);
  return row === undefined ? undefined : shown(row);
}

export async function packNameTaken(sql: Sql, given: { organisationId: string; scheme: Scheme; name: string; version: string }): Promise<boolean> {
  const rows = await sql.query('select 1 from casemix.pack where owner_organisation_id = $1 and scheme = $2 and name = $3 and version = $4', [given.organisationId, given.scheme, given.name, given.version]);
  return rows.length > 0;
}

export async function insertPack(sql: Sql, row: { id: string; organisationId: string; scheme: Scheme; name: string; version: string; at: Date }): Promise<void> {
  await sql.execute('insert into casemix.pack (pack_id, owner_organisation_id, scheme, name, version, created_at) values ($1, $2, $3, $4, $5, $6)', [row.id, row.organisationId, row.scheme, row.name, row.version, row.at]);
}

export async function insertPackAction(sql: Sql, row: { id: string; packId: string; organisationId: string; action: string; actorId: string; note: string; at: Date }): Promise<void> {
  await sql.execute('insert into casemix.pack_action (action_id, pack_id, owner_organisation_id, action, actor_id, note, acted_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [row.id, row.packId, row.organisationId, row.action, row.actorId, row.note, row.at]);
}

export async function putPackFile(sql: Sql, packId: string, file: { name: string; content: string }): Promise<void> {
  await sql.execute('insert into casemix.pack_file (pack_id, name, content) values ($1, $2, $3) on conflict (pack_id, name) do update set content = excluded.content', [packId, file.name, file.content]);
}

export async function packFiles(sql: Sql, packId: string): Promise<Map<string, string>> {
  const rows = await sql.query<{ name: string; content: string }>('select name, content from casemix.pack_file where pack_id = $1 order by name', [packId]);
  return new Map(rows.map(({ name, content }) => [name, content]));
}

export async function markInForce(sql: Sql, given: { id: string; validFrom: string; validUntil: string | null; weights: readonly GroupWeight[] }): Promise<void> {
  await sql.execute("update casemix.pack set state = 'in-force', valid_from = $2, valid_until = $3 where pack_id = $1", [given.id, given.validFrom, given.validUntil]);
  await sql.execute('delete from casemix.group_weight where pack_id = $1', [given.id]);
  await sql.execute(
    `insert into casemix.group_weight (pack_id, group_code, weight, low_risk) select $1, g, w::numeric, r from unnest($2::text[], $3::text[], $4::boolean[]) as t(g, w, r)`,
    [given.id, given.weights.map(({ group }) => group), given.weights.map(({ weight }) => weight), given.weights.map(({ lowRisk }) => lowRisk)],
  );
}

export async function markWithdrawn(sql: Sql, id: string): Promise<void> {
  await sql.execute("update casemix.pack set state = 'withdrawn' where pack_id = $1", [id]);
}

/** The pack that groups discharges of a day: among those in force the one that took force last. */
export async function packInForce(sql: Sql, scheme: Scheme, on: string): Promise<Pack | undefined> {
  const [row] = await sql.query<Pack>(
    `select ${COLUMNS} from casemix.pack p where p.scheme = $1 and p.state = 'in-force' and p.valid_from <= $2::date and (p.valid_until is null or p.valid_until >= $2::date)
     order by p.valid_from desc, p.created_at desc, p.pack_id limit 1`,
    [scheme, on],
  );
  return row === undefined ? undefined : shown(row);
}

export async function weightRows(sql: Sql, packId: string): Promise<Map<string, GroupWeight>> {
  const rows = await sql.query<GroupWeight>('select group_code as "group", weight::text as weight, low_risk as "lowRisk" from casemix.group_weight where pack_id = $1', [packId]);
  return new Map(rows.map((row) => [row.group, row]));
}

/** Names of the groups, for tables. */
export async function loadGroupNames(sql: Sql, pack: Pick<Pack, 'id' | 'scheme'>): Promise<ReadonlyMap<string, string>> {
  const file = pack.scheme === 'drg' ? 'drg_names.csv' : 'catalogue.json';
  const [row] = await sql.query<{ content: string }>('select content from casemix.pack_file where pack_id = $1 and name = $2', [pack.id, file]);
  if (row === undefined) return new Map();
  if (pack.scheme === 'drg') return readNames({ file, text: row.content, findings: new Findings(), column: 'drg' });
  return new Map((JSON.parse(row.content) as { groups: { code: string; name?: string }[] }).groups.map(({ code, name }) => [code, name ?? '']));
}

const LOADED_MAX = 4;
/** Compiled packs in force: their files are fixed, so a pack is read once a process. Drafts are never kept. */
const loaded = new Map<string, Promise<RoomGrouper>>();

export async function loadGrouper(sql: Sql, pack: Pick<Pack, 'id' | 'scheme' | 'state'>): Promise<RoomGrouper> {
  if (pack.state === 'draft') return openRoomGrouper(pack.scheme, await packFiles(sql, pack.id));
  const known = loaded.get(pack.id);
  if (known !== undefined) return known;
  const fresh = packFiles(sql, pack.id).then((files) => openRoomGrouper(pack.scheme, files));
  loaded.set(pack.id, fresh);
  fresh.catch(() => loaded.delete(pack.id));
  const [oldest] = loaded.keys();
  if (loaded.size > LOADED_MAX && oldest !== undefined) loaded.delete(oldest);
  return fresh;
}
