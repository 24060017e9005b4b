import type { Sql } from '#platform/database/transaction.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';

/**
 * Gives each role the permissions that contracts declare for it, once: what an administrator took away since stays away,
 * and what a new version declares is added. Returns how many were added.
 */
export async function seedRolePermissions(sql: Sql, contracts: readonly ModuleContract[]): Promise<number> {
  const pairs = contracts.flatMap(({ permissions }) =>
    Object.entries(permissions).flatMap(([permission, { roles }]) => roles.map((role) => ({ role, permission }))));
  return sql.execute(
    `with fresh as (
       insert into access.role_permission_seed (role, permission)
       select * from unnest($1::text[], $2::text[]) on conflict do nothing returning role, permission
     )
     insert into access.role_permission (role, permission) select role, permission from fresh on conflict do nothing`,
    [pairs.map(({ role }) => role), pairs.map(({ permission }) => permission)],
  );
}

export async function listPermissionsOfRoles(sql: Sql, roles: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ permission: string }>(
    'select distinct permission from access.role_permission where role = any($1::text[]) order by permission',
    [roles],
  );
  return rows.map((row) => row.permission);
}
