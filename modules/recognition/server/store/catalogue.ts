import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { addEquivalence, DeclineReason, Equivalence, Item, listEquivalences, listQualityMarks, listRecognitionItems, publishRecognitionItem, QualityMark, recordQualityMark } from '../../contract/catalogue.ts';

const ITEM = `i.item_id as id, i.code, i.system, i.version, i.name, i.name_en as "nameEn", i.kind, i.scope, i.window_days as "windowDays", i.price_fen::int as "priceFen", i.owner_organisation_id as "ownerOrganisationId", i.has_mark as "hasMark",
  i.valid_from as "validFrom", i.valid_until as "validUntil", i.end_reason as "endReason"`;
const PAIR = 'e.equivalence_id as id, e.code, e.relation, e.other_code as "otherCode", e.owner_organisation_id as "ownerOrganisationId", e.note, e.valid_from as "validFrom", e.valid_until as "validUntil"';
const MARK = `m.quality_mark_id as id, m.organisation_id as "organisationId", m.organisation_name as "organisationName", m.kind, m.code, m.passed, m.certificate, m.valid_from as "validFrom", m.valid_until as "validUntil",
  case when w.quality_mark_id is null then null else json_build_object('from', w.withdrawn_from, 'reason', w.reason, 'byName', w.by_name, 'at', to_char(w.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as withdrawal`;
const MARKS = 'recognition.quality_mark m left join recognition.quality_mark_withdrawal w on w.quality_mark_id = m.quality_mark_id';

/** The catalogue is public within the house; no person stands in it. */
const directory = (gate: Gate) => () => ({ text: gate.subject.id === '' ? 'false' : 'true', values: [] });
const like = (words: string): string => `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
const wanted = (given: string | undefined, filter: (value: string) => Filter): Filter[] => (given === undefined || given === '' ? [] : [filter(given)]);
const equals = (column: string) => (value: string): Filter => ({ text: `${column} = ?`, values: [value] });

export const pageOfItems = (sql: Sql, gate: Gate, input: InputOf<typeof listRecognitionItems>): Promise<Page<Item>> =>
  listPage<Item>(sql, {
    select: ITEM, from: 'recognition.item i', scope: directory(gate), orderBy: 'i.kind, i.code, i.version desc, i.item_id', limit: input.limit, offset: input.offset,
    filters: [
      ...wanted(input.kind, equals('i.kind')), ...wanted(input.scope, equals('i.scope')), ...wanted(input.on, (day) => ({ text: 'i.valid_from <= ?::date and (i.valid_until is null or i.valid_until >= ?::date)', values: [day, day] })),
      ...wanted(input.q, (words) => ({ text: 'i.name ilike ? or i.name_en ilike ? or i.code ilike ?', values: [like(words), like(words), like(words)] })),
    ],
  });

export const pageOfEquivalences = (sql: Sql, gate: Gate, input: InputOf<typeof listEquivalences>): Promise<Page<Equivalence>> =>
  listPage<Equivalence>(sql, {
    select: PAIR, from: 'recognition.equivalence e', scope: directory(gate), orderBy: 'e.code, e.other_code, e.equivalence_id', limit: input.limit, offset: input.offset,
    filters: [...wanted(input.relation, equals('e.relation')), ...wanted(input.q, (words) => ({ text: 'e.code ilike ? or e.other_code ilike ?', values: [like(words), like(words)] }))],
  });

export const pageOfMarks = (sql: Sql, gate: Gate, input: InputOf<typeof listQualityMarks>): Promise<Page<QualityMark>> =>
  listPage<QualityMark>(sql, {
    select: MARK, from: MARKS, scope: directory(gate), orderBy: 'm.organisation_name, m.valid_from desc, m.quality_mark_id', limit: input.limit, offset: input.offset,
    filters: [...wanted(input.kind, equals('m.kind')), ...wanted(input.organisationId, equals('m.organisation_id')), ...wanted(input.q, (words) => ({ text: 'm.organisation_name ilike ? or m.code ilike ?', values: [like(words), like(words)] }))],
  });

export const listReasons = (sql: Sql, on: string): Promise<DeclineReason[]> =>
  sql.query<DeclineReason>('select code, zh, en, needs_note as "needsNote", source from recognition.decline_reason where valid_from <= $1::date and (valid_until is null or valid_until >= $1::date) order by position limit 50', [on]);

/** In force on a day; of several publishers each has its own. */
export const listItemsOf = (sql: Sql, codes: readonly string[], on: string): Promise<Item[]> =>
  sql.query<Item>(`select ${ITEM} from recognition.item i where i.code = any($1::text[]) and i.valid_from <= $2::date and (i.valid_until is null or i.valid_until >= $2::date) order by i.code, i.window_days desc, i.item_id limit 500`, [codes, on]);

export const listPairs = (sql: Sql, on: string): Promise<Equivalence[]> =>
  sql.query<Equivalence>(`select ${PAIR} from recognition.equivalence e where e.valid_from <= $1::date and (e.valid_until is null or e.valid_until >= $1::date) order by e.equivalence_id limit 10000`, [on]);

export const listMarksOf = (sql: Sql, organisationIds: readonly string[]): Promise<QualityMark[]> =>
  sql.query<QualityMark>(`select ${MARK} from ${MARKS} where m.organisation_id = any($1::text[]) order by m.quality_mark_id limit 10000`, [organisationIds]);

export const lock = (tx: Sql, key: string): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('recognition ' || $1::text, 7))", [key]);

export async function findItem(sql: Sql, id: string): Promise<Item | undefined> {
  return (await sql.query<Item>(`select ${ITEM} from recognition.item i where i.item_id = $1`, [id]))[0];
}

export async function findVersions(sql: Sql, { organisationId, code, validFrom, validUntil }: Pick<InputOf<typeof publishRecognitionItem>, 'organisationId' | 'code' | 'validFrom' | 'validUntil'>): Promise<{ latest: number; overlapping: number }> {
  return (await sql.query<{ latest: number; overlapping: number }>(
    `select coalesce(max(version), 0)::int as latest, (count(*) filter (where valid_from <= coalesce(valid_until, 'infinity'::date) and daterange(valid_from, greatest(valid_until, valid_from), '[]') && daterange($3::date, $4::date, '[]') and (valid_until is null or valid_until >= valid_from)))::int as overlapping
     from recognition.item where owner_organisation_id = $1 and code = $2`,
    [organisationId, code, validFrom, validUntil ?? null],
  ))[0]!;
}

export const insertItem = (tx: Sql, id: string, { version, ...input }: InputOf<typeof publishRecognitionItem> & { version: number }): Promise<number> =>
  tx.execute(
    `insert into recognition.item (item_id, code, system, version, name, name_en, kind, scope, window_days, price_fen, owner_organisation_id, has_mark, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [id, input.code, input.system ?? null, version, input.name, input.nameEn, input.kind, input.scope, input.windowDays, input.priceFen, input.organisationId, input.hasMark, input.validFrom, input.validUntil ?? null],
  );

