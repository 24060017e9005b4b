import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, MultiChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { foundConsortium } from '../../contract/organisations.ts';
import { FORMS, INVARIANTS, TIGHTNESS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { choicesOf } from '../words.ts';
import { membershipMessages } from './messages.ts';

export function FoundConsortiumForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: foundConsortium,
    draftKey: 'found-consortium',
    title: say(membershipMessages.found),
    path: '/memberships',
    initial: { tightness: 'tight', form: 'county-consortium', foundedOn: today, invariants: Object.keys(INVARIANTS) },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(membershipMessages.found)}>
      <TextField name="name" label={say(messages.name)} maxLength={120} required />
      <ChoiceField name="form" label={say(membershipMessages.form)} options={choicesOf(FORMS, say)} required />
      <RadioField name="tightness" label={say(membershipMessages.tightness)} options={choicesOf(TIGHTNESS, say)} required />
      <ListedField source={activeOrganisations} name="ownerOrganisationId" label={say(membershipMessages.owner)} required />
      <ListedField source={activeOrganisations} name="leadOrganisationId" label={say(membershipMessages.lead)} required />
      <DateField name="foundedOn" label={say(membershipMessages.foundedOn)} required />
      <MultiChoiceField name="invariants" label={say(membershipMessages.invariants)} options={choicesOf(INVARIANTS, say)} />
    </DraftForm>
  );
}
