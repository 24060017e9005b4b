import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { changeOrganisation, type Organisation } from '../../contract/organisations.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { organisationMessages } from './messages.ts';
import { OrganisationFields } from './organisation-fields.tsx';

export function ChangeOrganisationForm({ organisation, onDone }: { organisation: Organisation; onDone: () => void }) {
  const say = useText();
  const { parentName: _parent, state: _state, stateSince: _since, ...facts } = organisation;
  const form = useDraftForm({
    operation: changeOrganisation,
    draftKey: `change-organisation:${organisation.id}`,
    title: say(organisationMessages.changeTitle, { name: organisation.name }),
    path: `/organisations?open=${organisation.id}`,
    initial: facts,
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(organisationMessages.change)}>
      <OrganisationFields />
      <TextAreaField name="reason" label={say(organisationMessages.reason)} required maxLength={500} rows={2} />
      <TextAreaField name="exceptionText" label={say(organisationMessages.exception)} hint={say(organisationMessages.exceptionHint)} maxLength={1000} rows={2} />
      <ListedField source={resolutionsOn('exception')} name="resolutionNumber" label={say(organisationMessages.resolution)} hint={say(organisationMessages.resolutionHint)} />
    </DraftForm>
  );
}
