import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { ReferralCard, ReferralState } from '#modules/referral/contract.ts';
import { openJourney, PHONE, type Journey } from './journey.ts';

const OWN_PAGE = { 'x-yigong': '1' };
const LIVE_CARDS = 1_000;
/** Four full columns; what is in sight of each, with some above and below. */
const COLUMNS: readonly ReferralState[] = ['submitted', 'triaged', 'resource_locked', 'in_care'];
const DRAWN_MAX = 120;

const letter = {
  chiefComplaint: '右上腹痛 2 天', findings: '墨菲征阳性', noKnownAllergies: true, diagnoses: [{ code: 'K80.2', display: '胆囊结石' }],
  reasonCode: 'exam-not-available', purpose: '腹部 CT', consent: { given: true, by: 'resident' },
};

interface Board {
  columns: { state: ReferralState; total: number; cards: ReferralCard[] }[];
}

describe('the desk', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  const post = async <Answer>(page: Page, path: string, data: unknown): Promise<Answer> => {
    const answer = await page.request.post(`/api${path}`, { headers: OWN_PAGE, data });
    if (!answer.ok()) throw new Error(`${path} was answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  /** A new referral of somebody of the township to the county hospital. */
  const refer = async (doctor: Page, toOrganisationId: string): Promise<ReferralCard> => {
    const found = (await (await doctor.request.get('/api/residents?limit=100')).json()) as { rows: { id: string; recordOpen: boolean }[] };
    const open = found.rows.filter(({ recordOpen }) => recordOpen);
    const personId = open[randomInt(open.length)]?.id ?? '';
    const { id } = await post<ReferralCard>(doctor, '/referrals/drafts', { personId, toOrganisationId, letter });
    return post<ReferralCard>(doctor, `/referrals/${id}/submit`, {});
  };
  const hospitalOf = async (page: Page): Promise<string> => ((await (await page.request.get('/api/session')).json()) as { acting: string }).acting;

  it('shows a new referral to the hospital and its withdrawal without being loaded again', async () => {
    const [doctor, desk, phone] = [await journey.open('yanghuixia'), await journey.open('lvchunyan'), await journey.open('lvchunyan', { viewport: PHONE })];
    for (const page of [desk, phone]) {
      await page.goto('/referrals');
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    const card = await refer(doctor, await hospitalOf(desk));
    await desk.getByRole('region', { name: /^已提交/ }).locator(`[data-card="${card.id}"]`).waitFor();
    await phone.getByText(card.personName).first().waitFor();
    await post(doctor, `/referrals/${card.id}/withdraw`, { note: '居民改变主意' });
    await desk.locator(`[data-card="${card.id}"]`).waitFor({ state: 'detached' });
    for (const page of [doctor, desk, phone]) await page.context().close();
  });

  it('says why a card cannot go to a column, and who can release it', async () => {
    const [doctor, desk] = [await journey.open('yanghuixia'), await journey.open('lvchunyan')];
    const card = await refer(doctor, await hospitalOf(desk));
    await doctor.goto('/referrals?box=out');
    await doctor.locator(`[data-card="${card.id}"]`).focus();
    await doctor.keyboard.press('m');
    const menu = doctor.getByRole('dialog', { name: new RegExp(card.number) });
    await menu.getByText(`接受由${card.toOrganisationName}办理`).first().waitFor();
    await doctor.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    expect(await doctor.locator(`[data-card="${card.id}"]`).evaluate((element) => element === document.activeElement)).toBe(true);
    await post(doctor, `/referrals/${card.id}/withdraw`, { note: '居民改变主意' });
    for (const page of [doctor, desk]) await page.context().close();
  });

  it('draws only what is in sight of a thousand live cards, and scrolls to the last', async () => {
    const desk = await journey.open('lvchunyan');
    await desk.route('**/api/referral-board*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: multiplied((await answer.json()) as Board) });
    });
    await desk.goto('/referrals');
    const first = desk.getByRole('region', { name: /^已提交 250/ });
    await first.waitFor();
    expect(await desk.locator('.yg-card').count()).toBeLessThan(DRAWN_MAX);
    await first.locator('.yg-card').first().focus();
    await desk.keyboard.press('End');
    await desk.locator('[data-card="many-submitted-249"]').waitFor();
    expect(await desk.locator('.yg-card').count()).toBeLessThan(DRAWN_MAX);
    await desk.keyboard.press('Home');
    await desk.locator('[data-card="many-submitted-0"]').waitFor();
    const last = desk.getByRole('region', { name: /^诊治中 250/ });
    await last.hover();
    for (let turn = 0; turn < 30 && (await desk.locator('[data-card="many-in_care-249"]').count()) === 0; turn += 1) await desk.mouse.wheel(0, 2_000);
    await desk.locator('[data-card="many-in_care-249"]').waitFor();
    expect(await desk.locator('.yg-card').count()).toBeLessThan(DRAWN_MAX);
    await desk.context().close();
  });

  it('keeps what was typed into the form over a reload', async () => {
    const doctor = await journey.open('yanghuixia');
    await doctor.goto('/refer');
    await doctor.getByLabel('主诉', { exact: true }).fill('反复头晕一周');
    await doctor.getByLabel('编码', { exact: true }).fill('I10.X');
    await doctor.getByText(/草稿已保存|已保存/).first().waitFor();
    await doctor.reload();
    await doctor.getByRole('heading', { level: 1, name: '发起转诊' }).waitFor();
    await expect.poll(() => doctor.getByLabel('主诉', { exact: true }).inputValue()).toBe('反复头晕一周');
    expect(await doctor.getByLabel('编码', { exact: true }).inputValue()).toBe('I10.X');
    await doctor.getByRole('button', { name: /丢弃|放弃/ }).first().click();
    await doctor.context().close();
  });

  it('on a phone says how many are left, and shows more of them', async () => {
    const page = await journey.open('lvchunyan', { viewport: PHONE, hasTouch: true });
    // As if a phone took one at a time: a demonstration has no hundred that wait for one, and the journeys before leave it fewer.
    await page.route('**/api/referrals?*', (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('limit', String(Number(url.searchParams.get('limit')) / 100));
      return route.continue({ url: url.href });
    });
    await page.goto('/referrals');
    const cards = page.locator('.referral-phone-list li');
    await cards.first().waitFor();
    expect(await cards.count()).toBe(1);
    const more = page.getByRole('button', { name: /^还有 \d+ 件/ });
    const left = Number(/\d+/.exec(await more.innerText())![0]);
    await more.click();
    await cards.nth(1).waitFor();
    expect(await cards.count()).toBe(2);
    expect(Number(/\d+/.exec(await more.innerText())![0])).toBe(left - 1);
    await page.context().close();
  });
});

/** The same answer with a thousand cards made from a real one. */
function multiplied(board: Board): Board {
  const card = board.columns.flatMap(({ cards }) => cards)[0];
  if (card === undefined) throw new Error('the demonstration has no referral');
  const perColumn = LIVE_CARDS / COLUMNS.length;
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (!COLUMNS.includes(column.state)) return { ...column, total: 0, cards: [] };
      const cards = Array.from({ length: perColumn }, (_, index) => ({ ...card, id: `many-${column.state}-${index}`, number: `N-${index}`, state: column.state }));
      return { ...column, total: perColumn, cards };
    }),
  };
}
