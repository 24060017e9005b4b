import { Form } from 'antd';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { actMessages } from '../messages.ts';
import { NoteFields, OutcomeFields } from './answer-fields.tsx';
import { useReasons } from './use-reasons.ts';

/** Who answered for the outside hospital, and what. */
export function OutsideFields() {
  const say = useText();
  const reasons = useReasons('reject');
  const form = Form.useFormInstance();
  const answer = form.getFieldValue('answer') as string | undefined;
  return (
    <>
      <TextField name="informant" label={say(actMessages.informant)} required />
      {answer === 'reject' && <ChoiceField name="reasonCode" label={say(actMessages.reasonCode)} options={reasons} required />}
      {answer === 'report-outcome' && <OutcomeFields />}
      <NoteFields />
    </>
  );
}
