import { recordAudit } from '#platform/audit/audit.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { findAccountByLogin, loginKey } from './accounts.ts';
import { contract } from './contract.ts';
import { verifyPassword } from './passwords.ts';
import { beginSession } from './sessions.ts';
import { anonymousSubject } from './subjects.ts';
import { countSignInAttempt, forgiveSignIn, requireNotThrottled } from './throttle.ts';

const problem = problemsOf(contract.problems);

export interface SignInAttempt {
  readonly login: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
}

/**
 * Returns the token of a new session. One answer for an unknown login, a wrong password and a disabled account:
 * `identity.sign-in-failed`; after too many failures `identity.sign-in-throttled`.
 */
export async function signInWithPassword({ database, ids }: { database: Database; ids: Ids }, attempt: SignInAttempt): Promise<string> {
  const name = loginKey(attempt.login);
  await requireNotThrottled(database, name, attempt.address);
  await countSignInAttempt(database, name, attempt.address);
  const account = await findAccountByLogin(database, attempt.login);
  const right = await verifyPassword(account?.passwordHash, attempt.password);
  if (!account || !right || account.disabledAt !== null) {
    await recordAudit(database, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'refused' });
    throw problem('identity.sign-in-failed');
  }
  await forgiveSignIn(database, name, attempt.address);
  return database.transaction(async (tx) => {
    await recordAudit(tx, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'success' });
    return beginSession(tx, { sessionId: ids.newId(), accountId: account.accountId, userAgent: attempt.userAgent });
  });
}

function subjectOfAccount(account: { accountId: string; name: string; organisationId: string | null } | undefined): Subject {
  if (!account) return anonymousSubject;
  return { ...anonymousSubject, kind: 'staff', id: account.accountId, name: account.name, organisationId: account.organisationId };
}
