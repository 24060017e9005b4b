import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { publishSession } from '../../contract/clinics.ts';
import { filledIn, today } from '../form-values.ts';
import { messages } from '../messages.ts';
import { clinicMessages } from './messages.ts';

export function PublishSessionForm({ clinicId, day, onDone }: { clinicId: string; day: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: publishSession, draftKey: `publish-session:${clinicId}`, title: say(clinicMessages.publish),
    initial: { clinicId, day, from: '08:00', until: '12:00', minutesPerSlot: 30, open: 3, referral: 1, contract: 1, releaseHours: 24 },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(clinicMessages.publish)}>
      <DateField name="day" label={say(messages.day)} min={today()} required />
      <CodeField name="from" label={say(clinicMessages.from)} maxLength={5} />
      <CodeField name="until" label={say(clinicMessages.until)} maxLength={5} />
      <NumberField name="minutesPerSlot" label={say(clinicMessages.minutes)} min={5} max={240} required />
      <NumberField name="open" label={say(clinicMessages.openQuota)} min={0} max={100} required />
      <NumberField name="referral" label={say(clinicMessages.referralQuota)} min={0} max={100} required />
      <NumberField name="contract" label={say(clinicMessages.contractQuota)} min={0} max={100} required />
      <NumberField name="releaseHours" label={say(clinicMessages.releaseHours)} min={0} max={240} required />
    </DraftForm>
  );
}
