import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';

export interface ResidentAction {
  readonly actionId: string;
  readonly residentId: string;
  readonly ownerOrganisationId: string;
  readonly action: string;
  readonly at: Date;
  readonly byId: string;
  readonly byName: string;
  readonly byOrganisationId: string | null;
  readonly otherResidentId: string | null;
  readonly reason: string | null;
}

export async function insertActions(sql: Sql, actions: readonly ResidentAction[]): Promise<void> {
  if (actions.length === 0) return;
  await sql.execute(
    `insert into residents.action (action_id, resident_id, owner_organisation_id, action, at, by_id, by_name, by_organisation_id,
       other_resident_id, reason)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])`,
    [
      actions.map((each) => each.actionId),
      actions.map((each) => each.residentId),
      actions.map((each) => each.ownerOrganisationId),
      actions.map((each) => each.action),
      actions.map((each) => each.at),
      actions.map((each) => each.byId),
      actions.map((each) => each.byName),
      actions.map((each) => each.byOrganisationId),
      actions.map((each) => each.otherResidentId),
      actions.map((each) => each.reason),
    ],
  );
}

/** What happened to an entry, newest first, seen from either side of a merge. */
export function listActions(
  sql: Sql,
  { residentId, scope, limit, offset }: { residentId: string; scope: ScopeBuilder; limit: number; offset: number },
): Promise<Page<ResidentAction>> {
  return listPage<ResidentAction>(sql, {
    select: `a.action_id as "actionId", a.resident_id as "residentId", a.owner_organisation_id as "ownerOrganisationId", a.action, a.at,
      a.by_id as "byId", a.by_name as "byName", a.by_organisation_id as "byOrganisationId", a.other_resident_id as "otherResidentId", a.reason`,
    from: 'residents.action a',
    scope,
    filters: [{ text: 'a.resident_id = ? or a.other_resident_id = ?', values: [residentId, residentId] }],
    orderBy: 'a.action_no desc',
    limit,
    offset,
  });
}

/** The latest merge of an entry: its id names the record bases that it opened. */
export async function findLatestMerge(sql: Sql, mergedId: string): Promise<ResidentAction | undefined> {
  const rows = await sql.query<ResidentAction>(
    `select action_id as "actionId", resident_id as "residentId", owner_organisation_id as "ownerOrganisationId", action, at, by_id as "byId",
       by_name as "byName", by_organisation_id as "byOrganisationId", other_resident_id as "otherResidentId", reason
     from residents.action where other_resident_id = $1 and action = 'merged' order by action_no desc limit 1`,
    [mergedId],
  );
  return rows[0];
}
