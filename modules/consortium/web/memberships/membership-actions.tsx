import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import type { Text } from '#platform/kernel/problem.ts';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { useText, wordingOf } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import {
  liftMembershipWarning, MEMBERSHIP_TABLE, membershipActions, refuseMembership, reviewMembership, warnMembership, type Membership, type MembershipAction,
} from '../../contract/memberships.ts';
import { MEMBERSHIP_STATES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility, type AbilityQuestion } from '../use-ability.ts';
import { ActivateMembershipForm } from './activate-membership-form.tsx';
import { ExitMembershipForm } from './exit-membership-form.tsx';
import { membershipMessages } from './messages.ts';

const PERMISSIONS: Readonly<Record<MembershipAction, AbilityQuestion['permission']>> = {
  review: 'consortium.review-membership', refuse: 'consortium.refuse-membership', activate: 'consortium.activate-membership', warn: 'consortium.warn-membership',
  'lift-warning': 'consortium.lift-membership-warning', exit: 'consortium.exit-membership',
};
const ACTIONS = Object.keys(PERMISSIONS) as MembershipAction[];
const ENDS: ReadonlySet<MembershipAction> = new Set(['refuse', 'warn', 'exit']);

/** Every step of the state table; those impossible now say why and who can do them. */
export function MembershipActions({ membership }: { membership: Membership }) {
  const say = useText();
  const ability = useAbility();
  const workspace = useWorkspace();
  const simple = useSimpleMoves(membership);
  const openForm = (action: 'activate' | 'exit') => {
    const key = `${action}-membership:${membership.id}`;
    const done = () => workspace.close(key);
    const content = action === 'activate' ? <ActivateMembershipForm membership={membership} onDone={done} /> : <ExitMembershipForm membership={membership} onDone={done} />;
    workspace.open({ key, title: say(membershipMessages.moveTitle, { act: say(membershipMessages[action]), name: membership.organisationName }), content });
  };
  const possible = membershipActions(membership.state);
  return (
    <>
      {simple.problem && <ProblemNotice problem={simple.problem} />}
      <AbilityBar
        actions={ACTIONS.map((action) => ({
          key: action,
          title: say(membershipMessages[action]),
          danger: ENDS.has(action),
          primary: action === possible[0] && !ENDS.has(action),
          ability: ability({ permission: PERMISSIONS[action], organisationIds: [membership.ownerOrganisationId], refusal: refusalOf(membership, action) }),
          onClick: () => (action === 'activate' || action === 'exit' ? openForm(action) : void simple.ask(action)),
        }))}
      />
    </>
  );
}

function refusalOf({ state, role }: Membership, action: MembershipAction): Text | undefined {
  if (action === 'exit' && role === 'lead') return contract.problems['consortium.lead-cannot-exit'];
  if (MEMBERSHIP_TABLE[state][action] !== undefined) return undefined;
  const [act, now] = [membershipMessages[action], MEMBERSHIP_STATES[state]];
  return {
    zh: wordingOf(membershipMessages.wrongState, 'zh', { act: act.zh, state: now.zh }),
    en: wordingOf(membershipMessages.wrongState, 'en', { act: act.en, state: now.en }),
  };
}

type SimpleMove = Exclude<MembershipAction, 'activate' | 'exit'>;

/** The four steps that need nothing but a reason. */
function useSimpleMoves(membership: Membership) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const commands = {
    review: useCommand(reviewMembership), refuse: useCommand(refuseMembership), warn: useCommand(warnMembership), 'lift-warning': useCommand(liftMembershipWarning),
  };
  const ask = async (action: SimpleMove) => {
    const verb = say(membershipMessages[action]);
    const reason = await confirmReason({
      title: say(membershipMessages.moveTitle, { act: verb, name: membership.organisationName }),
      explanation: say(membershipMessages.moveWhy, { name: membership.organisationName, consortium: membership.consortiumName }),
      verb, danger: ENDS.has(action),
    });
    if (reason !== undefined && (await commands[action].run({ id: membership.id, reason }))) toast(say(messages.saved));
  };
  const problem = Object.values(commands).find((each) => each.problem)?.problem;
  return { ask, problem };
}
