import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';

const FOLDER = join(projectRoot(), 'regions', 'wuhua');

/** The pack of Wuhua under another id. */
export const regionFiles = (id: string): Record<string, string> => {
  const files = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, file), 'utf8')]));
  return { ...files, region: (files['region'] ?? '').replace('id: wuhua', `id: ${id}`) };
};
