import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJourney, PHONE, type Journey } from '../journey.ts';

describe('the administration of the FHIR floor', () => {
  let journey: Journey;
  let page: Page;
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.open('zhouminguang');
    await page.goto('/fhir-administration');
    await page.getByRole('heading', { level: 1, name: 'FHIR 管理' }).waitFor();
  });
  afterAll(() => journey?.close());

  const jobs = () => page.getByRole('region', { name: '批量任务' });

  it('begins to index everything anew and shows that work', async () => {
    const before = await jobs().getByRole('row', { name: /重建 FHIR 检索索引/ }).count();
    await jobs().getByRole('button', { name: '重建全部索引' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '重建全部索引' }).click();
    await expect.poll(() => jobs().getByRole('row', { name: /重建 FHIR 检索索引/ }).count(), { timeout: 30_000 }).toBe(before + 1);
  });

  it('fits a phone and speaks English', async () => {
    const phone = await journey.open('zhouminguang', { viewport: PHONE });
    await phone.addInitScript(() => localStorage.setItem('yigong.language', 'en'));
    await phone.goto('/fhir-administration');
    await phone.getByRole('heading', { level: 1, name: 'FHIR administration' }).waitFor();
    await phone.getByRole('region', { name: 'Bulk jobs' }).getByRole('row').nth(1).waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await phone.context().close();
  });

  it('is closed to the other two administrators', async () => {
    for (const login of ['panyonghui', 'lihongguo']) {
      const other = await journey.open(login);
      expect((await other.request.get('/api/fhir-administration/jobs')).status()).toBe(403);
      await other.context().close();
    }
  });
});
