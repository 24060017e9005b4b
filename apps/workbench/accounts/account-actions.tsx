import { endAccountSessions, issueSetUpLink, lockAccount, resetFactors, unlockAccount, type AccountView } from '#platform/identity/contract/accounts.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useCommand, type AnyCommand, type CommandRun } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { GrantRoleForm } from './grant-role-form.tsx';
import { accountsMessages } from './messages.ts';
import { useAccountAbility } from './use-account-ability.ts';

type ReasonedRun = Pick<CommandRun<AnyCommand>, 'pending' | 'problem'> & { attempt: (input: { id: string; reason: string }) => Promise<{ ok: boolean }> };

interface Reasoned {
  readonly run: ReasonedRun;
  readonly title: Text;
  readonly why: Text;
}

/** What can be done to an account; each act asks why, the sensitive ones for a fresh second factor too. */
export function AccountActions({ account, onLink }: { account: AccountView; onLink: (path: string) => void }) {
  const say = useText();
  const ask = useConfirmReason();
  const workspace = useWorkspace();
  const ability = useAccountAbility(account.id);
  const link = useCommand(issueSetUpLink);
  const lock = useCommand(lockAccount);
  const unlock = useCommand(unlockAccount);
  const reset = useCommand(resetFactors);
  const end = useCommand(endAccountSessions);
  const askReason = ({ title, why }: Pick<Reasoned, 'title' | 'why'>, danger: boolean) =>
    ask({ title: `${say(title)} · ${account.name}`, explanation: say(why, { name: account.name }), verb: say(title), danger });
  const act = async (reasoned: Reasoned, danger = true) => {
    const reason = await askReason(reasoned, danger);
    if (reason !== undefined && (await reasoned.run.attempt({ id: account.id, reason })).ok) toast(say(accountsMessages.done));
  };
  const makeLink = async () => {
    const reason = await askReason({ title: accountsMessages.newLink, why: accountsMessages.newLinkWhy }, false);
    const made = reason === undefined ? undefined : await link.run({ id: account.id, reason });
    if (made) onLink(made.path);
  };
  const grant = () => {
    const key = `grant-role:${account.id}`;
    workspace.open({ key, title: `${say(accountsMessages.grant)} · ${account.name}`, content: <GrantRoleForm account={account} onDone={() => workspace.close(key)} /> });
  };
  const isShut = account.state === 'disabled' || account.state === 'locked';
  const problem = [link, lock, unlock, reset, end].map((run) => run.problem).find((each) => each && each.kind !== 'unauthenticated');
  return (
    <>
      <AbilityBar actions={[
        { key: 'grant', title: say(accountsMessages.grant), ability: ability('account.grant-role'), onClick: grant, primary: true },
        { key: 'unlock', title: say(accountsMessages.unlock), ability: ability('account.unlock', !isShut && accountsMessages.notDisabled), onClick: () => void act({ run: unlock, title: accountsMessages.unlock, why: accountsMessages.unlockWhy }, false) },
        { key: 'link', title: say(accountsMessages.newLink), ability: ability('account.issue-set-up-link', account.state === 'disabled' && accountsMessages.alreadyDisabled), onClick: () => void makeLink() },
        { key: 'end', title: say(accountsMessages.endSessions), ability: ability('account.end-sessions'), onClick: () => void act({ run: end, title: accountsMessages.endSessions, why: accountsMessages.endSessionsWhy }) },
        { key: 'reset', title: say(accountsMessages.reset), ability: ability('account.reset-factors', !account.hasSecondFactor && accountsMessages.noFactors), onClick: () => void act({ run: reset, title: accountsMessages.reset, why: accountsMessages.resetWhy }) },
        { key: 'lock', title: say(accountsMessages.lock), danger: true, ability: ability('account.lock', account.state === 'disabled' && accountsMessages.alreadyDisabled), onClick: () => void act({ run: lock, title: accountsMessages.lock, why: accountsMessages.lockWhy }) },
      ]} />
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}
