import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, type Journey } from '../journey.ts';

describe('a panel beside the page', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  it('gives the focus back to the list when it is left with Escape', async () => {
    const page = await journey.open('lvchunyan');
    await page.goto('/referrals');
    await page.getByText('列表', { exact: true }).click();
    const list = page.getByRole('grid');
    await list.getByRole('row').nth(1).waitFor();
    await list.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.locator('.yg-dock-panel:not([hidden])');
    await panel.waitFor();
    await expect.poll(() => panel.evaluate((section) => section.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => list.evaluate((grid) => grid === document.activeElement)).toBe(true);
    await page.context().close();
  });
});
