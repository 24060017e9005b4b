import { readIdCard } from '#platform/kernel/check-digits.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { HalfWidthInput } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { ID_CARD_FAULTS } from '../contract/schemas.ts';

/** Says what is wrong while one types, but not before there is enough to judge. */
export function IdCardField(field: FieldProps) {
  const say = useText();
  const check = async (_: unknown, typed: string | undefined) => {
    const fault = faultOf(typed ?? '');
    if (fault !== undefined) throw new Error(say(fault));
  };
  return (
    <Field {...field} validateTrigger={['onChange', 'onBlur']} rules={[{ validator: check }]}>
      <HalfWidthInput upperCase maxLength={40} disabled={field.disabled} autoComplete="off" spellCheck={false} inputMode="text" className="yg-code" />
    </Field>
  );
}

function faultOf(typed: string): { zh: string; en: string } | undefined {
  if (typed.trim() === '') return undefined;
  const read = readIdCard(typed, chinaDate(new Date()));
  if (read.ok) return undefined;
  const [zh = '', en = ''] = ID_CARD_FAULTS[read.failure].split(' | ');
  return { zh, en };
}
