import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { setEscalationContact } from '../../contract/agreements.ts';
import type { Organisation } from '../../contract/organisations.ts';
import { CONTACT_KINDS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { choicesOf } from '../words.ts';
import { organisationMessages } from './messages.ts';

export function SetEscalationContactForm({ organisation, onDone }: { organisation: Organisation; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: setEscalationContact,
    draftKey: `set-escalation-contact:${organisation.id}`,
    title: `${say(organisationMessages.addContact)} · ${organisation.name}`,
    path: `/organisations?open=${organisation.id}`,
    initial: { organisationId: organisation.id, kind: 'referral', rank: 1 },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(organisationMessages.addContact)}>
      <RadioField name="kind" label={say(organisationMessages.contactFor)} options={choicesOf(CONTACT_KINDS, say)} required />
      <NumberField name="rank" label={say(organisationMessages.rank)} min={1} max={9} required />
      <TextField name="name" label={say(organisationMessages.person)} maxLength={60} required />
      <TextField name="duty" label={say(organisationMessages.duty)} maxLength={60} required />
      <TextField name="telephone" label={say(messages.telephone)} inputMode="tel" maxLength={30} required />
    </DraftForm>
  );
}
