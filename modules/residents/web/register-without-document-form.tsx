import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useText } from '#platform/web/text/messages.ts';
import { registerWithoutDocument } from '../contract.ts';
import type { Registration } from '../contract/schemas.ts';
import { filledIn } from './filled-in.ts';
import { messages, registerMessages } from './messages.ts';
import { useSexOptions } from './use-sex-options.ts';
import { useToday } from './use-today.ts';

export function RegisterWithoutDocumentForm({ onDone }: { onDone: (answer: Registration) => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: registerWithoutDocument,
    draftKey: 'register-without-document',
    title: say(registerMessages.kindUnidentified),
    initial: { sex: 'unknown' },
    toInput: (values) => filledIn(values) as never,
    onDone,
  });
  const today = useToday();
  return (
    <DraftForm form={form} submitLabel={say(messages.register)}>
      <RadioField name="sex" label={say(messages.sex)} options={useSexOptions()} required />
      <NumberField name="estimatedBirthYear" label={say(registerMessages.estimatedBirthYear)} min={1900} max={Number(today.slice(0, 4))} />
      <TextAreaField name="circumstances" label={say(registerMessages.circumstances)} hint={say(registerMessages.circumstancesHint)} maxLength={500} required />
    </DraftForm>
  );
}
