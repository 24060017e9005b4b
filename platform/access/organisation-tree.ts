import type { Sql } from '#platform/database/transaction.ts';

/**
 * Puts an organisation into the tree that access follows, or moves it. Children keep their place below it.
 * Written by the consortium room in the transaction that creates or moves the organisation.
 */
export async function registerOrganisation(
  sql: Sql,
  { organisationId, parentId }: { organisationId: string; parentId: string | null },
): Promise<void> {
  await sql.execute(
    `insert into access.organisation (organisation_id, parent_id, ancestor_ids)
     select $1::text, $2::text, array_append(coalesce(max(parent.ancestor_ids), '{}'), $1::text) from access.organisation parent where parent.organisation_id = $2::text
     on conflict (organisation_id) do update set parent_id = excluded.parent_id, ancestor_ids = excluded.ancestor_ids`,
    [organisationId, parentId],
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
