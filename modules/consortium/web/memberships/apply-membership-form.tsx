import { useMemo } from 'react';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { applyMembership } from '../../contract/memberships.ts';
import { ROLES } from '../../contract/words.ts';
import { ConsortiumField } from '../consortium-field.tsx';
import { messages } from '../messages.ts';
import { activeOrganisationsThat } from '../../contract/organisation-choices.ts';
import { liesWithin } from '../use-ability.ts';
import { useOrganisationsById } from '../use-organisations.ts';
import { choicesOf } from '../words.ts';
import { membershipMessages } from './messages.ts';

export function ApplyMembershipForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const own = useSession().acting?.organisationId;
  const organisations = useOrganisationsById();
  const within = useMemo(() => activeOrganisationsThat(({ id }) => own !== undefined && liesWithin(id, own, organisations)), [own, organisations]);
  const form = useDraftForm({
    operation: applyMembership,
    draftKey: 'apply-membership',
    title: say(membershipMessages.applyTitle),
    path: '/memberships',
    initial: { role: 'member' },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(membershipMessages.apply)}>
      <ConsortiumField name="consortiumId" required />
      <ListedField
        source={within} name="organisationId" label={say(messages.organisation)} hint={say(membershipMessages.applyHint)} required
      />
      <ChoiceField name="role" label={say(membershipMessages.role)} options={choicesOf(ROLES, say).filter((role) => role.value !== 'lead')} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
