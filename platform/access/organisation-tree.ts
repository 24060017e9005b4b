import type { Sql } from '#platform/database/transaction.ts';

/**
 * Puts an organisation into the tree that access follows, or moves it. Children keep their place below it.
 * Written by the consortium room in the transaction that creates or moves the organisation.
 */
export async function registerOrganisation(
  sql: Sql,
  { organisationId, parentId }: { organisationId: string; parentId: string | null },
): Promise<void> {
  // Asked apart: Citus answers no row, and not one of nothing, where the statement that inserts finds no parent.
  const [parent] = parentId === null ? [] : await sql.query<{ ancestorIds: string[] }>('select ancestor_ids as "ancestorIds" from access.organisation where organisation_id = $1', [parentId]);
  await sql.execute(
    `insert into access.organisation (organisation_id, parent_id, ancestor_ids) values ($1, $2, $3::text[])
     on conflict (organisation_id) do update set parent_id = excluded.parent_id, ancestor_ids = excluded.ancestor_ids`,
    [organisationId, parentId, [...(parent?.ancestorIds ?? []), organisationId]],
  );
  await sql.execute(
    `with recursive tree as (
       select organisation_id, ancestor_ids from access.organisation where organisation_id = $1
       union all
       select child.organisation_id, array_append(tree.ancestor_ids, child.organisation_id)
       from access.organisation child join tree on child.parent_id = tree.organisation_id
     )
     update access.organisation target set ancestor_ids = tree.ancestor_ids
     from tree where target.organisation_id = tree.organisation_id and target.ancestor_ids <> tree.ancestor_ids`,
    [organisationId],
  );
}

/** The organisation itself and everything below it. */
export async function listSubtree(sql: Sql, organisationId: string): Promise<string[]> {
  const rows = await sql.query<{ organisation_id: string }>(
    'select organisation_id from access.organisation where ancestor_ids @> array[$1] order by organisation_id',
    [organisationId],
  );
  return rows.map((row) => row.organisation_id);
}

/** Whether the tree has the organisation. */
export async function organisationExists(sql: Sql, organisationId: string): Promise<boolean> {
  const rows = await sql.query('select 1 from access.organisation where organisation_id = $1', [organisationId]);
  return rows.length > 0;
}
