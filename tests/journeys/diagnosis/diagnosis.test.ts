import { randomInt } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { CriticalDetail } from '#modules/shared-diagnosis/contract/critical.ts';
import type { OrderDetail } from '#modules/shared-diagnosis/contract/orders.ts';
import { ctStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { syntheticAecg } from '#apps/server/world/diagnosis/ecg-signal.ts';
import { stowRequest } from '../imaging/known-phantoms.ts';
import { openJourney, PHONE, type Journey } from '../journey.ts';

/** As an aECG of a device: an inferior lift of ST, or an ordinary heart. */
const waveform = (person: { id: string; name: string }, { inferiorSt, recordedAt, id }: { inferiorSt: number; recordedAt: string; id: string }): { name: string; mimeType: string; buffer: Buffer } => ({
  name: `${id}.xml`, mimeType: 'text/xml', buffer: Buffer.from(syntheticAecg({ id, patientId: person.id, name: person.name, sex: 'M', birthDate: '19600101', recordedAt, rr: 640, pr: 160, qrs: 94, qt: 360, inferiorSt })),
});

/** The clock of a device in China. */
const deviceClock = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);

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
  const post = async (page: Page, path: string, data: unknown): Promise<{ id: string; number: string }> => {
    const answer = await page.request.post(`/api${path}`, { headers: { 'x-yigong': '1' }, data });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as { id: string; number: string };
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
    const serial = randomInt(1_000_000_000);
    // What the device wrote a year ago is in the archive already.
    const before = waveform(person, { id: `B${serial}`, inferiorSt: 0, recordedAt: '20251101080000' });
    await post(doctor, '/ecg/records', { fileName: before.name, base64: gzipSync(before.buffer).toString('base64'), isPacked: true, personId: person.id });
    await doctor.getByLabel('选择文件', { exact: true }).first().setInputFiles(waveform(person, { id: `E${serial}`, inferiorSt: 300, recordedAt: deviceClock(Date.now()) }));
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
    // The paper of the real waveform stands beside the report; the record before it below.
    await reader.getByRole('img', { name: /心电图纸.*25 mm\/s · 10 mm\/mV/ }).first().waitFor();
    await expect.poll(() => reader.locator('.ecg-paper').count(), { timeout: 20_000 }).toBe(2);
    await reader.getByRole('rowheader', { name: 'QRS' }).first().waitFor();
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
    await expect.poll(() => reader.getByLabel('诊断意见').inputValue(), { timeout: 20_000 }).toBe('急性下壁 ST 段抬高型心肌梗死图形');
    await reader.getByRole('checkbox', { name: '发布后自动打开下一份' }).uncheck();
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
    const person = await anybody(township);
    const ct = { personId: person.id, kind: 'imaging', modality: 'CT', itemCode: 'CT-CHEST-THIN', itemName: '胸部 CT 薄层', clinical: { question: '结节随访' } };
    const [reader, reviewer] = [await journey.open('hanhongwen'), await journey.open('chenguangli')];
    const serial = randomInt(1_000_000);
    const technician = await journey.open('chenglijun');
    /** The scanner of the township sends under the number of the order. */
    const ready = async (noduleMm: number, at: number): Promise<string> => {
      const { id, number } = await post(township, '/diagnosis/orders', ct);
      const clock = deviceClock(at);
      const files = ctStudy({ seed: `reading journey ${serial} ${noduleMm}`, patientId: person.id, patientName: `Journey^Patient=${person.name}`, birthDate: '19600101', sex: 'M', date: clock.slice(0, 8), time: clock.slice(8), accessionNumber: number, characterSet: 'GB18030' }, { slices: 12, noduleMm });
      const stored = await technician.request.post('/dicom-web/studies', stowRequest(files));
      expect(stored.status(), await stored.text()).toBe(200);
      await expect.poll(async () => (await get<OrderDetail>(township, `/diagnosis/orders/${id}`)).state, { timeout: 30_000 }).toBe('waiting');
      return id;
    };
    const before = await ready(6, Date.now() - 180 * 86_400_000);
    await post(reader, `/diagnosis/orders/${before}/claim`, {});
    await post(reader, `/diagnosis/orders/${before}/preliminary`, { findings: '右肺上叶见 6 毫米结节', impression: '右肺上叶小结节', positive: true });
    await post(reviewer, `/diagnosis/orders/${before}/issue`, {});

    const id = await ready(9, Date.now());
    await reader.goto(`/diagnosis/orders/${id}`);
    await reader.getByRole('button', { name: '领取', exact: true }).click();
    await reader.getByRole('heading', { name: '书写报告' }).waitFor();
    // The images stand beside the report, the prior beside the present, and both scroll together.
    await reader.locator('canvas[data-shown="frame"]').nth(1).waitFor();
    const places = () => reader.locator('.imaging-pane canvas').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    await reader.locator('canvas').first().focus();
    await reader.keyboard.press('Home');
    await reader.keyboard.press('ArrowDown');
    await expect.poll(places, { timeout: 20_000 }).toEqual(['图像 2/12', '图像 2/12']);
    const prior = reader.getByRole('region', { name: '既往报告' });
    await prior.getByText('右肺上叶小结节').waitFor();
    await prior.getByRole('button', { name: '与本次并排' }).first().click();
    await expect.poll(() => reader.locator('canvas[data-shown="frame"]').count(), { timeout: 20_000 }).toBe(2);
    await reader.getByRole('combobox', { name: '模板' }).click();
    await reader.getByTitle('胸部 CT：肺结节').click();
    await reader.getByLabel(/结节长径/).fill('7');
    await reader.getByLabel('诊断意见').fill('右肺上叶结节，较前略大，建议三个月复查');
    const other = await ready(4, Date.now() - 90 * 86_400_000);
    await submit(reader, /提交初步报告/);
    // The next order opens by itself.
    await reader.waitForURL((url) => url.pathname.startsWith('/diagnosis/orders/') && !url.pathname.endsWith(id));
    await post(township, `/diagnosis/orders/${other}/cancel`, { reasonCode: 'not-needed', note: '演示结束' });
    // Not for the township before another doctor has signed it.
    expect((await get<OrderDetail>(township, `/diagnosis/orders/${id}`)).reports).toEqual([]);

    await reviewer.goto(`/diagnosis/orders/${id}`);
    await reviewer.getByRole('heading', { name: '审核报告' }).waitFor();
    await reviewer.getByRole('checkbox', { name: '发布后自动打开下一份' }).uncheck();
    await submit(reviewer, /审核发布/);
    await reviewer.getByText('已发布').first().waitFor();
    const issued = await get<OrderDetail>(township, `/diagnosis/orders/${id}`);
    expect(issued.reports[0]).toMatchObject({ status: 'final', measurements: [{ code: 'NODULE-MM', value: 7, unit: 'mm', high: 5 }] });
    expect(issued.reports[0]!.authorName).not.toBe(issued.reports[0]!.reviewerName);
    for (const page of [township, technician, reader, reviewer]) await page.context().close();
  });
});
