import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openJourney, type Journey } from '../journey.ts';

const COCKPIT = '/cockpit?list=national-14';

describe('the cockpit without a line', () => {
  let journey: Journey;
  let office: Page;
  beforeAll(async () => {
    journey = await openJourney();
    office = await journey.open('lupengli');
  });
  afterAll(() => journey?.close());

  const cards = (page: Page) => page.locator('.cockpit-place');
  const stored = (page: Page): Promise<string[]> => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('yigong.kept')));
  /** Paths in the stores of the service worker. */
  const cached = (page: Page): Promise<string[]> => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))).flat().map(({ url }) => new URL(url).pathname));
  /** Sections load by sight; the table of all sites is the last. */
  const scrollDown = async (page: Page): Promise<void> => {
    await page.waitForFunction(() => {
      document.querySelector('#content')?.scrollBy(0, 400);
      return document.querySelector('.cockpit-funnel') !== null && document.querySelector('.cockpit-matrix table') !== null && document.querySelector('.cockpit-flow') !== null;
    });
  };
  const lose = (isLost: boolean): Promise<void> => office.context().setOffline(isLost);

  it('opened anew it shows the last numbers with their time; other pages wait for the line', async () => {
    await office.goto(COCKPIT);
    await cards(office).first().waitFor();
    const before = await cards(office).first().innerText();
    await office.waitForFunction(async () => navigator.serviceWorker.controller !== null && (await (await caches.open('yigong-workbench')).match('/')) !== undefined);
    // Its own part of the program is fetched once under the eyes of the service worker.
    await office.reload();
    await cards(office).first().waitFor();
    await scrollDown(office);
    await lose(true);
    await office.reload();
    await office.getByText(/网络不通：这是 .+ 保存在本机的数据/).waitFor();
    await office.getByText(`离线：以${journey.account('lupengli').name}最近一次登录的身份打开`, { exact: false }).waitFor();
    expect(await cards(office).first().innerText()).toBe(before);
    await scrollDown(office);
    await office.goto('/residents');
    await office.getByRole('heading', { name: '没有连上服务器' }).waitFor();
    expect(await office.locator('table').count()).toBe(0);
  });

  it('what is kept are files of the program and numbers of organisations, nothing of the interface', async () => {
    expect((await cached(office)).filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
    const kept = await stored(office);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.filter((name) => !/^yigong\.kept(-session$|\.[^.]+\.[^.]+\.(getCockpit|getReferralFlows|getIndicatorMatrix|getIndicatorCard|getCoverage|listOrganisationTree) )/.test(name))).toEqual([]);
  });

  it('with the line it is as before', async () => {
    await lose(false);
    await office.goto(COCKPIT);
    await cards(office).first().waitFor();
    expect(await office.getByText(/网络不通/).count()).toBe(0);
  });

  it('somebody else who signs in finds nothing of the first, and signing out leaves nothing', async () => {
    const second = journey.account('lvpengjian');
    await office.context().clearCookies();
    expect((await office.context().request.post('/api/session', { data: { login: second.login, password: second.password }, headers: { 'x-yigong': '1' } })).ok()).toBe(true);
    const former = await stored(office);
    await office.goto('/');
    await office.getByRole('heading', { name: '等我处理' }).waitFor();
    expect((await stored(office)).filter((name) => name !== 'yigong.kept-session' && former.includes(name))).toEqual([]);
    await office.goto(COCKPIT);
    await cards(office).first().waitFor();
    await lose(true);
    await office.getByRole('button', { name: new RegExp(second.name) }).click();
    await office.getByText('退出登录').click();
    await office.getByRole('heading', { name: '暂时连不上服务器' }).waitFor();
    expect(await stored(office)).toEqual([]);
    await lose(false);
    await office.reload();
    await office.getByLabel('登录名').waitFor();
  });
});
