import type { Database, Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, DRAFT_BYTES_MAX, DRAFTS_MAX, SAVED_VIEWS_MAX, type DraftView, type SavedView } from '../contract.ts';

const problem = problemsOf(contract.problems);

/** What people typed and how they like their lists; each row is seen by its own account only. */
export async function listDraftsOf(sql: Sql, accountId: string): Promise<DraftView[]> {
  const rows = await sql.query<Omit<DraftView, 'updatedAt'> & { updatedAt: Date }>(
    `select form_key as key, title, path, value, updated_at as "updatedAt" from identity.draft
     where account_id = $1 order by updated_at desc, form_key limit ${DRAFTS_MAX}`,
    [accountId],
  );
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}

export async function keepDraft(
  database: Database,
  accountId: string,
  draft: { key: string; title: string; path: string; value?: unknown },
): Promise<void> {
  const value = boundedJson(draft.value);
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into identity.draft (account_id, form_key, title, path, value) values ($1, $2, $3, $4, $5)
       on conflict on constraint draft_key do update set title = excluded.title, path = excluded.path,
         value = excluded.value, updated_at = clock_timestamp()`,
      [accountId, draft.key, draft.title, draft.path, value],
    );
    await requireFewer(tx, accountId, { table: 'identity.draft', max: DRAFTS_MAX });
  });
}

export async function removeDraft(sql: Sql, accountId: string, key: string): Promise<void> {
  await sql.execute('delete from identity.draft where account_id = $1 and form_key = $2', [accountId, key]);
}

export async function listViewsOf(sql: Sql, accountId: string, listKey?: string): Promise<SavedView[]> {
  return sql.query<SavedView>(
    `select list_key as "listKey", name, value from identity.saved_view
     where account_id = $1 and ($2::text is null or list_key = $2) order by list_key, name limit ${SAVED_VIEWS_MAX}`,
    [accountId, listKey ?? null],
  );
}

export async function keepView(
  database: Database,
  accountId: string,
  view: { listKey: string; name: string; value?: unknown },
): Promise<void> {
  const value = boundedJson(view.value);
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into identity.saved_view (account_id, list_key, name, value) values ($1, $2, $3, $4)
       on conflict on constraint saved_view_key do update set value = excluded.value, updated_at = clock_timestamp()`,
      [accountId, view.listKey, view.name, value],
    );
    await requireFewer(tx, accountId, { table: 'identity.saved_view', max: SAVED_VIEWS_MAX });
  });
}

export async function removeView(sql: Sql, accountId: string, { listKey, name }: { listKey: string; name: string }): Promise<void> {
  await sql.execute('delete from identity.saved_view where account_id = $1 and list_key = $2 and name = $3', [accountId, listKey, name]);
}

/** JSON with no NUL, which PostgreSQL cannot hold; at most DRAFT_BYTES_MAX bytes. */
function boundedJson(value: unknown): string {
  const json = JSON.stringify(value ?? null).replaceAll('\\u0000', '');
  if (Buffer.byteLength(json) > DRAFT_BYTES_MAX) throw problem('identity.too-many-kept');
  return json;
}

async function requireFewer(tx: Sql, accountId: string, { table, max }: { table: 'identity.draft' | 'identity.saved_view'; max: number }): Promise<void> {
  const rows = await tx.query<{ count: number }>(`select count(*) as count from ${table} where account_id = $1`, [accountId]);
  if ((rows[0]?.count ?? 0) > max) throw problem('identity.too-many-kept');
}
