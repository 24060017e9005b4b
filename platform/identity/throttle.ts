import type { Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from './contract.ts';
import { hashToken } from './tokens.ts';

const problem = problemsOf(contract.problems);

/** Whose failures are counted together, and how many are free. Beyond that the wait doubles from 2 s to 15 minutes. */
interface Counter {
  readonly key: string;
  readonly freeFailures: number;
  /** From then on at least so long. */
  readonly lockSeconds: number;
  /** By which an administrator unlocks; null for a whole address. */
  readonly accountKey: string | null;
}

const WAIT_SECONDS_MAX = 900;
/** Failures older than this are forgotten. */
const MEMORY_SECONDS = 3600;

const LOCK_SECONDS = 1800;
const accountKeyOf = (name: string): string => hashToken(`account|${name}`);

/**
 * One person guessing at one account is stopped early. An account attacked from many addresses is locked after twenty
 * failures, for half an hour or until an administrator unlocks it; names without an account lock alike, so that locking
 * tells nobody which exist. An address that tries many accounts is slowed down.
 */
const countersOf = (name: string, address: string): Counter[] => [
  { key: hashToken(`pair|${name}|${address}`), freeFailures: 5, lockSeconds: 0, accountKey: accountKeyOf(name) },
  { key: hashToken(`name|${name}`), freeFailures: 20, lockSeconds: LOCK_SECONDS, accountKey: accountKeyOf(name) },
  { key: hashToken(`address|${address}`), freeFailures: 60, lockSeconds: 0, accountKey: null },
];

/** Throws `identity.sign-in-throttled` while a wait lasts. */
export async function requireNotThrottled(sql: Sql, name: string, address: string): Promise<void> {
  const keys = countersOf(name, address).map((counter) => counter.key);
  const blocked = await sql.query(
    'select 1 from identity.sign_in_throttle where throttle_key = any($1::text[]) and blocked_until > clock_timestamp() limit 1',
    [keys],
  );
  if (blocked.length > 0) throw problem('identity.sign-in-throttled');
}

/**
 * Counted before the password is looked at: of a thousand guesses sent at once only the free ones pass, the rest meet
 * the wait that the last of these began. Throws `identity.sign-in-throttled`.
 */
export async function countSignInAttempt(sql: Sql, name: string, address: string): Promise<void> {
  for (const { key, freeFailures, lockSeconds, accountKey } of countersOf(name, address)) {
    const counted = await sql.execute(
      `insert into identity.sign_in_throttle as kept (throttle_key, failures, last_failure_at, account_key) values ($1, 1, clock_timestamp(), $6)
       on conflict (throttle_key) do update set
         failures = case when kept.last_failure_at < clock_timestamp() - make_interval(secs => $3) then 1 else kept.failures + 1 end,
         last_failure_at = clock_timestamp(),
         blocked_until = case when kept.failures + 1 > $2 and kept.last_failure_at >= clock_timestamp() - make_interval(secs => $3)
           then clock_timestamp() + make_interval(secs => greatest($5, least($4, power(2, least(kept.failures + 1 - $2, 20))))) end
       where kept.blocked_until is null or kept.blocked_until <= clock_timestamp()`,
      [key, freeFailures, MEMORY_SECONDS, WAIT_SECONDS_MAX, lockSeconds, accountKey],
    );
    if (counted === 0) throw problem('identity.sign-in-throttled');
  }
}

/** A right password wipes out the failures of this person at this address; of the wider counts only this attempt. */
export async function forgiveSignIn(sql: Sql, name: string, address: string): Promise<void> {
  const [own, ...wider] = countersOf(name, address);
  const keys = wider.map((counter) => counter.key);
  await sql.execute('delete from identity.sign_in_throttle where throttle_key = $1 or (throttle_key = any($2::text[]) and failures <= 1)', [own!.key, keys]);
  // Of several sign-ins at once each forgives only itself; the row never counts below one.
  await sql.execute('update identity.sign_in_throttle set failures = greatest(failures - 1, 1), blocked_until = null where throttle_key = any($1::text[])', [keys]);
}

/** Forgets the failures of a sign-in name at every address; returns whether there were any. */
export async function unlockSignIn(sql: Sql, name: string): Promise<boolean> {
  return (await sql.execute('delete from identity.sign_in_throttle where account_key = $1', [accountKeyOf(name)])) > 0;
}
