import { useNavigate } from 'react-router';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar, type AbilityAction } from '#platform/web/state/ability-bar.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { actionRules, type ReferralAction, type ReferralDetail } from '../../contract.ts';
import { ReferralActForm } from './act-form.tsx';
import { actForms } from './act-forms.ts';

/** Opens the form of an action beside what one is looking at. */
export function useOpenAct() {
  const workspace = useWorkspace();
  const say = useText();
  return (referral: ReferralDetail, action: ReferralAction) => {
    const key = `referral-act:${referral.id}:${action}`;
    workspace.open({
      key,
      title: `${say(actionRules[action].title)} · ${referral.personName}`,
      content: <ReferralActForm referral={referral} action={action} onDone={() => workspace.close(key)} />,
      width: actForms[action]?.wide ? 'wide' : 'normal',
    });
  };
}

const DANGER: readonly ReferralAction[] = ['reject', 'withdraw', 'cancel', 'decline-down'];

/** Every action of this kind of referral: what is possible now first, the rest with the reason and who can release it. */
export function ReferralActBar({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  const openAct = useOpenAct();
  const navigate = useNavigate();
  const relevant = referral.abilities.filter(({ action, allowed }) => allowed || isNear(referral, action));
  const possible = relevant.filter(({ allowed }) => allowed).map(({ action }) => action);
  const firstPossible = (['accept', 'resubmit'] as const).find((action) => possible.includes(action)) ?? possible.find((action) => action in actForms && !DANGER.includes(action));
  const actions = relevant.flatMap((ability): AbilityAction[] => {
    const { action } = ability;
    const title = say(actionRules[action].title);
    if (action === 'save-draft' || action === 'resubmit') return [{ key: action, title, ability, primary: action === firstPossible, onClick: () => void navigate(`/refer?draft=${referral.id}`) }];
    if (action === 'register-emergency') return [{ key: action, title, ability, onClick: () => void navigate(`/refer?emergency=1&draft=${referral.id}`) }];
    if (!(action in actForms)) return [];
    return [{ key: action, title, ability, primary: action === firstPossible, danger: DANGER.includes(action), onClick: () => openAct(referral, action) }];
  });
  return <AbilityBar actions={actions} />;
}

/** Impossible actions worth showing: those of the present step that belong to the other side. */
const isNear = (referral: ReferralDetail, action: ReferralAction): boolean => {
  const near: Readonly<Partial<Record<string, readonly ReferralAction[]>>> = {
    submitted: ['accept', 'counter-offer', 'reject', 'withdraw'],
    triaged: ['accept', 'counter-offer', 'reject', 'withdraw'],
    counter_offered: ['accept-counter-offer', 'take-other-member', 'decline-counter-offer'],
    accepted: ['lock-resource', 'confirm-arrival'],
    resource_locked: ['notify', 'confirm-arrival'],
    notified: ['confirm-arrival'],
    arrived: ['start-care'],
    in_care: ['report-outcome', 'plan-down'],
    outcome_reported: ['close', 'plan-down'],
    rejected: ['resubmit'],
    offered: ['accept-down', 'decline-down'],
    accepted_by_primary: ['discharge-with-plan'],
    discharged_with_plan: ['record-first-visit'],
    first_visit_done: ['record-monitoring'],
    monitored: ['record-monitoring', 'mark-stable'],
  };
  return near[referral.state]?.includes(action) ?? false;
};
