import type { Gate } from '#platform/access/gate.ts';
import { beyondSight, type Sql, type Transaction } from '#platform/database/transaction.ts';
import type { Bulletin, BulletinContent } from '../../contract/bulletins.ts';
import { at } from './columns.ts';

/** Organisations that stand for a body of its tasks, other than the publisher, without a receipt. */
const AWAITED = `from task_ledger.party p join task_ledger.task t on t.task_id = p.task_id where t.in_force and t.owner_organisation_id = b.owner_organisation_id and (b.source_id is null or t.source_id = b.source_id)
  and p.organisation_id is not null and p.organisation_id <> b.owner_organisation_id
  and not exists (select 1 from task_ledger.receipt got where got.bulletin_id = b.bulletin_id and got.owner_organisation_id = p.organisation_id)`;
const COLUMNS = `b.bulletin_id as id, b.number, b.quarter, b.source_id as "sourceId", b.title, b.comments, ${at('b.published_at')} as "publishedAt", b.subject_name as "publishedBy",
  b.owner_organisation_id as "ownerOrganisationId", b.digest, coalesce((select jsonb_agg(jsonb_build_object('organisationId', r.owner_organisation_id, 'subjectName', r.subject_name, 'note', r.note,
  'at', ${at('r.recorded_at')}) order by r.recorded_at, r.owner_organisation_id) from task_ledger.receipt r where r.bulletin_id = b.bulletin_id), '[]') as receipts`;

/** The publisher and every organisation that leads or joins a task of it. */
const READERS = [
  'b.owner_organisation_id',
  `(select p.organisation_id from task_ledger.party p join task_ledger.task t on t.task_id = p.task_id where t.owner_organisation_id = b.owner_organisation_id
     and (b.source_id is null or t.source_id = b.source_id) and p.organisation_id = any($1::text[]) limit 1)`,
] as const;

const visible = (gate: Gate): { text: string; values: readonly unknown[] } => gate.scope({ organisation: READERS })(1);

/** Newest first; four a year and policy. */
export function listBulletinRows(sql: Sql, gate: Gate): Promise<Bulletin[]> {
  const scope = visible(gate);
  return sql.query<Unawaited<Bulletin>>(`select ${COLUMNS} from task_ledger.bulletin b where ${scope.text} order by b.published_at desc, b.bulletin_id limit 200`, scope.values).then((rows) => withAwaited(sql, rows));
}

type Whole = Bulletin & { readonly content: BulletinContent };

export async function findBulletin(sql: Sql, gate: Gate, id: string): Promise<Whole | undefined> {
  const scope = visible(gate);
  const rows = await sql.query<Unawaited<Whole>>(`select ${COLUMNS}, b.content from task_ledger.bulletin b where ${scope.text} and b.bulletin_id = $${scope.values.length + 1}`, [...scope.values, id]);
  return (await withAwaited<Whole>(sql, rows))[0];
}

type Unawaited<Row> = Omit<Row, 'awaited'>;

/** Who has not acknowledged is known to all who read the bulletin; it follows from tasks of which a reader sees only the own. */
async function withAwaited<Row extends Bulletin>(sql: Sql, rows: readonly Unawaited<Row>[]): Promise<Row[]> {
  const found = await beyondSight(sql).query<{ id: string; awaited: string[] }>(
    `select b.bulletin_id as id, coalesce((select jsonb_agg(distinct p.organisation_id) ${AWAITED}), '[]') as awaited from task_ledger.bulletin b where b.bulletin_id = any($1::text[])`,
    [rows.map(({ id }) => id)],
  );
  const byId = new Map(found.map(({ id, awaited }) => [id, awaited]));
  return rows.map((row) => ({ ...row, awaited: byId.get(row.id) ?? [] }) as Row);
}

export interface NewBulletin {
  readonly id: string;
  readonly quarter: string;
  readonly sourceId: string | null;
  readonly title: string;
  readonly comments: string;
  readonly content: BulletinContent;
  readonly digest: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** False when the quarter's bulletin stands already. Numbers run within the year of the quarter. */
export async function insertBulletin(tx: Transaction, row: NewBulletin): Promise<boolean> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('task_ledger.bulletin|' || $1, 0))", [row.ownerOrganisationId]);
  const made = await tx.query<{ id: string }>(
    `insert into task_ledger.bulletin (bulletin_id, number, quarter, source_id, title, comments, content, digest, owner_organisation_id, subject_id, subject_name, published_at)
     select $1, '〔' || left($2, 4) || '〕' || (1 + (select count(*) from task_ledger.bulletin b where b.owner_organisation_id = $8 and left(b.quarter, 4) = left($2, 4))) || '号',
       $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 on conflict on constraint bulletin_once do nothing returning bulletin_id as id`,
    [row.id, row.quarter, row.sourceId, row.title, row.comments, JSON.stringify(row.content), row.digest, row.ownerOrganisationId, row.subject.id, row.subject.name, row.now],
  );
  return made.length === 1;
}

/** False when this organisation has acknowledged it before. */
export async function insertReceipt(tx: Transaction, row: { bulletinId: string; ownerOrganisationId: string; note: string | null; subject: { id: string; name: string }; now: Date }): Promise<boolean> {
  const made = await tx.query<{ id: string }>(
    `insert into task_ledger.receipt (bulletin_id, owner_organisation_id, note, subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (bulletin_id, owner_organisation_id) do nothing returning bulletin_id as id`,
    [row.bulletinId, row.ownerOrganisationId, row.note, row.subject.id, row.subject.name, row.now],
  );
  return made.length === 1;
}

/** Days in which a bulletin is to be acknowledged. */
const RECEIPT_DAYS = 7;

/** Bulletins that wait for an organisation's receipt, and those of them that waited too long. */
export async function countAwaited(sql: Sql, { organisationId, now }: { organisationId: string | null; now: Date }): Promise<{ waiting: number; overdue: number }> {
  const [row] = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*)::int as waiting, (count(*) filter (where b.published_at < $2::timestamptz - interval '${RECEIPT_DAYS} days'))::int as overdue from task_ledger.bulletin b
     where exists (select 1 ${AWAITED} and p.organisation_id = $1)`,
    [organisationId, now],
  );
  return row ?? { waiting: 0, overdue: 0 };
}
