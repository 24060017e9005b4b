import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Checked, Decided } from '#modules/recognition/contract/decisions.ts';
import type { OrderCard } from '#modules/shared-diagnosis/contract/orders.ts';
import { openJourney, type Journey } from '../journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await openJourney();
});
afterAll(() => journey?.close());

const get = async <Answer>(page: Page, path: string): Promise<Answer> => (await (await page.request.get(`/api${path}`)).json()) as Answer;
interface Rows<Row> {
  readonly rows: Row[];
}

/** A chest CT of the demonstration that the lead hospital's doctor has not decided on: whoever ran before has used some. */
async function findUndecided(doctor: Page, orders: readonly OrderCard[], organisationId: string): Promise<{ order: OrderCard; checked: Checked }> {
  for (const order of orders) {
    const { checks } = await get<{ checks: Checked[] }>(doctor, `/recognition/check?personId=${order.personId}&codes=CT-CHEST&organisationId=${organisationId}`);
    if (checks[0]?.candidates[0]?.decision === null) return { order, checked: checks[0] };
  }
  throw new Error('the demonstration has no valid chest CT that nobody decided on');
}

it('a repeat order at the lead hospital is stopped: declined with a legal reason it may go on, recognised it is not sent', async () => {
  const township = await journey.open('yanghuixia');
  const { rows: read } = await get<Rows<OrderCard>>(township, '/diagnosis/orders?state=acknowledged&limit=100');
  const doctor = await journey.open('liuyining');
  const examined = read.filter(({ itemCode }) => itemCode === 'CT-CHEST').sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const { order } = await findUndecided(doctor, examined, examined[0]!.centreOrganisationId);
  await doctor.goto(`/diagnosis/order?person=${order.personId}`);
  await doctor.getByRole('radio', { name: '医学影像' }).check({ force: true });
  await doctor.getByRole('textbox', { name: /项目编码/ }).fill('CT-CHEST');
  const found = doctor.getByRole('region', { name: '可互认的结果' });
  await found.getByText(order.centreOrganisationName).first().waitFor();
  await found.getByText('请互认，或选择法定情形').waitFor();
  // Whoever sends it all the same is refused by the server, not by the page alone.
  const again = { personId: order.personId, kind: 'imaging', modality: 'CT', itemCode: 'CT-CHEST', itemName: '胸部 CT 平扫', clinical: { question: '咳嗽' } };
  const post = (priority: string) => doctor.request.post('/api/diagnosis/orders', { headers: { 'x-yigong': '1' }, data: { ...again, priority } });
  const refused = await post('routine');
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([422, 'shared-diagnosis.recognise-first']);

  // The doctor decides: first otherwise, then for it.
  await found.getByRole('button', { name: '不予互认' }).first().click();
  await doctor.getByRole('radio', { name: /变化较快/ }).check({ force: true });
  await doctor.getByRole('switch', { name: '已向患者说明理由' }).click();
  await doctor.getByRole('button', { name: /不予互认/ }).and(doctor.locator('[type="submit"]')).last().click();
  await found.getByText('已说明不予互认').waitFor();
  await found.getByRole('button', { name: '互认此结果' }).first().click();
  await doctor.waitForURL(/\/diagnosis\/orders$/);
  const { rows } = await get<Rows<Decided>>(doctor, `/recognition/decisions?personId=${order.personId}&limit=10`);
  expect(rows[0]).toMatchObject({ decision: 'recognised', code: 'CT-CHEST', savedFen: 18_000, channel: 'screen' });
  for (const page of [township, doctor]) await page.context().close();
});
