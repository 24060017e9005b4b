import type { Database, Sql } from '#platform/database/transaction.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { assignRole, createAccount, endSetupLinks, lockAccount, setPassword } from './accounts.ts';
import { contract } from './contract.ts';
import { hashToken, newToken } from './tokens.ts';

const problem = problemsOf(contract.problems);

const SETUP_LINK_DAYS = 7;
/** The organisation of an administrator made before any organisation exists. */
const PLATFORM_ORGANISATION_ID = 'platform';

/** Makes a link's token: for the first administrator, or for the password of an account. Shown once, stored as a hash. */
export async function createSetupLink(sql: Sql, { accountId = null }: { accountId?: string | null } = {}): Promise<string> {
  const token = newToken();
  // A new link replaces the ones before, also of two that are made at once.
  if (accountId !== null) {
    await lockAccount(sql, accountId);
    await endSetupLinks(sql, accountId);
  }
  await sql.execute(
    `insert into identity.setup_link (token_hash, account_id, expires_at)
     values ($1, $2, clock_timestamp() + make_interval(days => $3))`,
    [hashToken(token), accountId, SETUP_LINK_DAYS],
  );
  return token;
}

export interface SetUp {
  readonly token: string;
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  readonly password: string;
}

/** Uses a link; returns the account's id. Two uses at once: one wins, the other gets `identity.setup-link-invalid`. */
export async function redeemSetupLink(
  { database, clock, ids }: { database: Database; clock: Clock; ids: Ids },
  { token, login, name, password }: SetUp,
): Promise<string> {
  return database.transaction(async (tx) => {
    const used = await tx.query<{ account_id: string | null; login: string | null }>(
      `update identity.setup_link link set used_at = clock_timestamp()
       where token_hash = $1 and used_at is null and expires_at > clock_timestamp()
         and not exists (select 1 from identity.account where account.account_id = link.account_id and disabled_at is not null)
       returning account_id, (select login from identity.account where account.account_id = link.account_id) as login`,
      [hashToken(token)],
    );
    const link = used[0];
    if (!link) throw problem('identity.setup-link-invalid');
    if (link.account_id !== null) {
      await setPassword(tx, { accountId: link.account_id, login: link.login ?? '', password });
      return link.account_id;
    }
    // Every start of an empty installation prints one; the first that is used is the last.
    await endSetupLinks(tx, null);
    return createAdministrator(tx, { clock, ids }, { login: login ?? '', name: name ?? login ?? '', password });
  });
}

async function createAdministrator(
  tx: Sql,
  { clock, ids }: { clock: Clock; ids: Ids },
  person: { login: string; name: string; password: string },
): Promise<string> {
  if (person.login.trim() === '') {
    throw problem('identity.setup-link-invalid', [{ path: 'login', message: { zh: '请填写登录名', en: 'Give a login' } }]);
  }
  const roots = await tx.query<{ organisation_id: string }>('select organisation_id from access.organisation where parent_id is null order by 1');
  const accountId = await createAccount(tx, { accountId: ids.newId(), ...person });
  for (const organisationId of roots.length > 0 ? roots.map((root) => root.organisation_id) : [PLATFORM_ORGANISATION_ID]) {
    await assignRole(tx, {
      assignmentId: ids.newId(),
      accountId,
      organisationId,
      role: 'system-administrator',
      validFrom: chinaDate(clock.now()),
    });
  }
  return accountId;
}
