import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, PHONE, SCREEN, type Journey } from '../journey.ts';

describe('a dialog that is left with Escape', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  it.each([['screen', SCREEN], ['phone', PHONE]])('gives the focus back to the button that opened it, on a %s', async (_, viewport) => {
    const page = await journey.open('jumin1', { viewport });
    await page.goto('/portal/access');
    const object = page.getByRole('button', { name: '我有异议' }).first();
    await object.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '我有异议' });
    await dialog.getByLabel('理由').waitFor();
    expect(await dialog.getByLabel('理由').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => object.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.context().close();
  });
});
