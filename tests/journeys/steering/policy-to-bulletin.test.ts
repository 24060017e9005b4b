import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { listIndicatorWatchers, setIndicatorBand } from '#modules/indicators/contract/alerts.ts';
import { closeIndicatorPeriod, restateIndicator, type IndicatorCard } from '#modules/indicators/contract/operations.ts';
import { callMeeting, castVote, closeMeeting, draftMeeting, foundBody, openMeeting, proposeItem, seatMember } from '#modules/governance/contract/meetings.ts';
import { planTask, reportTask, startTask, submitTask, verifyTask } from '#modules/task-ledger/contract/tasks.ts';
import type { AnyOperation, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate, periodOf } from '#platform/kernel/period.ts';
import type { Bulletin } from '#modules/task-ledger/contract/bulletins.ts';
import type { TaskCard } from '#modules/task-ledger/contract/tasks.ts';
import { openJourney, type Journey } from '../journey.ts';

const today = (): string => chinaDate(new Date());
const BEGINS = { PDF: '%PDF-', Word: 'PK', Excel: 'PK' } as const;

describe('from a policy to the bulletin', () => {
  let journey: Journey;
  let office: Page;
  let bureau: Page;
  const version = `2020.${100 + (Date.now() % 900)}`;
  const title = `进展通报 ${version}`;
  beforeAll(async () => {
    journey = await openJourney();
    office = await journey.open('lupengli');
    bureau = await journey.open('lvpengjian');
  });
  afterAll(() => journey?.close());

  const submit = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).and(page.locator('[type="submit"]')).last().click();
  const choose = async (page: Page, { label, option }: { label: string; option: string | RegExp }): Promise<void> => {
    const box = page.getByRole('combobox', { name: label }).last();
    await box.click();
    if (typeof option === 'string') await box.pressSequentially(option);
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click();
  };
  const tasksOf = async (page: Page): Promise<readonly TaskCard[]> => ((await (await page.request.get('/api/ledger-tasks?sourceId=wuhua&limit=500')).json()) as { rows: TaskCard[] }).rows;

  const post = (page: Page, operation: AnyOperation, input: Record<string, unknown>) => page.request.post(`/api${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]))}`, {
    data: input, headers: { 'x-yigong': '1', 'idempotency-key': randomUUID() }, failOnStatusCode: false,
  });
  const act = async <O extends AnyOperation>(page: Page, operation: O, input: Record<string, unknown>): Promise<ResultOf<O>> => {
    const answer = operation.kind === 'query' ? await page.request.get(`/api${operation.path}`) : await post(page, operation, input);
    expect(answer.ok(), `${operation.name}: ${answer.ok() ? '' : await answer.text()}`).toBe(true);
    return (await answer.json()) as ResultOf<O>;
  };

  it('a pack is put into force in the editor, with its version changed', async () => {
    await office.goto('/regions/edit?from=wuhua');
    const text = office.getByRole('textbox', { name: 'region.yaml' });
    await office.waitForFunction(() => document.querySelector('textarea')?.value.includes('五华区') === true);
    const former = await text.inputValue();
    await text.fill(former.replace(/^version: .*$/m, 'version: "不是版本 号"'));
    await office.getByText(/处错误/).waitFor();
    expect(await office.getByRole('button', { name: '启用' }).isDisabled()).toBe(true);
    await text.fill(former.replace(/^version: .*$/m, `version: "${version}"`));
    await office.getByText(/没有错误/).waitFor();
    await office.getByRole('button', { name: '启用' }).click();
    await office.waitForURL(/\/regions\/wuhua$/);
    await office.getByRole('heading', { name: `版本 ${version}` }).waitFor();
  });

  it('a body of the policy is matched with an organisation, and its tasks go there', async () => {
    await office.goto('/ledger');
    await office.getByRole('button', { name: '单位对应机构' }).click();
    await choose(office, { label: '政策中的单位', option: '区卫生健康局 · 昆明市五华区' });
    await choose(office, { label: '机构', option: '望川县卫生健康局' });
    await submit(office, '分派');
    await office.getByText(/已分派 \d+ 项/).waitFor();
    const own = (await tasksOf(bureau)).filter(({ state }) => state === 'assigned');
    expect(own.length).toBeGreaterThan(0);
  });

  it('the work is planned, done with evidence, and verified by somebody else; the screen shows who did what', async () => {
    const [task] = (await tasksOf(bureau)).filter(({ state }) => state === 'assigned');
    const id = task!.id;
    await act(bureau, planTask, { id, milestones: [{ title: '方案征求意见', due: task!.due ?? today(), quarter: periodOf('quarter', task!.due ?? today()) }] });
    await act(bureau, startTask, { id });
    await act(bureau, reportTask, { id, progress: 80, problem: '无', nextStep: '汇总' });
    await act(bureau, submitTask, { id, statement: '已完成，附方案', evidence: [{ title: '实施方案', note: '望卫发〔2026〕1号' }] });
    expect((await post(bureau, verifyTask, { id, note: '自己验收' })).status()).toBeGreaterThanOrEqual(400);
    await act(office, verifyTask, { id, note: '佐证齐全，同意验收' });
    await office.goto('/ledger?state=verified');
    await office.getByText(task!.title.zh).first().waitFor();
  });

  it('a vote is taken, and the resolution has its number and its task', async () => {
    const words = (zh: string) => ({ zh, en: zh });
    const body = await act(office, foundBody, { name: words(`专题委员会${version}`), kind: 'committee', scope: ['结余资金使用'] });
    const seated = await act(office, seatMember, { id: body.id, holder: '甲委员', post: words('主任'), isChair: true, validFrom: '2020-01-01' });
    const { id } = await act(office, draftMeeting, { bodyId: body.id, title: '结余分配专题会', meetsOn: today() });
    await act(office, proposeItem, { id, kind: 'money', scope: '结余资金使用', title: `结余分配${version}`, paper: '按考核得分分配', proposal: '同意按考核得分分配' });
    await act(office, callMeeting, { id });
    const open = await act(office, openMeeting, { id, seatIds: seated.seats.map((seat) => seat.id) });
    await act(office, castVote, { id: open.items[0]!.id, seatId: seated.seats[0]!.id, choice: 'for' });
    const closed = await act(office, closeMeeting, { id, minutes: '会议通过该议题', tasks: [{ itemId: open.items[0]!.id, title: '落实结余分配', due: '2030-12-31', leadName: '医保办' }] });
    expect(closed.items[0]).toMatchObject({ outcome: 'adopted' });
    await office.goto('/governance');
    await office.getByText(closed.items[0]!.resolutionNumber!).first().waitFor();
    const { rows } = (await (await office.request.get(`/api/ledger-tasks?sourceId=resolution.${open.items[0]!.id}`)).json()) as { rows: TaskCard[] };
    expect(rows).toHaveLength(1);
  });

  it('a quarter is closed, a late correction is a restatement that shows old and new value with its reason, and leaving the band tells a named person', async () => {
    const months = ['2025-01', '2025-02', '2025-03'];
    const card = async () => (await (await office.request.get('/api/indicators/Y21?period=2025-03')).json()) as IndicatorCard;
    const [site] = (await card()).sites.filter(({ value }) => value !== null);
    for (const month of months) await act(office, closeIndicatorPeriod, { month });
    expect((await card()).isFrozen).toBe(true);
    const band = await post(office, setIndicatorBand, { indicatorId: 'Y21', low: '0.01', eachSite: true, watcherId: (await act(office, listIndicatorWatchers, {})).rows.find(({ name }) => name === journey.account('lupengli').name)!.id });
    expect(band.ok()).toBe(true);
    await act(office, restateIndicator, { indicatorId: 'Y21', organisationId: site!.organisationId, month: '2025-03', numerator: '0', denominator: '100', reason: `核对更正${version}` });
    await office.goto('/cockpit?list=yiyang&period=2025-03');
    await office.getByRole('button', { name: /^Y21/ }).click();
    const table = office.getByRole('table', { name: '重述' });
    await table.getByText(`${site!.numerator} / ${site!.denominator}`).waitFor();
    await table.getByText('0 / 100').waitFor();
    await table.getByText(`核对更正${version}`).waitFor();
    await office.goto('/indicator-alerts');
    const alert = office.getByRole('region', { name: new RegExp(`Y21.*2025-03`) });
    await alert.getByRole('button', { name: '接收' }).click();
    await alert.getByText('核查中').waitFor();
  });

  it('the bulletin is published, acknowledged by the other side, and saved in its three forms', async () => {
    await office.goto('/bulletins');
    await office.getByRole('button', { name: '发布通报' }).click();
    await choose(office, { label: '政策', option: /昆明市五华区/ });
    await office.getByLabel('标题').fill(title);
    await submit(office, '发布通报');
    await office.getByRole('button', { name: new RegExp(title) }).waitFor();
    await bureau.goto('/bulletins');
    const card = bureau.getByRole('region', { name: new RegExp(title) });
    await card.getByRole('button', { name: '签收' }).click();
    await card.getByRole('button', { name: '签收' }).and(bureau.locator('[aria-disabled="true"], :disabled')).waitFor();
    const { rows } = (await (await bureau.request.get('/api/bulletins')).json()) as { rows: Bulletin[] };
    expect(rows.find((each) => each.title === title)?.receipts).toHaveLength(1);
    for (const [form, begin] of Object.entries(BEGINS)) {
      const [saved] = await Promise.all([bureau.waitForEvent('download'), card.getByRole('button', { name: form }).click()]);
      const bytes = await readFile(await saved.path());
      expect(bytes.subarray(0, begin.length).toString('latin1'), form).toBe(begin);
      expect(bytes.length, form).toBeGreaterThan(5_000);
    }
  });
});
