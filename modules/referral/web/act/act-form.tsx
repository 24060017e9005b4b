import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { actionRules, type ReferralAction, type ReferralDetail } from '../../contract.ts';
import { messages } from '../messages.ts';
import { actFormOf, type ActForm } from './act-forms.ts';
import { withoutBlanks } from './without-blanks.ts';

interface ActFormProps {
  readonly referral: ReferralDetail;
  readonly action: ReferralAction;
  readonly onDone: () => void;
}

/** The form of one action on one referral; autosaved, Ctrl+Enter sends. */
export function ReferralActForm(props: ActFormProps) {
  const form = actFormOf(props.referral, props.action);
  return form === undefined ? null : <KnownActForm {...props} actForm={form} />;
}

function KnownActForm({ referral, action, onDone, actForm }: ActFormProps & { actForm: ActForm }) {
  const say = useText();
  const title = say(actionRules[action].title);
  const initial = actForm.initial?.(referral) ?? {};
  const form = useDraftForm({
    operation: actForm.operation,
    draftKey: `referral-${action}:${referral.id}`,
    title: `${title} ${referral.number}`,
    initial,
    path: `/referrals/${referral.id}`,
    toInput: (values) => {
      const shaped = actForm.toInput ? actForm.toInput(values, referral) : values;
      return { ...(withoutBlanks(shaped) as object), id: referral.id, version: referral.version } as never;
    },
    onDone: () => {
      toast(`${say(messages.done)}：${title}`);
      onDone();
    },
  });
  const Fields = actForm.fields;
  return (
    <DraftForm form={form} submitLabel={title} danger={actForm.danger}>
      <Fields referral={referral} />
    </DraftForm>
  );
}
