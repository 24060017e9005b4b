import { Select } from 'antd';
import { periodOf } from '#platform/kernel/period.ts';
import { useText } from '#platform/web/text/messages.ts';
import { monthsBack } from '../entry/month-choice.tsx';
import { messages } from '../messages.ts';

const MONTHS = 36;

/** Months, the quarters and the years they lie in, newest first. */
export function PeriodChoice({ value, now, onChange }: { value: string; now: Date; onChange: (period: string) => void }) {
  const say = useText();
  const months = monthsBack(MONTHS, now);
  const quarters = [...new Set(months.map((month) => periodOf('quarter', month)))];
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const groups = [[messages.byMonth, months], [messages.byQuarter, quarters], [messages.byYear, years]] as const;
  return (
    <Select
      aria-label={say(messages.period)} value={value} showSearch style={{ minWidth: 120 }} onChange={onChange}
      options={groups.map(([title, periods]) => ({ label: say(title), options: periods.map((period) => ({ value: period, label: period })) }))}
    />
  );
}
