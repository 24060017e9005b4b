import { randomBytes } from 'node:crypto';
import { analyseCasemix } from '#modules/casemix/contract/analysis.ts';
import { listResolutions } from '#modules/governance/contract/meetings.ts';
import { auditClaim, recordStay, releaseHit, sendClaim, issueStatement, getClaim } from '#modules/payment/contract/claims.ts';
import { recordFrozenScores } from '#modules/payment/contract/frozen-scores.ts';
import { closePackage, distributePackage, openPackage, recordPackageMonth } from '#modules/payment/contract/packages.ts';
import { payCapitation, recordPanelHeads } from '#modules/payment/contract/panels.ts';
import { approveParameterPack, loadParameterPack } from '#modules/payment/contract/packs.ts';
import { applySpecialReview, confirmRun, fileAppeal, listSettlementCases, loadSettlementCases, runAdvance, startClearing, voteSpecialReview } from '#modules/payment/contract/runs.ts';
import { runTask } from '#platform/jobs/task.ts';
import { fixedClock } from '#platform/kernel/clock.ts';
import type { AnyOperation, ResultOf } from '#platform/kernel/contract.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { addDays, ageInYears, chinaDate } from '#platform/kernel/period.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import { demoCases, packContent, payableOrganisations, type FormedGroup } from './payment-pack.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage, type Stage } from './stage.ts';

const CASES_A_YEAR = 600;
const HEADS = 474_000;

interface Desk extends PlayRequest {
  readonly stage: Stage;
  readonly bureau: WorldStaff;
  readonly second: WorldStaff;
  readonly office: WorldStaff;
  readonly committee: WorldStaff;
  readonly year: number;
  act<O extends AnyOperation>(operation: O, input: Readonly<Record<string, unknown>>, by: { member: WorldStaff; key: string }): Promise<ResultOf<O>>;
}

/** Last year settled, published and shared; this year under way: everything by the room's own commands. */
export async function playPayment(request: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(request.database, request.modules);
  const find = (role: string) => request.plan.staff.find(({ roles }) => (roles as readonly string[]).includes(role));
  const [bureau, second, office, committee] = [find('insurance-bureau'), find('health-bureau'), find('insurance-office'), find('consortium-office')];
  if (!stage.has(loadParameterPack) || !bureau || !second || !office || !committee) return [];
  const year = Number(chinaDate(request.until).slice(0, 4));
  const act: Desk['act'] = (operation, input, { member, key }) => stage.act(operation, input, { member, at: request.until, key: `world-payment-${key}` });
  const desk: Desk = { ...request, stage, bureau, second, office, committee, year, act };
  const stopped: StoppedStory[] = [];
  for (const [key, story] of [['last-year', playLastYear], ['this-year', playThisYear]] as const) {
    try {
      await story(desk);
    } catch (error) {
      stopped.push({ key: `payment-${key}`, error });
    }
  }
  return stopped;
}

async function packOfYear({ act, bureau, second, plan }: Desk, { year, fundTotal, costs, formed = [] }: { year: number; fundTotal: string | undefined; costs: number; formed?: readonly FormedGroup[] }): Promise<string> {
  const input = { city: '示例市', insurance: 'resident', year, version: `${year}.1`, validFrom: `${year}-01-01`, validUntil: `${year}-12-31`, content: packContent(plan, { fundTotal, costs, formed }) };
  const { id } = await act(loadParameterPack, input, { member: bureau, key: `load-${year}` });
  await act(approveParameterPack, { id, reason: '已经市、县两级核对' }, { member: second, key: `approve-${year}` });
  return id;
}

async function playLastYear(desk: Desk): Promise<void> {
  const { act, bureau, office, plan, database, modules, until } = desk;
  const year = desk.year - 1;
  const packId = await packOfYear(desk, { year, fundTotal: '3980000.00', costs: 1 });
  await act(loadSettlementCases, { id: packId, rows: demoCases(plan, { year, months: 12, size: CASES_A_YEAR }) }, { member: office, key: `cases-${year}` });
  for (const month of ['01', '02', '03']) {
    const run = await act(runAdvance, { packId, month: `${year}-${month}` }, { member: bureau, key: `advance-${year}-${month}` });
    await act(confirmRun, { id: run.id, documentNumber: `示医保〔${year}〕${Number(month) + 3}号`, reason: '核对无误' }, { member: bureau, key: `confirm-${year}-${month}` });
  }
  const run = await act(startClearing, { packId }, { member: bureau, key: `clear-${year}` });
  const task = modules.flatMap((module) => module.tasks ?? []).find(({ kind }) => kind === 'payment.clear-year');
  const clock = fixedClock(until);
  if (task && run.taskId !== null) await runTask({ database, clock, ids: timeOrderedIds(clock, randomBytes) }, task, run.taskId);
  await act(confirmRun, { id: run.id, documentNumber: `示医保〔${year + 1}〕8号`, reason: '年度清算核对无误' }, { member: bureau, key: `confirm-clear-${year}` });
  const [, town] = payableOrganisations(plan);
  if (town) await act(fileAppeal, { id: run.id, organisationId: town.id, claimedFen: 1_286_000, reason: '12 例主要诊断编码已更正，请复核' }, { member: office, key: `appeal-${year}` });
  await playPackage(desk, { packId, year, months: 12, monthlyFen: 2_960_000_000, close: true });
}

