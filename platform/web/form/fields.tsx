import { Input, InputNumber } from 'antd';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useText } from '../text/messages.ts';
import { Field, type FieldProps } from './field.tsx';
import { formMessages } from './form-messages.ts';

interface TextFieldProps extends FieldProps {
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'numeric' | 'tel';
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
}

interface HalfWidthProps {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** The form's own, for fields that are checked on leaving. */
  readonly onBlur?: () => void;
  readonly upperCase?: boolean;
}

/** Becomes half-width on leaving or Enter, never while an input method composes. */
export function HalfWidthInput({ value, onChange, onBlur, upperCase, ...input }: HalfWidthProps & Record<string, unknown>) {
  const settle = () => {
    const settled = upperCase ? normaliseInput(value ?? '').toUpperCase() : normaliseInput(value ?? '');
    if (settled !== (value ?? '')) onChange?.(settled);
  };
  const leave = () => {
    settle();
    onBlur?.();
  };
  return <Input {...input} value={value} onChange={(event) => onChange?.(event.target.value)} onBlur={leave} onPressEnter={settle} />;
}

/** One line of text: names, phone numbers, short answers. */
export function TextField({ placeholder, maxLength = 200, inputMode, autoComplete, autoFocus, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <HalfWidthInput
        placeholder={placeholder} maxLength={maxLength} inputMode={inputMode} autoComplete={autoComplete ?? 'off'} autoFocus={autoFocus}
        disabled={field.disabled}
      />
    </Field>
  );
}

/** Codes and document numbers: half-width, upper case, tabular figures. */
export function CodeField({ placeholder, maxLength = 64, autoFocus, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <HalfWidthInput
        upperCase placeholder={placeholder} maxLength={maxLength} autoFocus={autoFocus} disabled={field.disabled} autoComplete="off" spellCheck={false}
        className="yg-code"
      />
    </Field>
  );
}

/** Prose is left as typed: Chinese punctuation is full-width by right. */
export function TextAreaField({ placeholder, maxLength = 2_000, rows = 3, ...field }: TextFieldProps & { rows?: number }) {
  const say = useText();
  return (
    <Field {...field} rules={[{ max: maxLength, message: say(formMessages.tooLong, { max: maxLength }) }]}>
      <Input.TextArea autoSize={{ minRows: rows, maxRows: 12 }} placeholder={placeholder} disabled={field.disabled} />
    </Field>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  /** UCUM or Chinese unit, shown behind the number. */
  readonly unit?: string;
}

const plainNumber = (text: string | undefined): string => normaliseInput(text ?? '').replace(/[^\d.-]/g, '');

export function NumberField({ min, max, decimals = 0, unit, ...field }: NumberFieldProps) {
  return (
    <Field {...field}>
      <InputNumber<number | string> min={min} max={max} precision={decimals} parser={plainNumber} suffix={unit} controls={false} disabled={field.disabled} className="yg-wide" />
    </Field>
  );
}
