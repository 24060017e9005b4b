import type { Period, Timing } from '#fhir/types/resources.gen.ts';
import type { Element } from '#fhir/search/extraction/elements.ts';

/** Nanoseconds since 1970: from the first that belongs to it to the first that does not; null is open. */
export interface Span {
  readonly from: bigint | null;
  readonly until: bigint | null;
}

const WRITTEN = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const NANOSECONDS = 1_000_000n;
/** The last instant of a second is .9999999 in HL7's tests: nothing is finer than that. */
const INSTANT = 100n;

/** The time that a text covers: a year, a day, a minute …; a fraction of a second is one instant. */
export function spanOf(text: string): Required<{ from: bigint; until: bigint }> | undefined {
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const start = instant([year, month ?? '01', day ?? '01', hour ?? '00', minute ?? '00', second === '60' ? '59' : (second ?? '00')], zone);
  if (start === undefined) return undefined;
  if (fraction !== undefined) {
    const from = BigInt(start) * NANOSECONDS + BigInt(fraction.padEnd(9, '0').slice(0, 7)) * INSTANT;
    return { from, until: from + INSTANT };
  }
  const end = new Date(start);
  if (month === undefined) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (day === undefined) end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setTime(start + (hour === undefined ? 86_400_000 : second === undefined ? 60_000 : 1000));
  return { from: BigInt(start) * NANOSECONDS, until: BigInt(end.getTime()) * NANOSECONDS };
}

/** Milliseconds; undefined for a day that is not in the calendar or a time that is not on the clock. */
function instant([year, month, day, hour, minute, second]: (string | undefined)[], zone = 'Z'): number | undefined {
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (local.getUTCMonth() !== Number(month) - 1 || local.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  local.setUTCHours(Number(hour), Number(minute), Number(second));
  const [sign, hours, minutes] = zone === 'Z' ? ['+', '0', '0'] : [zone.charAt(0), zone.slice(1, 3), zone.slice(4)];
  return local.getTime() - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The time of an element. Texts that are no time give none. */
export function spansOf({ type, value }: Element): Span[] {
  if (type === 'Period') return periodSpans(value as Period);
  if (type === 'Timing') return timingSpans(value as Timing);
  const span = type === 'date' || type === 'dateTime' || type === 'instant' ? spanOf(String(value)) : undefined;
  return span ? [span] : [];
}

function periodSpans({ start, end }: Period): Span[] {
  const [from, until] = [start, end].map((text) => (text === undefined ? undefined : spanOf(text)));
  return from || until ? [{ from: from?.from ?? null, until: until?.until ?? null }] : [];
}

/** A Timing counts by its outer limits (R4 §3.1.1.4.7), those of its events and of its bounds together. */
function timingSpans({ event = [], repeat }: Timing): Span[] {
  const spans: Span[] = [...event.flatMap((text) => spanOf(text) ?? []), ...(repeat?.boundsPeriod ? periodSpans(repeat.boundsPeriod) : [])];
  const earliest = (all: bigint | null, each: bigint | null): bigint | null => (all === null || each === null ? null : all < each ? all : each);
  const latest = (all: bigint | null, each: bigint | null): bigint | null => (all === null || each === null ? null : all > each ? all : each);
  return spans.length === 0 ? [] : [spans.reduce((all, each) => ({ from: earliest(all.from, each.from), until: latest(all.until, each.until) }))];
}

/** Compares what a resource says with what is asked, by R4 §3.1.1.4.7. `asked` has both ends. */
export function compareSpans(prefix: string, found: Span, { from, until }: { from: bigint; until: bigint }): boolean {
  const starts = (at: bigint): boolean => found.from !== null && found.from >= at;
  const ends = (at: bigint): boolean => found.until !== null && found.until <= at;
  const within = starts(from) && ends(until);
  switch (prefix) {
    case 'ne':
      return !within;
    case 'gt':
      return !ends(until);
    case 'lt':
      return !starts(from);
    case 'ge':
      return !ends(until) || within;
    case 'le':
      return !starts(from) || within;
    case 'sa':
      return starts(until);
    case 'eb':
      return ends(from);
    case 'ap':
      return !starts(until) && !ends(from);
    default:
      return within;
  }
}

/** "Approximately": a tenth of the distance from now more on each side. */
export function widenSpan({ from, until }: { from: bigint; until: bigint }, now: Date): { from: bigint; until: bigint } {
  const gap = BigInt(Math.abs(now.getTime() - Number(from / NANOSECONDS))) * NANOSECONDS / 10n;
  return { from: from - gap, until: until + gap };
}
