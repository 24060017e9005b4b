import { addDays } from '#platform/kernel/period.ts';
import { isWeekend } from '#platform/kernel/working-days.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { CalendarDay, CalendarYear } from '../../contract/calendar.ts';
import { calendarMessages as words } from './messages.ts';

/** The twelve months; what differs from its weekday carries a word, not only a colour. */
export function MonthGrid({ calendar }: { calendar: CalendarYear }) {
  const days = new Map(calendar.days.map((day) => [day.day, day]));
  return <div className="regions-months">{calendar.workingDays.map((count, index) => <Month key={index} first={`${calendar.year}-${String(index + 1).padStart(2, '0')}-01`} count={count} days={days} />)}</div>;
}

function Month({ first, count, days }: { first: string; count: number; days: ReadonlyMap<string, CalendarDay> }) {
  const say = useText();
  const format = useFormat();
  return (
    <table className="regions-month">
      <caption>{say(words.month, { month: format.monthName(first), count })}</caption>
      <thead><tr>{say(words.weekdays).split(',').map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
      <tbody>
        {weeksOf(first).map((week) => (
          <tr key={week[0]}>{week.map((day) => (day.slice(0, 7) === first.slice(0, 7) ? <Day key={day} day={day} known={days.get(day)} /> : <td key={day} />))}</tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, known }: { day: string; known: CalendarDay | undefined }) {
  const say = useText();
  const kind = known?.kind ?? (isWeekend(day) ? 'weekend' : 'weekday');
  const title = known && [say(words[known.kind]), known.name ?? (known.festival && say(words[known.festival]))].filter(Boolean).join(' · ');
  return (
    <td className={`regions-day regions-day-${kind}`} title={title}>
      {Number(day.slice(8))}
      {known && <small>{say(known.kind === 'worked' ? words.workMark : words.restMark)}</small>}
    </td>
  );
}

/** Weeks from Monday that touch the month. */
function weeksOf(first: string): string[][] {
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: string[][] = [];
  for (let monday = addDays(first, -weekday); monday.slice(0, 7) <= first.slice(0, 7); monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  }
  return weeks;
}
