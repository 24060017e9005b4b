import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openJourney, type Journey } from './journey.ts';

describe('sign-in', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  const fill = async (page: Page, login: string, password: string): Promise<void> => {
    await page.getByLabel('登录名').fill(login);
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
  };

  it('says what to do after a wrong password, lets the right one in, and out again', async () => {
    const page = await journey.open();
    const { login, password, organisation } = journey.account('yanghuixia');
    await page.goto('/referrals');
    await fill(page, login, 'wrong-password');
    await page.getByRole('alert').filter({ hasText: '密码' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/referrals');
    await page.getByLabel('密码').fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { level: 1, name: '转诊台' }).waitFor();
    await page.getByRole('banner').getByText(organisation).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '转诊台' }).waitFor();

    await page.getByRole('button', { name: `${journey.account('yanghuixia').name} 的菜单` }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '登录' }).waitFor();
    expect(await page.request.get('/api/referral-board').then((answer) => answer.status())).toBe(401);
    await page.context().close();
  });

  it('keeps a resident in the portal and staff in the workbench', async () => {
    const resident = await journey.open('jumin1');
    await resident.goto('/');
    await resident.getByRole('link', { name: /居民/ }).first().waitFor();
    const staff = await journey.open('yanghuixia');
    await staff.goto('/portal');
    await staff.getByRole('link', { name: /工作台/ }).first().waitFor();
    await resident.context().close();
    await staff.context().close();
  });
});
