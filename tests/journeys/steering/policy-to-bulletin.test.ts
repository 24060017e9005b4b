import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Bulletin } from '#modules/task-ledger/contract/bulletins.ts';
import type { TaskCard } from '#modules/task-ledger/contract/tasks.ts';
import { openJourney, type Journey } from '../journey.ts';

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
