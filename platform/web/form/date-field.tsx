import { useRef } from 'react';
import { CalendarOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { useText, type Say } from '../text/messages.ts';
import { dayFault, dayFromTyped } from './date-text.ts';
import { Field, type FieldProps } from './field.tsx';
import { formMessages } from './form-messages.ts';

interface DateFieldProps extends FieldProps {
  /** `YYYY-MM-DD`, both included. */
  readonly min?: string;
  readonly max?: string;
}

/** A calendar day: typed in any usual way, or picked; 2026-02-31 is refused with words. */
export function DateField({ min, max, ...field }: DateFieldProps) {
  const say = useText();
  const bounds = { ...(min ? { min } : {}), ...(max ? { max } : {}) };
  const check = async (_: unknown, value: string | undefined) => {
    const message = faultMessage(value ?? '', bounds, say);
    if (message) throw new Error(message);
  };
  return (
    <Field {...field} validateTrigger="onBlur" rules={[{ validator: check }]}>
      <DateInput min={min} max={max} label={field.label} disabled={field.disabled} />
    </Field>
  );
}

function faultMessage(day: string, bounds: { min?: string; max?: string }, say: Say): string | undefined {
  const fault = dayFault(dayFromTyped(day), bounds);
  if (fault === 'no-day') return say(formMessages.noDay, { typed: day });
  if (fault === 'too-early') return say(formMessages.tooEarly, { day: bounds.min ?? '' });
  return fault === 'too-late' ? say(formMessages.tooLate, { day: bounds.max ?? '' }) : undefined;
}

interface DateInputProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly onBlur?: () => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

/** Also usable outside forms (filters); `onChange` gets what is typed, settled to `YYYY-MM-DD` on leaving. */
export function DateInput({ value = '', onChange, onBlur, min, max, label, ...input }: DateInputProps & Record<string, unknown>) {
  const say = useText();
  const picker = useRef<HTMLInputElement>(null);
  const settle = () => {
    const day = dayFromTyped(value);
    if (day !== value) onChange?.(day);
  };
  return (
    <div className="yg-date">
      <Input
        {...input} value={value} placeholder={say(formMessages.dayHint)} inputMode="numeric" autoComplete="off" maxLength={20}
        onChange={(event) => onChange?.(event.target.value)}
        onPressEnter={settle}
        onBlur={() => {
          settle();
          onBlur?.();
        }}
      />
      <Button
        icon={<CalendarOutlined />} aria-label={say(formMessages.pickDay, { label })} disabled={input['disabled'] === true}
        onClick={() => picker.current?.showPicker?.()}
      />
      <input
        ref={picker} type="date" className="yg-date-picker" tabIndex={-1} aria-hidden min={min} max={max}
        value={isCalendarDate(value) ? value : ''} onChange={(event) => onChange?.(event.target.value)}
      />
    </div>
  );
}
