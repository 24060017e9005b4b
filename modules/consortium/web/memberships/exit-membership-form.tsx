import { Checkbox } from 'antd';
import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { Field } from '#platform/web/form/field.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { exitMembership, type Membership } from '../../contract/memberships.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { membershipMessages } from './messages.ts';

const CHECKS = ['referralsClosed', 'accountsSettled', 'devicesReturned', 'postsReleased'] as const;

/** R004: each item of the exit list is confirmed by the office before the membership ends. */
export function ExitMembershipForm({ membership, onDone }: { membership: Membership; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: exitMembership,
    draftKey: `exit-membership:${membership.id}`,
    title: say(membershipMessages.moveTitle, { act: say(membershipMessages.exit), name: membership.organisationName }),
    path: '/memberships',
    initial: { id: membership.id, validUntil: today },
    onDone: () => {
      toast(say(messages.ended));
      onDone();
    },
  });
  const confirmed = async (_: unknown, value: unknown) => {
    if (value !== true) throw new Error(say(membershipMessages.mustConfirm));
  };
  return (
    <DraftForm form={form} submitLabel={say(membershipMessages.exit)} danger>
      <p>{say(membershipMessages.moveWhy, { name: membership.organisationName, consortium: membership.consortiumName })}</p>
      <fieldset className="yg-lines consortium-checks">
        <legend>{say(membershipMessages.checklist)}</legend>
        {CHECKS.map((check) => (
          <Field key={check} name={check} label="" valuePropName="checked" rules={[{ validator: confirmed }]}>
            <Checkbox>{say(membershipMessages[check])}</Checkbox>
          </Field>
        ))}
      </fieldset>
      <DateField name="validUntil" label={say(messages.endsOn)} min={membership.validFrom ?? undefined} required />
      <ListedField source={resolutionsOn('membership')} name="resolutionNumber" label={say(membershipMessages.resolution)} hint={say(membershipMessages.resolutionHint)} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
