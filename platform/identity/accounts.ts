import type { Sql } from '#platform/database/transaction.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from './contract.ts';
import { contract as accountsContract } from './contract/accounts.ts';
import { checkHistory, checkPassword, hashPassword, rememberPassword } from './passwords/passwords.ts';

const problem = problemsOf(contract.problems);
const accountProblem = problemsOf(accountsContract.problems);

export interface NewAccount {
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
  /** Left out: only a set-up link leads in. */
  readonly password?: string;
  readonly fhirReference?: string | null;
  /** The resident whose own account this is. */
  readonly personId?: string | null;
  readonly organisationId?: string | null;
  readonly language?: 'zh' | 'en';
}

/** What people type as their login on any keyboard leads to one key. */
export const loginKey = (login: string): string => normaliseInput(login).replace(/\s/gu, '').toLowerCase();

/** Throws `identity.login-taken` or `identity.password-weak`. */
export async function createAccount(sql: Sql, account: NewAccount): Promise<string> {
  if (account.password !== undefined) checkPassword(account.password, account.login);
  const passwordHash = account.password === undefined ? null : await hashPassword(account.password);
  const created = await sql.execute(
    `insert into identity.account (account_id, login, login_key, name, password_hash, fhir_reference, person_id,
       owner_organisation_id, language, password_changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $5::text is not null then clock_timestamp() end)
     on conflict (login_key) do nothing`,
    [
      account.accountId,
      normaliseInput(account.login),
      loginKey(account.login),
      account.name,
      passwordHash,
      account.fhirReference ?? null,
      account.personId ?? null,
      account.organisationId ?? null,
      account.language ?? 'zh',
    ],
  );
  if (created === 0) throw problem('identity.login-taken', [{ path: 'login', message: contract.problems['identity.login-taken'] }]);
  return account.accountId;
}

export interface NewAssignment {
  readonly assignmentId: string;
  readonly accountId: string;
  readonly organisationId: string;
  readonly role: string;
  /** Calendar days, `YYYY-MM-DD`. */
  readonly validFrom: string;
  readonly validUntil?: string | null;
}

/**
 * Gives a role at an organisation; giving it again from the same day moves its end. Throws `account.administrators-apart`
 * where the person is an administrator of another kind.
 */
export async function assignRole(sql: Sql, assignment: NewAssignment): Promise<void> {
  try {
    await sql.execute(
      `insert into identity.assignment (assignment_id, account_id, owner_organisation_id, role, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (account_id, owner_organisation_id, role, valid_from) where revoked_at is null do update set valid_until = excluded.valid_until`,
      [
        assignment.assignmentId,
        assignment.accountId,
        assignment.organisationId,
        assignment.role,
        assignment.validFrom,
        assignment.validUntil ?? null,
      ],
    );
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint === 'assignment_administrators_apart') throw accountProblem('account.administrators-apart');
    throw error;
  }
}

export interface NewPassword {
  readonly accountId: string;
  readonly login: string;
  readonly password: string;
  /** Somebody else knows it: the person chooses an own one at the next sign-in. */
  readonly mustChange?: boolean;
  /** This one goes on; all others end. */
  readonly keepSessionId?: string;
}

/** Sets a password and ends the sessions of the account. Throws `identity.password-weak`, `-common` or `-used`. */
export async function setPassword(sql: Sql, { accountId, login, password, mustChange = false, keepSessionId = '' }: NewPassword): Promise<void> {
  checkPassword(password, login);
  await checkHistory(sql, accountId, password);
  await rememberPassword(sql, accountId);
  await sql.execute(
    'update identity.account set password_hash = $2, password_changed_at = clock_timestamp(), must_change_password = $3 where account_id = $1',
    [accountId, await hashPassword(password), mustChange],
  );
  await endSetupLinks(sql, accountId);
  await endSessionsOf(sql, accountId, keepSessionId);
}

