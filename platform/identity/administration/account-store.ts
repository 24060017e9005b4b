import type { Sql } from '#platform/database/transaction.ts';
import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import { loginKey } from '../accounts.ts';

export interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly disabledAt: Date | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly lastSignedInAt: Date | null;
  readonly createdAt: Date;
  readonly passwordChangedAt: Date | null;
  readonly lockedUntil: Date | null;
  readonly assignments: readonly AssignmentRow[];
}

export interface AssignmentRow {
  readonly id: string;
  readonly organisationId: string;
  readonly role: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** `account_key` and `throttle_key` of the sign-in name, as throttle.ts makes them. */
const LOCKED = `(select max(blocked_until) from identity.sign_in_throttle
  where throttle_key = encode(sha256(convert_to('name|' || account.login_key, 'UTF8')), 'hex') and blocked_until > clock_timestamp())`;
const LIVE_ROLE = `held.account_id = account.account_id and held.revoked_at is null and (held.valid_until is null or held.valid_until >= current_date)`;

const SELECT = `account_id as id, login, name, owner_organisation_id as "organisationId", disabled_at as "disabledAt", password_hash is not null as "hasPassword",
  (exists (select 1 from identity.totp where totp.account_id = account.account_id and confirmed_at is not null)
    or exists (select 1 from identity.passkey where passkey.account_id = account.account_id)) as "hasSecondFactor",
  (select max(created_at) from identity.session where session.account_id = account.account_id) as "lastSignedInAt",
  created_at as "createdAt", password_changed_at as "passwordChangedAt", ${LOCKED} as "lockedUntil",
  coalesce((select jsonb_agg(jsonb_build_object('id', assignment_id, 'organisationId', owner_organisation_id, 'role', role,
      'validFrom', valid_from, 'validUntil', valid_until) order by valid_from, assignment_id)
    from identity.assignment held where ${LIVE_ROLE}), '[]') as assignments`;

const STATES = {
  disabled: 'disabled_at is not null',
  locked: `disabled_at is null and ${LOCKED} is not null`,
  waiting: 'disabled_at is null and password_hash is null',
  active: `disabled_at is null and password_hash is not null and ${LOCKED} is null`,
} as const;

export interface AccountFilter {
  readonly q?: string | undefined;
  readonly state?: keyof typeof STATES | undefined;
  readonly role?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Staff only: residents' accounts are the residents' own. */
export function listAccountRows(sql: Sql, scope: ScopeBuilder, { q, state, role, organisationId, limit, offset }: AccountFilter) {
  const filters: Filter[] = [{ text: 'person_id is null', values: [] }];
  const key = q === undefined ? '' : loginKey(q);
  if (key !== '') filters.push({ text: 'strpos(login_key, ?) > 0 or strpos(name, ?) > 0', values: [key, q!.trim()] });
  if (state !== undefined) filters.push({ text: STATES[state], values: [] });
  if (role !== undefined) filters.push({ text: `exists (select 1 from identity.assignment held where ${LIVE_ROLE} and held.role = ?)`, values: [role] });
  if (organisationId !== undefined) filters.push({ text: 'owner_organisation_id = ?', values: [organisationId] });
  return listPage<AccountRow>(sql, { select: SELECT, from: 'identity.account', scope, filters, orderBy: 'login_key', limit, offset });
}

/** The account, locked for the length of the transaction, when it is in the scope of who asks. */
export async function findAccountRow(sql: Sql, id: string, { scope, lock = false }: { scope: ScopeBuilder; lock?: boolean }): Promise<AccountRow | undefined> {
  const condition = scope(2);
  const found = await sql.query<{ id: string }>(
    `select account_id as id from identity.account where account_id = $1 and person_id is null and ${condition.text}${lock ? ' for update' : ''}`,
    [id, ...condition.values],
  );
  if (!found[0]) return undefined;
  const rows = await sql.query<AccountRow>(`select ${SELECT} from identity.account where account_id = $1`, [id]);
  return rows[0];
}

/** Effective at the next request, in every process within a second. */
export const revokeAssignment = async (sql: Sql, { accountId, assignmentId, now }: { accountId: string; assignmentId: string; now: Date }): Promise<boolean> =>
  (await sql.execute('update identity.assignment set revoked_at = $3 where assignment_id = $1 and account_id = $2 and revoked_at is null', [assignmentId, accountId, now])) === 1;

/** Whether the account ever held it, also when it was taken away or is over. */
export const wasAssigned = async (sql: Sql, accountId: string, assignmentId: string): Promise<boolean> =>
  (await sql.query('select 1 from identity.assignment where account_id = $1 and assignment_id = $2', [accountId, assignmentId])).length > 0;
