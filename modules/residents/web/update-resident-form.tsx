import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { updateResident } from '../contract.ts';
import type { Resident } from '../contract/schemas.ts';
import { filledIn } from './filled-in.ts';
import { IdCardField } from './id-card-field.tsx';
import { messages } from './messages.ts';

/** Contact and household; a newborn or unidentified person also gets name and number here. */
export function UpdateResidentForm({ resident, onDone }: { resident: Resident; onDone: () => void }) {
  const say = useText();
  const hasCard = resident.identifiers.some((each) => each.type === 'id-card' && each.standing === 'held');
  const form = useDraftForm({
    operation: updateResident,
    draftKey: `update-resident:${resident.id}`,
    title: say(messages.edit),
    initial: { id: resident.id, address: resident.address ?? '', householdId: resident.householdId ?? '' },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.save)}>
      <TextField name="phone" label={say(messages.phone)} placeholder={resident.maskedPhone ?? undefined} inputMode="tel" />
      <TextAreaField name="address" label={say(messages.address)} maxLength={300} rows={2} />
      <TextField name="householdId" label={say(messages.household)} />
      {!hasCard && <TextField name="name" label={say(messages.name)} placeholder={resident.name} />}
      {!hasCard && <IdCardField name="idCard" label={say(messages.idCard)} />}
    </DraftForm>
  );
}
