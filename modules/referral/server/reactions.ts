import { z } from 'zod';
import { reaction, type ReactionContext } from '#platform/events/reaction.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { DayCalendar } from '#platform/kernel/working-days.ts';
import { writeReferralTasks } from './commands/act/write-resources.ts';
import { deadlineOf } from './rules/clocks.ts';
import { listClockRules, loadCalendar, replaceCalendarYear } from './store/catalogue.ts';
import { lockCountingThrough, movePerson, returnPerson, setDeadlines } from './store/referrals.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const noticeSchema = z.object({ year: z.number().int(), version: z.number().int(), days: z.array(z.object({ day: z.string(), worked: z.boolean() })) });
const BATCH = 200;

/** Clocks that are running count by the new notice from now on. What a resident was told (`arriveBy`) stays. */
async function restartClocks(context: ReactionContext, year: number): Promise<void> {
  const rules = await listClockRules(context.tx);
  const calendars = new Map<string, Promise<DayCalendar>>();
  const calendarFrom = (day: string): Promise<DayCalendar> => {
    const known = calendars.get(day) ?? loadCalendar(context.tx, day);
    calendars.set(day, known);
    return known;
  };
  for (let after = '', rows; (rows = await lockCountingThrough(context.tx, { year, after, limit: BATCH })).length > 0; after = rows.at(-1)!.referralId) {
    const moved = [];
    for (const row of rows) {
      const deadline = deadlineOf({ ...row, since: row.stateSince, firstVisitDue: null }, rules, await calendarFrom(chinaDate(row.stateSince)));
      if (deadline?.getTime() !== row.deadline?.getTime()) moved.push({ ...row, deadline });
    }
    await setDeadlines(context.tx, moved);
    await writeReferralTasks(context, moved);
  }
}

/** Other rooms decide who is who and which days are worked; referrals follow. */
export const reactions = [
  reaction({
    name: 'referral.follow-merge',
    on: 'resident.merged',
    run: async ({ tx }, { payload }) => {
      const [fromPersonId, toPersonId] = [text(payload['mergedId']), text(payload['residentId'])];
      if (fromPersonId && toPersonId) await movePerson(tx, { fromPersonId, toPersonId });
    },
  }),
  reaction({
    name: 'referral.follow-unmerge',
    on: 'resident.unmerged',
    run: async ({ tx }, { payload }) => {
      const [separatedId, survivorId] = [text(payload['residentId']), text(payload['survivorId'])];
      if (separatedId && survivorId) await returnPerson(tx, { survivorId, separatedId });
    },
  }),
  reaction({
    name: 'referral.follow-calendar',
    on: 'regions.calendar-loaded',
    run: async (context, { payload }) => {
      const notice = noticeSchema.parse(payload);
      if (await replaceCalendarYear(context.tx, notice)) await restartClocks(context, notice.year);
    },
  }),
];
