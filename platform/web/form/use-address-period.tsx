import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { addDays, chinaDate, isCalendarDate } from '#platform/kernel/period.ts';
import { useText } from '../text/messages.ts';
import { DateInput } from './date-field.tsx';
import { formMessages } from './form-messages.ts';

interface AddressPeriod {
  /** `YYYY-MM-DD`; undefined while a day is still being typed. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  /** Both as they stand in the address. */
  readonly text: string;
  /** For the head of the page. */
  readonly fields: ReactElement;
}

/** A period that is kept in the address; the last `days` days without one. */
export function useAddressPeriod(days: number): AddressPeriod {
  const say = useText();
  const [parameters, setParameters] = useSearchParams();
  const today = chinaDate(new Date());
  const asked = { from: parameters.get('from') ?? addDays(today, -days), until: parameters.get('until') ?? today };
  const real = (day: string): string | undefined => (isCalendarDate(day) ? day : undefined);
  const field = (name: 'from' | 'until') => (
    <label className="yg-row">
      {say(formMessages[name])} <DateInput label={say(formMessages[name])} value={asked[name]} onChange={(value: unknown) => setParameters({ ...asked, [name]: String(value) }, { replace: true })} />
    </label>
  );
  return { from: real(asked.from), until: real(asked.until), text: `${asked.from} – ${asked.until}`, fields: <>{field('from')}{field('until')}</> };
}
