import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { CriticalDetail } from '#modules/shared-diagnosis/contract/critical.ts';
import type { OrderDetail } from '#modules/shared-diagnosis/contract/orders.ts';
import { openJourney, PHONE, type Journey } from '../journey.ts';

/** A made-up waveform: the smallest picture there is. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

describe('examined in the village, read in the county', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  });
  afterAll(() => journey?.close());

  const get = async <Answer>(page: Page, path: string): Promise<Answer> => (await (await page.request.get(`/api${path}`)).json()) as Answer;
  const orderOf = (page: Page): Promise<OrderDetail> => get(page, `/diagnosis/orders/${new URL(page.url()).pathname.split('/').at(-1)!}`);
  /** Somebody of the village whose record the village doctor may open. */
  const anybody = async (doctor: Page): Promise<{ id: string; name: string }> => {
    const { rows } = await get<{ rows: { id: string; name: string; recordOpen: boolean }[] }>(doctor, '/residents?limit=100');
    const open = rows.filter(({ recordOpen }) => recordOpen);
    return open[randomInt(open.length)]!;
  };
  const submit = (page: Page, name: RegExp): Promise<void> => page.getByRole('button', { name }).and(page.locator('[type="submit"]')).last().click();

  it('a village ECG becomes an emergency report; its critical value is acknowledged, acted upon and closed', async () => {
    // The village doctor on a phone orders and uploads.
    const doctor = await journey.open('heqinxiao', { viewport: PHONE });
    const person = await anybody(doctor);
    await doctor.goto(`/diagnosis/order?person=${person.id}`);
    await doctor.getByRole('radio', { name: '急诊' }).check({ force: true });
    await doctor.getByText('将由 望川县人民医院 诊断').waitFor();
    await doctor.getByLabel('检查目的').fill('胸痛 1 小时，排除急性心肌梗死');
    await submit(doctor, /提交申请/);
    await doctor.waitForURL(/\/diagnosis\/orders\/[0-9a-f-]+$/);
    await doctor.getByRole('button', { name: '接收数据' }).click();
    await doctor.locator('input[type="file"]').setInputFiles({ name: 'ecg.png', mimeType: 'image/png', buffer: Buffer.from(PICTURE, 'base64') });
    await submit(doctor, /接收数据/);
    await doctor.getByText('待诊断').first().waitFor();
    const order = await orderOf(doctor);
    expect(order).toMatchObject({ state: 'waiting', priority: 'emergency', centreOrganisationName: '望川县人民医院', dataCount: 1 });
    expect(Date.parse(order.deadline!) - Date.now()).toBeLessThanOrEqual(15 * 60_000);

    // The ECG reader finds it on the list, claims it, marks what is critical and issues alone.
    const reader = await journey.open('yuanjiangang');
    await reader.goto('/diagnosis/reading');
    await reader.getByText(person.name).first().click();
    await reader.getByRole('button', { name: '领取', exact: true }).click();
    await reader.getByRole('heading', { name: '书写报告' }).waitFor();
    await reader.getByRole('button', { name: '打开附件' }).click();
    await reader.getByRole('img', { name: '十二导联心电图' }).waitFor();
    await reader.getByRole('button', { name: '标记危急值' }).click();
    await reader.getByRole('combobox', { name: '危急发现' }).click();
    await reader.getByTitle('急性 ST 段抬高型心肌梗死图形').click();
    await reader.getByLabel('具体所见').fill('下壁导联 ST 段抬高 0.3 毫伏');
    await submit(reader, /标记危急值/);
    await reader.getByRole('link', { name: /急性 ST 段抬高/ }).waitFor();
    await reader.getByLabel('检查所见').fill('窦性心律，II、III、aVF 导联 ST 段抬高');
    await reader.getByLabel('诊断意见').fill('急性下壁 ST 段抬高型心肌梗死图形');
    // What is typed survives a reload.
    await reader.getByText(/草稿/).first().waitFor();
    await reader.reload();
    await expect.poll(() => reader.getByLabel('诊断意见').inputValue()).toBe('急性下壁 ST 段抬高型心肌梗死图形');
    await submit(reader, /急诊单签发布/);
    await reader.getByRole('heading', { name: '报告', exact: true }).waitFor();

    // Verified and told by telephone.
    const { criticalValues } = await orderOf(reader);
    await reader.goto(`/diagnosis/critical?open=${criticalValues[0]!.id}`);
    await reader.getByRole('button', { name: '核实' }).click();
    await submit(reader, /核实/);
    await reader.getByRole('button', { name: '通知', exact: true }).waitFor();
    await reader.getByRole('button', { name: '通知', exact: true }).click();
    await submit(reader, /通知/);

    // The wall board shows it live; the village doctor reads it back, acts, records the effect and closes.
    const wall = await journey.open('yanghuixia');
    await wall.goto('/diagnosis/critical-board');
    await wall.getByText(person.name).first().waitFor();
    await doctor.goto(`/diagnosis/critical?open=${criticalValues[0]!.id}`);
    await doctor.getByRole('button', { name: '确认收到' }).click();
    await doctor.getByRole('switch', { name: '已复述数值' }).click();
    await submit(doctor, /确认收到/);
    for (const [step, field, words] of [['记录处置', '处置措施', '卧床吸氧，联系急救车'], ['记录效果', '处置效果', '生命体征平稳，已转运']] as const) {
      await doctor.getByRole('button', { name: step, exact: true }).first().click();
      await doctor.getByLabel(field).fill(words);
      await submit(doctor, new RegExp(step));
    }
    await doctor.getByRole('button', { name: '闭环', exact: true }).first().click();
    await submit(doctor, /闭环/);
    const path = `/diagnosis/critical/${criticalValues[0]!.id}`;
    await expect.poll(async () => (await get<CriticalDetail>(doctor, path)).state, { timeout: 15_000 }).toBe('closed');
    const closed = await get<CriticalDetail>(doctor, path);
    expect(closed.steps.map(({ action }) => action)).toEqual(['detect', 'verify', 'notify', 'acknowledge', 'act', 'record-effect', 'close']);
    expect(closed).toMatchObject({ actionText: '卧床吸氧，联系急救车', effectText: '生命体征平稳，已转运' });
    for (const page of [doctor, reader, wall]) await page.context().close();
  });

  it('a township CT is read with the prior beside it, written by one doctor and issued by another', async () => {
    const township = await journey.open('yanghuixia');
    const post = async (page: Page, path: string, data: unknown): Promise<{ id: string }> => {
      const answer = await page.request.post(`/api${path}`, { headers: { 'x-yigong': '1' }, data });
      if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    };
    const person = await anybody(township);
    const ct = { personId: person.id, kind: 'imaging', modality: 'CT', itemCode: 'CT-CHEST', itemName: '胸部 CT 平扫', clinical: { question: '结节随访' } };
    const [reader, reviewer] = [await journey.open('hanhongwen'), await journey.open('chenguangli')];
    const serial = randomInt(1_000_000);
    const ready = async (uid: string): Promise<string> => {
      const { id } = await post(township, '/diagnosis/orders', ct);
      await post(township, `/diagnosis/orders/${id}/data`, { kind: 'study', title: '胸部 CT 平扫', uid });
      return id;
    };
    const before = await ready(`2.25.${serial}1`);
    await post(reader, `/diagnosis/orders/${before}/claim`, {});
    await post(reader, `/diagnosis/orders/${before}/preliminary`, { findings: '右肺上叶见 6 毫米结节', impression: '右肺上叶小结节', positive: true });
    await post(reviewer, `/diagnosis/orders/${before}/issue`, {});

    const id = await ready(`2.25.${serial}2`);
    await reader.goto(`/diagnosis/orders/${id}`);
    await reader.getByRole('button', { name: '领取', exact: true }).click();
    const prior = reader.getByRole('region', { name: '既往报告' });
    await prior.getByText('右肺上叶小结节').waitFor();
    await prior.getByRole('button', { name: '并排打开既往影像' }).first().waitFor();
    const viewer = reader.waitForEvent('popup');
    await prior.getByRole('button', { name: '并排打开既往影像' }).first().click();
    expect(new URL((await viewer).url() || `${journey.url}/imaging/studies/2.25.${serial}1`).pathname).toBe(`/imaging/studies/2.25.${serial}1`);
    await reader.getByRole('combobox', { name: '模板' }).click();
    await reader.getByTitle('胸部 CT：肺结节').click();
    await reader.getByLabel(/结节长径/).fill('7');
    await reader.getByLabel('诊断意见').fill('右肺上叶结节，较前略大，建议三个月复查');
    await submit(reader, /提交初步报告/);
    await reader.getByText('待审核').first().waitFor();
    // Not for the township before another doctor has signed it.
    expect((await get<OrderDetail>(township, `/diagnosis/orders/${id}`)).reports).toEqual([]);

    await reviewer.goto(`/diagnosis/orders/${id}`);
    await reviewer.getByRole('heading', { name: '审核报告' }).waitFor();
    await submit(reviewer, /审核发布/);
    await reviewer.getByText('已发布').first().waitFor();
    const issued = await get<OrderDetail>(township, `/diagnosis/orders/${id}`);
    expect(issued.reports[0]).toMatchObject({ status: 'final', measurements: [{ code: 'NODULE-MM', value: 7, unit: 'mm', high: 5 }] });
    expect(issued.reports[0]!.authorName).not.toBe(issued.reports[0]!.reviewerName);
    for (const page of [township, reader, reviewer]) await page.context().close();
  });
});
