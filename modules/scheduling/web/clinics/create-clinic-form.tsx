import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { createClinic } from '../../contract/clinics.ts';
import { filledIn, specialityChoices } from '../form-values.ts';
import { messages } from '../messages.ts';
import { clinicMessages } from './messages.ts';

export function CreateClinicForm({ organisationId, onDone }: { organisationId: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: createClinic, draftKey: 'create-clinic', title: say(clinicMessages.newClinic), initial: { organisationId },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(clinicMessages.newClinic)}>
      <TextField name="name" label={say(clinicMessages.clinicName)} required maxLength={60} />
      <ChoiceField name="speciality" label={say(messages.speciality)} options={specialityChoices(say)} required />
      <TextField name="practitionerName" label={say(messages.doctor)} maxLength={60} />
      <TextField name="room" label={say(clinicMessages.room)} maxLength={40} />
    </DraftForm>
  );
}
