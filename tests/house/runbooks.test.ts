import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';

const folder = join(projectRoot(), 'docs/runbooks');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));

test.each(pages)('%s says first what never to do, before any step', (page) => {
  const [first = ''] = readFileSync(join(folder, page), 'utf8').split(/^## /m).slice(1);
  expect(first.split('\n')[0]).toBe('Never do · 绝不要做');
  expect(first.match(/^(- |\d+\. )Never /gm)?.length ?? 0).toBeGreaterThanOrEqual(3);
});

test('every page is named by the first one', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(pages.filter((page) => page !== 'README.md' && !index.includes(page))).toEqual([]);
});
