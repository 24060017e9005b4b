import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { createGrid } from '../../contract/grids.ts';
import { ConsortiumField } from '../consortium-field.tsx';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { mapMessages } from './messages.ts';

export function CreateGridForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: createGrid,
    draftKey: 'create-grid',
    title: say(mapMessages.createGrid),
    path: '/county-map',
    initial: {},
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(mapMessages.createGrid)}>
      <TextField name="name" label={say(messages.name)} maxLength={120} required />
      <ListedField source={activeOrganisations} name="leadOrganisationId" label={say(mapMessages.lead)} required />
      <ConsortiumField name="consortiumId" />
    </DraftForm>
  );
}
