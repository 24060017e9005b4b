import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { createWard } from '../../contract/beds.ts';
import { filledIn, specialityChoices } from '../form-values.ts';
import { messages } from '../messages.ts';
import { bedMessages } from './messages.ts';

export function CreateWardForm({ organisationId, onDone }: { organisationId: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: createWard, draftKey: 'create-ward', title: say(bedMessages.newWard), initial: { organisationId, beds: 20, referralBeds: 0, referralUntil: '12:00' },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(bedMessages.newWard)}>
      <TextField name="name" label={say(bedMessages.wardName)} required maxLength={60} />
      <ChoiceField name="speciality" label={say(messages.speciality)} options={specialityChoices(say)} required />
      <TextField name="telephone" label={say(bedMessages.telephone)} inputMode="tel" maxLength={30} />
      <NumberField name="beds" label={say(bedMessages.bedCount)} min={1} max={200} required />
      <NumberField name="referralBeds" label={say(bedMessages.referralBeds)} min={0} max={200} />
      <CodeField name="referralUntil" label={say(bedMessages.referralUntil)} maxLength={5} />
    </DraftForm>
  );
}
