import { beyondSight, type Sql } from '#platform/database/transaction.ts';

export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
}

/** Staff with a live account who hold a permission at one of the organisations, by name; names and places only. */
export function listHolders(sql: Sql, { permission, organisationIds, today, accountId = null }: { permission: string; organisationIds: readonly string[]; today: string; accountId?: string | null }): Promise<Holder[]> {
  // Accounts stand outside what row security knows; the organisations asked for are the limit.
  return beyondSight(sql).query<Holder>(
    `select a.account_id as id, a.name, min(held.owner_organisation_id) as "organisationId" from identity.account a join identity.assignment held using (account_id)
     where a.person_id is null and a.disabled_at is null and held.revoked_at is null and held.valid_from <= $3::date and (held.valid_until is null or held.valid_until >= $3::date) and held.owner_organisation_id = any($2::text[])
       and exists (select 1 from access.role_permission p where p.role = held.role and p.permission = $1) and ($4::text is null or a.account_id = $4)
     group by a.account_id, a.name order by a.name, a.account_id limit 500`,
    [permission, organisationIds, today, accountId],
  );
}