async function playPackage({ act, stage, bureau, office, committee, plan }: Desk, { packId, year, months, monthlyFen, close }: { packId: string; year: number; months: number; monthlyFen: number; close: boolean }): Promise<void> {
  const { id } = await act(openPackage, { packId, ownerOrganisationId: committee.organisationId, name: '示例县紧密型县域医共体', heads: HEADS }, { member: bureau, key: `package-${year}` });
  for (let month = 1; month <= months; month += 1) {
    const insideFen = Math.round(monthlyFen * (0.74 + ((month * 7) % 5) / 100));
    const input = { id, month: `${year}-${String(month).padStart(2, '0')}`, insideFen, outsideFen: Math.round(monthlyFen * (0.22 + ((month * 3) % 4) / 100)) };
    await act(recordPackageMonth, input, { member: office, key: `package-${year}-${month}` });
  }
  if (!close) return;
  // What the committee resolved about the surplus, where its room is open.
  const [resolution] = stage.has(listResolutions) ? (await act(listResolutions, { kind: 'money' }, { member: committee, key: '' })).rows : [];
  if (resolution === undefined) return;
  const decisionNumber = resolution.number;
  await act(recordFrozenScores, { year, decisionNumber, scores: payableOrganisations(plan).map((organisation, index) => ({ organisationId: organisation.id, score: String(98 - (index % 7)) })) }, { member: bureau, key: `scores-${year}` });
  const units = payableOrganisations(plan).map((organisation, index) => ({
    organisationId: organisation.id, role: index === 0 ? 'lead' : 'member', measures: { heads: String(index === 0 ? 60 : 8 + (index % 5)), score: String(98 - (index % 7)) },
  }));
  await act(closePackage, { id, assessment: '0.962', units, reason: '年度清算' }, { member: bureau, key: `package-close-${year}` });
  await act(distributePackage, { id, decisionNumber }, { member: committee, key: `package-share-${year}` });
}

async function playThisYear(desk: Desk): Promise<void> {
  const { act, bureau, second, office, plan, until, year } = desk;
  // The groups of the catalogue that the case mix room formed of the county's own discharges, so that the desk can take these over.
  const formed = desk.stage.has(analyseCasemix) ? (await act(analyseCasemix, { scheme: 'dip' }, { member: office, key: '' })).groups.map(({ group, name, meanFen }) => ({ group, title: name, average: meanFen / 100 })) : [];
  const packId = await packOfYear(desk, { year, fundTotal: undefined, costs: 1.03, formed });
  const months = Math.max(1, Number(chinaDate(until).slice(5, 7)) - 1);
  await act(loadSettlementCases, { id: packId, rows: demoCases(plan, { year, months, size: CASES_A_YEAR }) }, { member: office, key: `cases-${year}` });
  await act(runAdvance, { packId, month: `${year}-01` }, { member: bureau, key: `advance-${year}-01` });
  await playPanels(desk, packId);
  await playPackage(desk, { packId, year, months, monthlyFen: 3_120_000_000, close: false });
  const { rows } = await act(listSettlementCases, { packId, band: ['high'], sort: '-costFen', limit: 3 }, { member: office, key: '' });
  for (const [index, { id }] of rows.entries()) {
    const review = await act(applySpecialReview, { id, reason: '多器官功能衰竭，重症监护时间长' }, { member: office, key: `review-${index}` });
    if (index > 0) continue;
    await act(voteSpecialReview, { id: review.id, agrees: true, coefficient: '1.35', opinion: '病情危重，用药与监护合理' }, { member: bureau, key: `vote-1-${index}` });
    await act(voteSpecialReview, { id: review.id, agrees: true, coefficient: '1.2', opinion: '部分耗材可用替代品' }, { member: second, key: `vote-2-${index}` });
  }
  await playClaims(desk, packId);
}

