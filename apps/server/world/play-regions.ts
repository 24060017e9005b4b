import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyRegion } from '#modules/regions/contract/operations.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

/** Puts the regions that come with the platform into force, by the consortium office. */
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
  return stopped;
}
