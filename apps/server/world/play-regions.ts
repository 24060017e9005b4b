import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalendarYear } from '#modules/regions/contract/calendar.ts';
import { applyRegion } from '#modules/regions/contract/operations.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { isWeekend, statutoryDaysOff } from '#platform/kernel/working-days.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

/** Puts the regions that come with the platform into force and loads a notice of days off, by the consortium office. */
export async function playRegions({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const office = plan.staff.find(({ roles }) => roles.includes('consortium-office'));
  const folder = join(projectRoot(), 'regions');
  if (!stage.has(applyRegion) || office === undefined || !existsSync(folder)) return [];
  const stopped: StoppedStory[] = [];
  for (const region of readdirSync(folder).sort()) {
    const files = Object.fromEntries(readdirSync(join(folder, region)).map((file) => [file.replace('.yaml', ''), readFileSync(join(folder, region, file), 'utf8')]));
    const key = `world-region-${region}`;
    try {
      await stage.act(applyRegion, { files }, { member: office, at: until, key });
    } catch (error) {
      stopped.push({ key, error });
    }
  }
  if (stage.has(loadCalendarYear)) {
    const key = 'world-calendar';
    try {
      await stage.act(loadCalendarYear, exampleNotice(Number(chinaDate(until).slice(0, 4))), { member: office, at: until, key });
    } catch (error) {
      stopped.push({ key, error });
    }
  }
  return stopped;
}

/** An invented notice: four bridging days after National Day, made up on the free days before and after. It is marked as no real one. */
function exampleNotice(year: number): { year: number; source: string; contentBase64: string } {
  const off = ['04', '05', '06', '07'].map((day) => `${year}-10-${day}`);
  const owed = off.filter((day) => !isWeekend(day) && !statutoryDaysOff(year).has(day)).length;
  const free = [-1, -2, -3, -4, -5, -6, -7, 7, 8, 9, 10, 11, 12, 13, 14].map((step) => addDays(`${year}-10-01`, step)).filter((day) => isWeekend(day) && !statutoryDaysOff(year).has(day));
  const lines = [`${off[0]},${off.at(-1)},放假,国庆调休（示例）`, ...free.slice(0, owed).sort().map((day) => `${day},,上班,国庆调休（示例）`)];
  return { year, source: '演示示例，非正式通知', contentBase64: Buffer.from(`日期,至,安排,说明\n${lines.join('\n')}\n`).toString('base64') };
}
