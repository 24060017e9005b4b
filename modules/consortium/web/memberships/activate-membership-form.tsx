import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { activateMembership, type Membership } from '../../contract/memberships.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { membershipMessages } from './messages.ts';

export function ActivateMembershipForm({ membership, onDone }: { membership: Membership; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: activateMembership,
    draftKey: `activate-membership:${membership.id}`,
    title: say(membershipMessages.moveTitle, { act: say(membershipMessages.activate), name: membership.organisationName }),
    path: '/memberships',
    initial: { id: membership.id, validFrom: today },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(membershipMessages.activate)}>
      <p>{say(membershipMessages.moveWhy, { name: membership.organisationName, consortium: membership.consortiumName })}</p>
      <DateField name="validFrom" label={say(messages.validFrom)} required />
      <ListedField source={resolutionsOn('membership')} name="resolutionNumber" label={say(membershipMessages.resolution)} hint={say(membershipMessages.resolutionHint)} />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
