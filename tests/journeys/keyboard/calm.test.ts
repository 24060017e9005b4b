import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, PHONE, SCREEN, type Journey } from '../journey.ts';

describe('where the system asks for no motion', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  it.each([['screen', SCREEN], ['phone', PHONE]])('what a select offers stands at its field, on a %s', async (_, viewport) => {
    const page = await journey.open('zhouminguang', { viewport, reducedMotion: 'reduce' });
    await page.goto('/accounts');
    await page.getByRole('button', { name: '建立账号' }).click();
    const field = page.getByRole('combobox', { name: '所属机构' });
    await field.click();
    const offered = page.locator('.ant-select-dropdown');
    await offered.waitFor();
    const [at, below] = [await field.boundingBox(), await offered.boundingBox()];
    expect(Math.abs(below!.x - at!.x)).toBeLessThan(40);
    expect(below!.y - at!.y).toBeLessThan(80);
    await page.context().close();
  });
});
