import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { assignCentre } from '../../contract/centres.ts';
import { SERVICES, type Service } from '../../contract/words.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { choicesOf } from '../words.ts';
import { centreMessages } from './messages.ts';

/** What a cell of the matrix already says. */
export interface AssignStart {
  readonly service?: Service;
  readonly memberId?: string;
}

export function AssignCentreForm({ start, onDone }: { start: AssignStart; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: assignCentre,
    draftKey: `assign-centre:${start.service ?? ''}${start.memberId ?? ''}`,
    title: say(centreMessages.assign),
    path: '/service-centres',
    initial: { service: start.service, memberOrganisationIds: start.memberId ? [start.memberId] : [], validFrom: today },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(centreMessages.assign)}>
      <ChoiceField name="service" label={say(centreMessages.service)} options={choicesOf(SERVICES, say)} required />
      <ListedField source={activeOrganisations} name="centreOrganisationId" label={say(centreMessages.centre)} required />
      <ListedField source={activeOrganisations} name="memberOrganisationIds" label={say(centreMessages.members)} many required />
      <DateField name="validFrom" label={say(messages.validFrom)} required />
      <DateField name="validUntil" label={say(messages.validUntil)} />
    </DraftForm>
  );
}