/** Heads of two panels in the townships; January is calculated, February waits. */
async function playPanels({ act, bureau, office, plan, year }: Desk, packId: string): Promise<void> {
  for (const [index, { id }] of payableOrganisations(plan).slice(1, 7).entries()) {
    for (const [panel, heads] of [['htn', 900 + index * 137], ['dm', 310 + index * 53]] as const) {
      for (const month of ['01', '02']) await act(recordPanelHeads, { packId, panel, organisationId: id, month: `${year}-${month}`, heads: heads + Number(month) * 3 }, { member: office, key: `heads-${panel}-${month}-${index}` });
    }
  }
  await act(payCapitation, { packId, month: `${year}-01` }, { member: bureau, key: `capitation-${year}-01` });
}

const SHAPES = [
  { key: 'clean', hba1c: '血常规、尿常规未见异常。', double: false },
  { key: 'double', hba1c: '胸部 CT：双肺少许炎症。', double: true },
  { key: 'suggested', hba1c: '检验提示糖化血红蛋白升高（8.1%），建议内分泌科会诊。', double: false },
  { key: 'settled', hba1c: '未见特殊。', double: false },
] as const;

/** Bills of four residents whose hospital holds a ground for their record: one in each state of the desk. */
async function playClaims(desk: Desk, packId: string): Promise<void> {
  const { act, office, plan, until } = desk;
  const today = chinaDate(until);
  const [admittedOn, dischargedOn] = [addDays(today, -9), addDays(today, -2)];
  let shape = 0;
  for (let index = 0; index < 60 && shape < SHAPES.length; index += 1) {
    const person = householdAt(plan, index).residents[0]!;
    const organisation = payableOrganisations(plan).find(({ id }) => id === person.managingOrganisationId) ?? payableOrganisations(plan)[0]!;
    const level = organisation.kind === 'township-hospital' ? 1 : 2;
    const { key, hba1c, double } = SHAPES[shape]!;
    try {
      const stay = await act(recordStay, { packId, personId: person.id, organisationId: organisation.id, level, admittedOn, dischargedOn }, { member: office, key: `stay-${key}-${index}` });
      const at = `${addDays(admittedOn, 1)}T09:30`;
      const lines = [
        { id: '1', item: 'CW01', name: '普通床位费', at: addDays(admittedOn, 1), quantity: 7, amountFen: 28_000 }, { id: '2', item: 'HL02', name: '二级护理', at: addDays(admittedOn, 1), quantity: double ? 9 : 7, amountFen: 12_600 },
        { id: '3', item: 'YP01', name: '注射用头孢曲松钠', at, quantity: 14, amountFen: 184_200 }, { id: '4', item: 'JC01', name: '胸部 CT 平扫', at, quantity: 1, amountFen: 26_000 },
        ...(double ? [{ id: '5', item: 'JC01', name: '胸部 CT 平扫', at, quantity: 1, amountFen: 26_000 }] : []),
      ];
      const bill = {
        setting: 'inpatient', admittedOn, dischargedOn, sex: person.sex === 'female' ? 'female' : 'male', ageDays: ageInYears(person.birthDate, today) * 365, diagnoses: [{ code: 'J18.900', name: '肺炎' }],
        evidence: [{ reference: `Observation/demo-${key}`, text: hba1c }], lines,
      };
      const claim = await act(auditClaim, { packId, personId: person.id, organisationId: organisation.id, billNumber: `ZD${today.replaceAll('-', '')}${index}`, stayId: stay.id, bill }, { member: office, key: `claim-${key}-${index}` });
      if (key === 'settled') await settle(desk, claim.id, level);
      if (key === 'double') await releaseFirst(desk, claim.id);
      shape += 1;
    } catch {
      // This resident's record is not open to the consortium: the next one is asked.
    }
  }
}

async function settle({ act, office }: Desk, id: string, level: number): Promise<void> {
  await act(sendClaim, { id }, { member: office, key: `send-${id}` });
  await act(issueStatement, { id, level, outOfScopeFen: 12_000, referred: false, bypassed: false, contracted: true }, { member: office, key: `statement-${id}` });
}

async function releaseFirst({ act, office }: Desk, id: string): Promise<void> {
  const { hits } = await act(getClaim, { id }, { member: office, key: '' });
  const nursing = hits.find(({ ruleId }) => ruleId === 'nursing-days');
  if (nursing) await act(releaseHit, { id, hitId: nursing.id, reason: '转科当日两个科室各护理一次，已核对医嘱' }, { member: office, key: `release-${id}` });
}
