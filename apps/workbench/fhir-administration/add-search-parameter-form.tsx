import { addSearchParameter, parameterTypes } from '#fhir/administration/contract.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { ChoiceField, MultiChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { fhirMessages } from './messages.ts';

const BASES = resourceTypes.map((type) => ({ value: type, label: type }));
const TYPES = parameterTypes.map((type) => ({ value: type, label: type }));

/** What the server finds wrong in the expression stands under the form, with the element at fault. */
export function AddSearchParameterForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: addSearchParameter,
    draftKey: 'add-search-parameter',
    title: say(fhirMessages.add),
    path: '/fhir-administration',
    initial: {},
    onDone: () => {
      toast(say(fhirMessages.added));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(fhirMessages.add)}>
      <TextField name="code" maxLength={64} label={say(fhirMessages.code)} hint={say(fhirMessages.codeHint)} required autoFocus />
      <TextField name="url" label={say(fhirMessages.url)} hint={say(fhirMessages.urlHint)} maxLength={400} required />
      <MultiChoiceField name="base" label={say(fhirMessages.base)} options={BASES} required />
      <ChoiceField name="type" label={say(fhirMessages.kind)} options={TYPES} required />
      <TextAreaField name="expression" label={say(fhirMessages.expression)} maxLength={4_000} required />
      <TextAreaField name="description" label={say(fhirMessages.description)} maxLength={1_000} rows={2} required />
    </DraftForm>
  );
}
