import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, PHONE, type Journey } from '../journey.ts';

/** A backup, its check and a drill read and write the whole database, on a machine that has other things to do. */
const WHOLE_MS = 240_000;

describe('backups on the operations page', { timeout: WHOLE_MS }, () => {
  let journey: Journey;
  let page: Page;
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.open('zhouminguang');
    await page.goto('/monitoring');
    await page.getByRole('heading', { level: 1, name: '运行监测' }).waitFor();
  });
  afterAll(() => journey?.close());

  const panel = () => page.getByRole('region', { name: '备份', exact: true });
  const work = (name: string) => panel().getByRole('table', { name: '作业' }).getByRole('row', { name }).first();
  const press = async (name: string): Promise<void> => {
    const button = panel().getByRole('button', { name, exact: true });
    await expect.poll(() => button.getAttribute('aria-disabled'), { timeout: WHOLE_MS }).not.toBe('true');
    await button.click();
  };

  it('a backup that is asked for is taken, shown, and its files are checked', async () => {
    const kept = panel().getByRole('table', { name: '备份', exact: true }).getByRole('row');
    const takeNow = panel().getByRole('button', { name: '立即备份' });
    await expect.poll(() => takeNow.getAttribute('aria-disabled'), { timeout: WHOLE_MS }).not.toBe('true');
    const before = await kept.count();
    await press('立即备份');
    await expect.poll(() => kept.count(), { timeout: WHOLE_MS }).toBe(before + 1);
    await press('核对文件');
    await work('核对文件').getByText('文件无误').waitFor({ timeout: WHOLE_MS });
    await panel().getByRole('table', { name: '备份', exact: true }).getByText('文件无误').first().waitFor();
  });

  it('a drill asks before it begins, and says how many rows came back equal', async () => {
    await press('恢复演练');
    await page.getByRole('dialog').getByRole('button', { name: '恢复演练' }).click();
    await work('恢复演练').getByText(/行全部一致/).waitFor({ timeout: WHOLE_MS });
  });

  it('fits a phone and speaks English', async () => {
    const phone = await journey.open('zhouminguang', { viewport: PHONE });
    await phone.addInitScript(() => localStorage.setItem('yigong.language', 'en'));
    await phone.goto('/monitoring');
    await phone.getByRole('region', { name: 'Backups', exact: true }).getByText('Files right').first().waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await phone.context().close();
  });

  it('is closed to the other two administrators', async () => {
    for (const login of ['panyonghui', 'lihongguo']) {
      const other = await journey.open(login);
      expect((await other.request.get('/api/monitoring/backups')).status()).toBe(403);
      await other.context().close();
    }
  });
});
