import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { HalfWidthInput } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { icd10Schema } from '../../contract/words.ts';
import { diseaseMessages } from './messages.ts';

/** An ICD-10 code, checked on leaving as the server will check it. */
export function Icd10Field(field: FieldProps) {
  const say = useText();
  const check = async (_: unknown, typed: string | undefined) => {
    if (typed && !icd10Schema.safeParse(typed).success) throw new Error(say(diseaseMessages.codeFault));
  };
  return (
    <Field {...field} validateTrigger="onBlur" rules={[{ validator: check }]}>
      <HalfWidthInput upperCase maxLength={24} autoComplete="off" spellCheck={false} className="yg-code" />
    </Field>
  );
}
