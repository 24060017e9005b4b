import { useOperation } from '#platform/web/client/hooks.ts';
import { RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listDeclineReasons } from '../../contract/catalogue.ts';
import { declineRecognition } from '../../contract/decisions.ts';
import { messages } from '../messages.ts';
import type { Target } from './target.ts';

/** One of the legal reasons, and that the patient was told. */
export function DeclineForm({ input, onDone }: { input: Target & { readonly resultReference: string }; onDone: () => void }) {
  const say = useText();
  const { data } = useOperation(listDeclineReasons, {});
  const form = useDraftForm({
    operation: declineRecognition, draftKey: `decline-recognition:${input.resultReference}:${input.code}`, title: say(messages.decline), initial: { patientInformed: false },
    toInput: (values) => ({ ...values, ...input, patientInformed: values['patientInformed'] === true }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.decline)}>
      <RadioField name="reasonCode" label={say(messages.reason)} options={(data?.rows ?? []).map(({ code, zh, en }) => ({ value: code, label: say({ zh, en }) }))} required />
      <TextAreaField name="note" label={say(messages.note)} rows={3} />
      <SwitchField name="patientInformed" label={say(messages.informed)} />
    </DraftForm>
  );
}