/** What is replaced as a whole (codes, links) is replaced by one at a time: until the end of the transaction. */
export async function lockAccount(sql: Sql, accountId: string): Promise<void> {
  await sql.query('select 1 from identity.account where account_id = $1 for update', [accountId]);
}

/** Links that lie in somebody's mail open nothing once the password is set; null: those for a first administrator. */
export async function endSetupLinks(sql: Sql, accountId: string | null): Promise<void> {
  await sql.execute('update identity.setup_link set expires_at = clock_timestamp() where account_id is not distinct from $1 and used_at is null and expires_at > clock_timestamp()', [accountId]);
}

/** No sign-in from now on; open sessions end within a second in every process. */
export async function disableAccount(sql: Sql, accountId: string): Promise<void> {
  await sql.execute('update identity.account set disabled_at = coalesce(disabled_at, clock_timestamp()) where account_id = $1', [accountId]);
  await endSessionsOf(sql, accountId);
}

export async function enableAccount(sql: Sql, accountId: string): Promise<void> {
  await sql.execute('update identity.account set disabled_at = null where account_id = $1', [accountId]);
}

/** Returns how many sessions ended. */
export async function endSessionsOf(sql: Sql, accountId: string, exceptSessionId = ''): Promise<number> {
  await sql.execute('delete from identity.pending_sign_in where account_id = $1', [accountId]);
  return sql.execute('update identity.session set ended_at = clock_timestamp() where account_id = $1 and ended_at is null and session_id <> $2', [accountId, exceptSessionId]);
}

export interface Account {
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly personId: string | null;
  readonly organisationId: string | null;
  readonly disabledAt: Date | null;
  readonly passwordChangedAt: Date | null;
  readonly mustChangePassword: boolean;
}

const ACCOUNT_COLUMNS = `account_id as "accountId", login, name, password_hash as "passwordHash", person_id as "personId",
  owner_organisation_id as "organisationId", disabled_at as "disabledAt", password_changed_at as "passwordChangedAt",
  must_change_password as "mustChangePassword"`;

export async function findAccount(sql: Sql, accountId: string): Promise<Account | undefined> {
  const rows = await sql.query<Account>(`select ${ACCOUNT_COLUMNS} from identity.account where account_id = $1`, [accountId]);
  return rows[0];
}

/** Who the account is, unless it is disabled. */
export async function findAccountFacts(sql: Sql, accountId: string): Promise<{ accountId: string; name: string; fhirReference: string | null; personId: string | null } | undefined> {
  const rows = await sql.query<{ accountId: string; name: string; fhirReference: string | null; personId: string | null }>(
    'select account_id as "accountId", name, fhir_reference as "fhirReference", person_id as "personId" from identity.account where account_id = $1 and disabled_at is null',
    [accountId],
  );
  return rows[0];
}

export async function findAccountByLogin(sql: Sql, login: string): Promise<Account | undefined> {
  const rows = await sql.query<Account>(
    `select ${ACCOUNT_COLUMNS} from identity.account where login_key = $1`, [loginKey(login)],
  );
  return rows[0];
}

export interface AccountLine {
  readonly login: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly roles: readonly { organisationId: string; role: string }[];
}

/** One page of accounts by login with the roles held now, and the number in all. */
export async function listAccounts(
  sql: Sql,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: AccountLine[]; total: number }> {
  const rows = await sql.query<AccountLine>(
    `select login, name, disabled_at is not null as disabled,
       coalesce((select jsonb_agg(jsonb_build_object('organisationId', owner_organisation_id, 'role', role) order by role)
         from identity.assignment held where held.account_id = account.account_id and held.revoked_at is null
           and valid_from <= current_date and (valid_until is null or valid_until >= current_date)), '[]') as roles
     from identity.account order by login_key limit $1 offset $2`,
    [Math.min(limit, 500), offset],
  );
  const counted = await sql.query<{ total: number }>('select count(*) as total from identity.account');
  return { rows, total: counted[0]?.total ?? 0 };
}
