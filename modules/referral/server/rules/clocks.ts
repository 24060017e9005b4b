import { chinaDate, addDays } from '#platform/kernel/period.ts';
import { isWorkingDay, type DayCalendar } from '#platform/kernel/working-days.ts';
import type { Flow, Priority, ReferralAction, ReferralState } from '../../contract/states.ts';

export interface ClockRule {
  readonly flow: Flow;
  readonly state: ReferralState;
  readonly priority: Priority;
  /** `state`: until the next step; `arrival`: from acceptance to arrival. */
  readonly measures: 'state' | 'arrival';
  readonly amount: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'working_day';
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

/** The same time of day `amount` working days on; what begins on a free day begins with the next working day. */
export function addWorkingDays(since: Date, amount: number, calendar: DayCalendar): Date {
  let day = chinaDate(since);
  let timeOfDay = (since.getTime() + CHINA_OFFSET_MS) % DAY_MS;
  if (!isWorkingDay(day, calendar)) {
    day = nextWorkingDay(day, calendar);
    timeOfDay = 0;
  }
  for (let left = amount; left > 0; left -= 1) day = nextWorkingDay(day, calendar);
  return new Date(Date.parse(`${day}T00:00:00Z`) - CHINA_OFFSET_MS + timeOfDay);
}

/** At most a year is walked, so that a calendar of holidays only cannot hang. */
function nextWorkingDay(day: string, calendar: DayCalendar): string {
  for (let step = 1; step <= 366; step += 1) {
    const candidate = addDays(day, step);
    if (isWorkingDay(candidate, calendar)) return candidate;
  }
  return addDays(day, 1);
}

function dueAfter(since: Date, rule: Pick<ClockRule, 'amount' | 'unit'>, calendar: DayCalendar): Date {
  if (rule.unit === 'working_day') return addWorkingDays(since, rule.amount, calendar);
  const unitMs = rule.unit === 'minute' ? MINUTE_MS : rule.unit === 'hour' ? HOUR_MS : DAY_MS;
  return new Date(since.getTime() + rule.amount * unitMs);
}

export interface ClockQuestion {
  readonly flow: Flow;
  readonly state: ReferralState;
  readonly priority: Priority;
  readonly since: Date;
  readonly arriveBy: Date | null;
  readonly firstVisitDue: string | null;
}

/** When the clock of a state runs out, counted from the entry into this state; null where no clock runs. */
export function deadlineOf(question: ClockQuestion, rules: readonly ClockRule[], calendar: DayCalendar): Date | null {
  if (question.state === 'notified') return question.arriveBy;
  if (question.state === 'discharged_with_plan') return question.firstVisitDue === null ? null : endOfDay(question.firstVisitDue);
  const rule = findRule(rules, { ...question, measures: 'state' });
  return rule === undefined ? null : dueAfter(question.since, rule, calendar);
}

/** Until when the resident is expected; a reserved hour later than the rule moves it to the end of that day. */
export function arriveByOf(
  { priority, acceptedAt, reservedFor }: { priority: Priority; acceptedAt: Date; reservedFor: Date | null },
  rules: readonly ClockRule[],
  calendar: DayCalendar,
): Date {
  const rule = findRule(rules, { flow: 'outward', state: 'accepted', priority, measures: 'arrival' });
  const byRule = rule === undefined ? new Date(acceptedAt.getTime() + 7 * DAY_MS) : dueAfter(acceptedAt, rule, calendar);
  if (reservedFor === null) return byRule;
  const reserved = endOfDay(chinaDate(reservedFor));
  return reserved > byRule || priority === 'normal' ? reserved : byRule;
}

/** The last instant of a calendar day in China. */
export const endOfDay = (day: string): Date => new Date(Date.parse(`${addDays(day, 1)}T00:00:00Z`) - CHINA_OFFSET_MS - 1);

function findRule(rules: readonly ClockRule[], wanted: Pick<ClockRule, 'flow' | 'state' | 'priority' | 'measures'>): ClockRule | undefined {
  return rules.find(
    (rule) => rule.flow === wanted.flow && rule.state === wanted.state && rule.priority === wanted.priority && rule.measures === wanted.measures,
  );
}

/** Acts that stay in the state but begin its clock anew. */
const RESTARTS: readonly ReferralAction[] = ['reschedule', 'record-monitoring'];

export const clockRestarts = (from: ReferralState | null, to: ReferralState, action: ReferralAction): boolean => from !== to || RESTARTS.includes(action);

export const ESCALATION_LEVEL_MAX = 3;

/** The next escalation of an overdue state: at the deadline, then each time the same span has passed again. */
export function escalationDue({ since, deadline, level }: { since: Date; deadline: Date | null; level: number }, now: Date): boolean {
  if (deadline === null || level >= ESCALATION_LEVEL_MAX) return false;
  const span = Math.max(deadline.getTime() - since.getTime(), MINUTE_MS);
  return now.getTime() > deadline.getTime() + level * span;
}
