import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { endAgreement, type Agreement } from '../../contract/agreements.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { agreementMessages } from './messages.ts';

export function EndAgreementForm({ agreement, onDone }: { agreement: Agreement; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: endAgreement,
    draftKey: `end-agreement:${agreement.id}`,
    title: say(agreementMessages.endTitle, { number: agreement.documentNumber ?? say(agreementMessages.none) }),
    path: '/agreements',
    initial: { id: agreement.id, endedOn: today },
    onDone: () => {
      toast(say(messages.ended));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(agreementMessages.endAgreement)} danger>
      <p>{agreement.firstOrganisationName} – {agreement.secondOrganisationName}</p>
      <p className="yg-quiet">{say(agreementMessages.endWhy)}</p>
      <DateField name="endedOn" label={say(agreementMessages.endedOn)} min={agreement.validFrom} max={agreement.validUntil} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
