import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';

const FOLDER = join(projectRoot(), 'regions', 'wuhua');

/** The pack of Wuhua under another id. */
export const regionFiles = (id: string): Record<string, string> => {
  const files = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, file), 'utf8')]));
  return { ...files, region: (files['region'] ?? '').replace('id: wuhua', `id: ${id}`) };
};

/** A notice of a year that belongs to the side alone. */
export const calendarNotice = (mark: string): Record<string, unknown> => {
  const year = mark === 'alpha' ? 2091 : 2092;
  return { year, source: `示例安排 ${mark}`, contentBase64: Buffer.from(`date,kind\n${year}-10-05,off\n`).toString('base64') };
};