export const setItemEnd = (tx: Sql, { id, validUntil, reason }: { id: string; validUntil: string; reason: string }): Promise<number> => tx.execute('update recognition.item set valid_until = $2, end_reason = $3 where item_id = $1', [id, validUntil, reason]);

export async function findPair(sql: Sql, id: string): Promise<Equivalence | undefined> {
  return (await sql.query<Equivalence>(`select ${PAIR} from recognition.equivalence e where e.equivalence_id = $1`, [id]))[0];
}

export async function isPairKnown(sql: Sql, { code, relation, otherCode, validFrom }: InputOf<typeof addEquivalence>): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from recognition.equivalence where relation = $2 and (valid_until is null or valid_until >= $4::date) and ((code = $1 and other_code = $3) or ($2 = 'same' and code = $3 and other_code = $1)) limit 1`,
    [code, relation, otherCode, validFrom],
  );
  return rows.length > 0;
}

export const insertPair = (tx: Sql, id: string, input: InputOf<typeof addEquivalence>): Promise<number> =>
  tx.execute('insert into recognition.equivalence (equivalence_id, code, relation, other_code, owner_organisation_id, note, valid_from) values ($1, $2, $3, $4, $5, $6, $7)', [id, input.code, input.relation, input.otherCode, input.organisationId, input.note ?? null, input.validFrom]);

export const setPairEnd = (tx: Sql, id: string, validUntil: string): Promise<number> => tx.execute('update recognition.equivalence set valid_until = $2 where equivalence_id = $1', [id, validUntil]);

export async function hasMarkWithin(sql: Sql, { organisationId, kind, code, validFrom, validUntil }: InputOf<typeof recordQualityMark>): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from ${MARKS} where m.organisation_id = $1 and m.kind = $2 and m.code is not distinct from $3::text and daterange(m.valid_from, m.valid_until, '[]') && daterange($4::date, $5::date, '[]')
       and (w.withdrawn_from is null or daterange(m.valid_from, w.withdrawn_from, '[)') && daterange($4::date, $5::date, '[]')) limit 1`,
    [organisationId, kind, code ?? null, validFrom, validUntil],
  );
  return rows.length > 0;
}

export async function insertMark(tx: Sql, given: InputOf<typeof recordQualityMark> & { id: string; organisationName: string; ownerOrganisationId: string }): Promise<void> {
  await tx.execute(
    'insert into recognition.quality_mark (quality_mark_id, owner_organisation_id, organisation_id, organisation_name, kind, code, passed, certificate, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [given.id, given.ownerOrganisationId, given.organisationId, given.organisationName, given.kind, given.code ?? null, given.passed, given.certificate ?? null, given.validFrom, given.validUntil],
  );
}

export async function findMark(sql: Sql, id: string): Promise<QualityMark | undefined> {
  return (await sql.query<QualityMark>(`select ${MARK} from ${MARKS} where m.quality_mark_id = $1`, [id]))[0];
}

interface Withdrawal {
  readonly id: string;
  readonly ownerOrganisationId: string;
  readonly from: string;
  readonly reason: string;
  readonly at: Date;
  readonly byId: string;
  readonly byName: string;
}

export const insertWithdrawal = (tx: Sql, given: Withdrawal): Promise<number> =>
  tx.execute(
    'insert into recognition.quality_mark_withdrawal (quality_mark_id, owner_organisation_id, withdrawn_from, reason, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7)',
    [given.id, given.ownerOrganisationId, given.from, given.reason, given.at, given.byId, given.byName],
  );
