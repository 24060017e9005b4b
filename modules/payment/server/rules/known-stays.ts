import { isCalendarDate } from '#platform/kernel/period.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';

/** A stay that was taken before, against which overlaps are looked for. */
export interface KnownStay {
  readonly person: string;
  readonly admitted: string;
  readonly discharged: string;
}

/** A stay as a file gives it: each part may be absent. */
export type GivenStay = { readonly [part in keyof KnownStay]?: string | undefined };

/** The stays taken so far, by person. */
export interface KnownStays {
  /** What forbids the stay: no day of the calendar, an end before the beginning, an overlap. */
  readonly faultOf: (stay: GivenStay) => ProblemDetail | undefined;
  readonly keep: (stay: GivenStay) => void;
}

const MESSAGES = {
  date: { zh: '不是真实的日期', en: 'is not a day of the calendar' },
  order: { zh: '出院早于入院', en: 'is before the admission' },
  overlap: { zh: '与同一人的另一次住院时间重叠', en: 'overlaps another stay of the same person' },
} satisfies Record<string, Text>;

/** Days that cannot be, apart from other stays. */
export function faultOfDays({ admitted, discharged }: GivenStay): ProblemDetail | undefined {
  if (admitted !== undefined && admitted !== '' && !isCalendarDate(admitted.slice(0, 10))) return { path: 'admitted', message: MESSAGES.date };
  if (discharged !== undefined && discharged !== '' && !isCalendarDate(discharged.slice(0, 10))) return { path: 'discharged', message: MESSAGES.date };
  return admitted && discharged && discharged < admitted ? { path: 'discharged', message: MESSAGES.order } : undefined;
}

export function openKnownStays(before: readonly KnownStay[] = []): KnownStays {
  const stays = new Map<string, string[]>();
  const keep = ({ person, admitted, discharged }: GivenStay): void => {
    if (!person || !admitted || !discharged) return;
    const others = stays.get(person);
    if (others) others.push(admitted, discharged);
    else stays.set(person, [admitted, discharged]);
  };
  for (const stay of before) keep(stay);
  return { keep, faultOf: (stay) => faultOfDays(stay) ?? (overlaps(stay, stays) ? { path: 'admitted', message: MESSAGES.overlap } : undefined) };
}

function overlaps({ person, admitted, discharged }: GivenStay, stays: ReadonlyMap<string, readonly string[]>): boolean {
  if (!admitted || !discharged) return false;
  const others = (person && stays.get(person)) || [];
  for (let index = 0; index < others.length; index += 2) {
    const [from, until] = [others[index]!, others[index + 1]!];
    const sameDays = from === admitted && until === discharged;
    if (sameDays || (admitted < until && from < discharged)) return true;
  }
  return false;
}
