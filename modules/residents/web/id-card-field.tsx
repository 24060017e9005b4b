import { readIdCard } from '#platform/kernel/check-digits.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { HalfWidthInput } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { ID_CARD_FAULTS } from '../contract/schemas.ts';

/** Says what is wrong while one types, but not before there is enough to judge. */
export function IdCardField(field: FieldProps) {
  const say = useText();
  const checkWith = (complete: boolean) => async (_: unknown, typed: string | undefined) => {
    const fault = faultOf(typed ?? '', complete);
    if (fault !== undefined) throw new Error(say(fault));
  };
  const rules = [
    { validator: checkWith(false), validateTrigger: 'onChange' },
    { validator: checkWith(true), validateTrigger: 'onBlur' },
  ];
  return (
    <Field {...field} validateTrigger={['onChange', 'onBlur']} rules={rules}>
      <HalfWidthInput upperCase maxLength={40} disabled={field.disabled} autoComplete="off" spellCheck={false} inputMode="text" className="yg-code" />
    </Field>
  );
}

/** A number that is still too short is only a fault once one has left the field. */
function faultOf(typed: string, complete: boolean): { zh: string; en: string } | undefined {
  if (typed.trim() === '') return undefined;
  const read = readIdCard(typed, chinaDate(new Date()));
  if (read.ok || (read.failure === 'length' && !complete)) return undefined;
  const [zh = '', en = ''] = ID_CARD_FAULTS[read.failure].split(' | ');
  return { zh, en };
}
