/**
 * The span of time that a FHIR date or time text stands for, in milliseconds since 1970 (fractions down to
 * microseconds). Half-open [low, high) for a year … second; a time with a fraction of a second is a point, low = high.
 */
export interface DateRange {
  readonly low: number;
  readonly high: number;
  /** False when the text is finer than a microsecond: the true instant lies strictly between low and high. */
  readonly exact: boolean;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Minutes east of Greenwich of days and times that name no zone. */
let dayZoneMinutes = 0;

/**
 * Sets the zone of days and times that name none: `Z` (the default) or an offset such as `+08:00`. What is stored was computed
 * with the zone of its day: a change asks for `$reindex`. Decision 0041.
 */
export function useDayZone(zone: string): void {
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  dayZoneMinutes = match ? (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1) : 0;
  remembered.clear();
}

const zoneMilliseconds = (): number => dayZoneMinutes * 60_000;

/** A resource names the same instant several times, a bundle more often still, and each is asked for by validation and by indexing. */
const remembered = new Map<string, DateRange>();
const REMEMBERED_MAX = 2_000;
/** Longer texts are no dates. */
const REMEMBERED_LENGTH = 40;

/** Parses a date, dateTime or instant; undefined when it is not a real day or time. */
export function parseDateRange(text: string): DateRange | undefined {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const range = text.includes('T') ? parseTime(text) : parseDay(text);
  if (range === undefined || text.length > REMEMBERED_LENGTH) return range;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, range);
  return range;
}

function parseDay(text: string): DateRange | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const low = utc(year, month, day);
  if (low === undefined) return undefined;
  const end = new Date(low);
  if (match[3] !== undefined) end.setUTCDate(day + 1);
  else if (match[2] !== undefined) end.setUTCMonth(month);
  else end.setUTCFullYear(year + 1);
  const zone = zoneMilliseconds();
  return { low: low - zone, high: end.getTime() - zone, exact: true };
}

function utc(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  // Date.UTC takes years below 100 as 19xx.
  if (year < 100) return new Date(0).setUTCFullYear(year, month - 1, day);
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day);
}

function parseTime(text: string): DateRange | undefined {
  const match = TIME.exec(text);
  if (!match || parseDay(match[1]!) === undefined) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Math.min(59, Number(match[4] ?? 0))];
  if (hour > 23 || minute > 59 || Number(match[4] ?? 0) > 60) return undefined;
  const clock = `${match[2]}:${match[3]}:${String(second).padStart(2, '0')}`;
  const start = Date.parse(`${match[1]}T${clock}${match[6] ?? 'Z'}`) - (match[6] === undefined ? zoneMilliseconds() : 0);
  if (Number.isNaN(start)) return undefined;
  const fraction = match[5];
  if (fraction === undefined) return { low: start, high: start + (match[4] === undefined ? 60_000 : 1000), exact: true };
  const microseconds = Number(fraction.padEnd(6, '0').slice(0, 6));
  const exact = /^0*$/.test(fraction.slice(6));
  const low = start + microseconds / 1000;
  return { low, high: exact ? low : start + (microseconds + 1) / 1000, exact };
}

const written = new Map<number, string>();

/** A timestamptz literal with microseconds; infinities as PostgreSQL writes them. */
export function timestampText(milliseconds: number): string {
  let text = written.get(milliseconds);
  if (text !== undefined) return text;
  text = writeTimestamp(milliseconds);
  if (written.size >= REMEMBERED_MAX) written.clear();
  written.set(milliseconds, text);
  return text;
}

function writeTimestamp(milliseconds: number): string {
  if (milliseconds === Infinity) return 'infinity';
  if (milliseconds === -Infinity) return '-infinity';
  const whole = Math.floor(milliseconds);
  const micro = Math.round((milliseconds - whole) * 1000);
  const iso = new Date(whole + (micro === 1000 ? 1 : 0)).toISOString();
  const text = micro === 0 || micro === 1000 ? iso : `${iso.slice(0, -1)}${String(micro).padStart(3, '0')}Z`;
  return iso.startsWith('0000') || /^[+-]/.test(iso) ? withYear(text, new Date(whole).getUTCFullYear()) : text;
}

/** PostgreSQL writes the year after 9999 without a sign and counts the years before 1 as BC; the year 0 is 1 BC. */
function withYear(text: string, year: number): string {
  const rest = text.replace(/^[+-]?\d+/, '');
  return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
}
