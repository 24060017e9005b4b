import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { endCentre, type ServiceCentre } from '../../contract/centres.ts';
import { SERVICES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { centreMessages } from './messages.ts';

export function EndCentreForm({ relation, onDone }: { relation: ServiceCentre; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const words = { member: relation.memberName, service: say(SERVICES[relation.service]) };
  const form = useDraftForm({
    operation: endCentre,
    draftKey: `end-centre:${relation.id}`,
    title: say(centreMessages.endTitle, words),
    path: '/service-centres',
    initial: { id: relation.id, validUntil: today },
    onDone: () => {
      toast(say(messages.ended));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(centreMessages.endCentre)} danger>
      <p>{say(centreMessages.relation, { ...words, centre: relation.centreName, from: relation.validFrom })}</p>
      <DateField name="validUntil" label={say(messages.endsOn)} min={relation.validFrom} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
