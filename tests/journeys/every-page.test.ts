import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';
import { findHan, gatherData } from './find-han.ts';
import { findSlips } from './find-slips.ts';
import { openJourney, PHONE, SCREEN, type Journey } from './journey.ts';
import { findIds, VISITS, type Ids } from './page-visits.ts';
import { whenQuiet } from './when-quiet.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings: the rule, how often, the first place and what to mend. */
async function findBarriers(page: Page): Promise<string[]> {
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}, ${nodes.length} times, first ${nodes[0]?.target.join(' ')}: ${nodes[0]?.failureSummary?.split('\n')[1]?.trim()}`);
}

describe('every page', () => {
  let journey: Journey;
  let ids: Ids;
  beforeAll(async () => {
    journey = await openJourney();
    ids = await findIds(journey);
  });
  afterAll(() => journey?.close());

  it('would be caught with a word of ours in Chinese, and not for a name in the data', async () => {
    const page = await journey.open('lvchunyan');
    const data = gatherData(page);
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await whenQuiet(page);
    await data.settled();
    // As if the page said that it is in English.
    await page.evaluate(() => document.documentElement.setAttribute('lang', 'en'));
    const found = await findHan(page, data.words);
    expect(found).toContain('转诊台');
    expect(found).not.toContain(journey.account('lvchunyan').name);
    await page.context().close();
  });

  it.each(VISITS)('$name has no serious barrier and lacks no English word', async ({ login, path }) => {
    const page = await journey.open(login);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    await page.goto(path(ids));
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.evaluate(axe);
    // What is skipped while out of sight keeps the colours of before until it is seen.
    await page.addStyleTag({ content: '* { content-visibility: visible !important; }' });
    for (const [size, viewport] of Object.entries({ screen: SCREEN, phone: PHONE })) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await whenQuiet(page);
        faults.push(...[...(await findBarriers(page)), ...(await findSlips(page))].map((fault) => `${size} ${colorScheme}: ${fault}`));
      }
    }
    await page.evaluate(() => localStorage.setItem('yigong.language', 'en'));
    const data = gatherData(page);
    await page.setViewportSize(SCREEN);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const viewport of [SCREEN, PHONE]) {
      await page.setViewportSize(viewport);
      await whenQuiet(page);
      await data.settled();
      faults.push(...(await findHan(page, data.words)).map((words) => `no English: ${words}`));
    }
    await page.context().close();
    expect([...new Set(faults)]).toEqual([]);
  });
});
