import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { listFollowUps, stateTitles, type ReferralCard, type ReferralDetail } from '#modules/referral/contract.ts';
import { importPerson, syntheaThere, treatAtTownship, type ImportedPerson } from './imported-person.ts';
import { openJourney, type Journey } from './journey.ts';
import { keyboardOf } from './keyboard.ts';
import { openThreeViews, type ThreeViews } from './three-views.ts';

const outcome = { diagnoses: [{ code: 'I20.0', display: '不稳定型心绞痛' }], treatment: '支架植入一枚', advice: '双联抗血小板一年', result: 'improved' };
const handBack = {
  diagnoses: [{ code: 'I20.0', display: '不稳定型心绞痛' }],
  reasonCode: 'recovery',
  summary: '支架术后病情稳定，转回基层康复',
  medications: [{ name: '阿司匹林肠溶片', dose: '100 mg' }, { name: '阿托伐他汀钙片', dose: '20 mg' }],
  carePlan: { goals: '血压低于 140/90', activities: ['监测血压', '按时服药'], firstVisitWithinDays: 7, monitorEveryDays: 14 },
};

describe.skipIf(!syntheaThere())('the main job on an imported person', () => {
  let journey: Journey;
  let person: ImportedPerson;
  let doctor: Page;
  let desk: Page;
  let views: ThreeViews;
  let ids: { readonly township: string; readonly hospital: string };
  let referralId = '';
  let downId = '';

  const act = (organisation: 'township' | 'hospital', ...given: string[]): Promise<unknown> =>
    journey.yigong('--organisation', ids[organisation], 'referral', ...given);

  beforeAll(async () => {
    journey = await openJourney();
    person = await importPerson(journey);
    doctor = await journey.open('yanghuixia');
    desk = await journey.open('lvchunyan');
    ids = { township: await organisationOf(doctor), hospital: await organisationOf(desk) };
    await treatAtTownship(journey, doctor, { townshipId: ids.township, personId: person.personId });
    await desk.goto('/referrals');
    await desk.getByRole('heading', { level: 1, name: '转诊台' }).waitFor();
    views = await openThreeViews(journey, desk);
  });
  afterAll(() => journey?.close());

  it('is referred up from the township by keyboard alone', async () => {
    await doctor.goto('/');
    await doctor.getByRole('heading', { level: 1 }).waitFor();
    const keyboard = keyboardOf(doctor);
    const field = (label: string) => doctor.getByLabel(label, { exact: true });
    await keyboard.press('Control+k');
    await doctor.getByRole('dialog').getByRole('combobox').waitFor();
    await doctor.keyboard.type('发起转诊');
    await doctor.getByRole('option', { name: /发起转诊/ }).first().waitFor();
    await keyboard.press('Enter');
    await doctor.getByRole('heading', { level: 1, name: '发起转诊' }).waitFor();
    await keyboard.choose(field('居民'), person.name.split(' ')[0] ?? '', new RegExp(person.name));
    await keyboard.choose(field('接收机构'), '望川县人民医院');
    await keyboard.type(field('编码'), 'I20.0');
    await keyboard.type(field('名称'), '不稳定型心绞痛');
    await keyboard.choose(field('转诊原因'), '检查');
    await keyboard.type(field('转诊目的'), '冠脉造影及进一步治疗');
    await keyboard.type(field('主诉'), '反复胸痛 3 天');
    await keyboard.type(field('查体与检查所见'), '心电图 ST 段压低');
    await keyboard.type(field('血压'), '１４０／９０');
    await keyboard.reach(field('无已知过敏'));
    await keyboard.press('Space');
    await keyboard.reach(field('已取得同意'));
    await keyboard.press('Space');
    await keyboard.press('Control+Enter');
    await doctor.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
    referralId = new URL(doctor.url()).pathname.split('/').at(-1) ?? '';
    await views.expect(referralId, 'submitted');
  });

  it('is accepted with a slot on the desk of the hospital', async () => {
    await desk.locator(`[data-card="${referralId}"]`).click();
    const panel = desk.getByRole('complementary');
    await panel.getByRole('button', { name: '接受', exact: true }).click();
    await desk.getByRole('combobox', { name: '选择号源或床位' }).click();
    await desk.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await desk.getByRole('button', { name: /^接受 Ctrl|^接受$/ }).last().click();
    await views.expect(referralId, 'resource_locked');
    await doctor.getByText(stateTitles.resource_locked.zh).first().waitFor();
  });

  it('arrives, is treated and reported back by the command line', async () => {
    await act('hospital', 'arrive', referralId);
    await views.expect(referralId, 'arrived');
    await act('hospital', 'act', referralId, 'start-care');
    await views.expect(referralId, 'in_care');
    await act('hospital', 'outcome', referralId, '--fields', JSON.stringify(outcome));
    await views.expect(referralId, 'outcome_reported');
  });

  it('is sent down with a plan and taken over, medicine by medicine', async () => {
    downId = ((await act('hospital', 'down', referralId, '--fields', JSON.stringify({ ...handBack, toOrganisationId: ids.township }))) as ReferralCard).id;
    await act('township', 'act', referralId, 'close');
    await views.expect(referralId, 'closed');
    await desk.goto('/referrals?flow=down');
    await views.expect(downId, 'planned');
    await act('hospital', 'act', downId, 'offer-down');
    await views.expect(downId, 'offered');
    const { medications } = (await act('township', 'show', downId)) as ReferralDetail;
    const reconciliation = medications.map(({ lineId }) => ({ lineId, decision: 'continue' }));
    await act('township', 'act', downId, 'accept-down', '--fields', JSON.stringify({ reconciliation }));
    await views.expect(downId, 'accepted_by_primary');
    await act('hospital', 'act', downId, 'discharge-with-plan');
    await views.expect(downId, 'discharged_with_plan');
  });

  it('is followed up until stable; the task is on the list of the township', async () => {
    await doctor.goto('/referral-follow-ups');
    await doctor.getByText(person.name).first().waitFor();
    await act('township', 'act', downId, 'record-first-visit', '--fields', JSON.stringify({ findings: '一般情况好', bloodPressure: '132/84' }));
    await views.expect(downId, 'first_visit_done');
    await act('township', 'act', downId, 'record-monitoring', '--fields', JSON.stringify({ findings: '稳定' }));
    await views.expect(downId, 'monitored');
    await act('township', 'act', downId, 'mark-stable', '--fields', JSON.stringify({ note: '血压平稳' }));
    await views.expect(downId, 'stable');
    const page = await journey.connect(ids.township).call(listFollowUps, { personId: person.personId });
    expect(page.rows.filter(({ kind, referralId: of }) => kind === 'first-visit' && of === downId).map(({ state }) => state)).toEqual(['done']);
  });
});

async function organisationOf(page: Page): Promise<string> {
  const session = (await (await page.request.get('/api/session')).json()) as { acting: string };
  return session.acting;
}
