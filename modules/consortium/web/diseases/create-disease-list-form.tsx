import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { createDiseaseList } from '../../contract/diseases.ts';
import { LEVELS } from '../../contract/words.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { choicesOf } from '../words.ts';
import { diseaseMessages } from './messages.ts';

export function CreateDiseaseListForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const own = useSession().acting?.organisationId;
  const form = useDraftForm({
    operation: createDiseaseList,
    draftKey: 'create-disease-list',
    title: say(diseaseMessages.createList),
    path: '/disease-lists',
    initial: { ownerOrganisationId: own, validFrom: today },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(diseaseMessages.createList)}>
      <TextField name="name" label={say(messages.name)} maxLength={120} required />
      <ListedField source={activeOrganisations} name="ownerOrganisationId" label={say(diseaseMessages.owner)} required />
      <ChoiceField name="level" label={say(diseaseMessages.forLevel)} options={choicesOf(LEVELS, say)} />
      <ListedField source={activeOrganisations} name="organisationId" label={say(diseaseMessages.forOrganisation)} hint={say(diseaseMessages.levelOrOrganisation)} />
      <DateField name="validFrom" label={say(messages.validFrom)} required />
    </DraftForm>
  );
}
