import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';
import { directory, own, refused, type Entry } from '../entry.ts';

const POLICY = 'published policies as data, without persons';
const FOLDER = join(projectRoot(), 'regions', 'wuhua');

/** The pack of Wuhua under another id. */
export const regionFiles = (id: string): Record<string, string> => {
  const files = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, file), 'utf8')]));
  return { ...files, region: (files['region'] ?? '').replace('id: wuhua', `id: ${id}`) };
};

/** What a stranger gets from each operation of the room. */
export const regions: Record<string, Entry> = {
  applyRegion: refused(({ mark }) => ({ files: regionFiles(`region-${mark}`) })),
  endRegion: refused(({ mark }) => ({ id: `region-${mark}`, reason: '核对情况' })),
  checkRegion: own('reads what it is given', { files: regionFiles('region-probe') }),
  listRegions: directory(POLICY),
  getRegion: directory(POLICY, ({ mark }) => ({ id: `region-${mark}` })),
  compareRegion: directory(POLICY, ({ mark }) => ({ id: `region-${mark}`, from: '2020.1', to: '2020.1' })),
  listAnswers: directory(POLICY),
};
