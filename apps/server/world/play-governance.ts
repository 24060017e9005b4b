import { castVote, callMeeting, closeMeeting, draftMeeting, foundBody, openMeeting, proposeItem, seatMember, type GoverningBody, type Meeting } from '#modules/governance/contract/meetings.ts';
import { assignTask, listLedgerTasks, planTask, reportTask, startTask, suspendTask } from '#modules/task-ledger/contract/tasks.ts';
import { publishBulletin } from '#modules/task-ledger/contract/bulletins.ts';
import { addDays, chinaDate, periodBefore, periodOf } from '#platform/kernel/period.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const SCOPE = ['规划建设', '结余资金使用', '人事制度', '考核监管'];
const SEATS = 5;
const KEY = 'world-governance';
/** A key task that a resolution of the same meeting lays down. */
const LAID_DOWN = '编制结余使用年度报表';

interface Play {
  readonly stage: Stage;
  readonly office: WorldStaff;
  readonly members: readonly WorldStaff[];
  /** Townships that take part in the task. */
  readonly townships: readonly string[];
  readonly until: Date;
}

/** A management committee that met a month ago, what it resolved, and the task that came of it. */
export async function playGovernance({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const office = plan.staff.find(({ roles }) => roles.includes('consortium-office'));
  if (!stage.has(foundBody) || !stage.has(assignTask) || office === undefined) return [];
  const members = plan.staff.filter(({ roles }) => roles.some((role) => role === 'consortium-office' || role === 'health-bureau' || role === 'insurance-office' || role === 'specialist')).slice(0, SEATS);
  try {
    const townships = plan.organisations.filter(({ kind }) => kind === 'township-hospital').slice(0, 3).map(({ id }) => id);
    const meeting = await holdMeeting({ stage, office, members, townships, until });
    await followTask({ stage, office, members, townships, until }, meeting);
    return [];
  } catch (error) {
    return [{ key: KEY, error }];
  }
}

const before = (until: Date, days: number): Date => new Date(until.getTime() - days * DAY_MS);

async function holdMeeting({ stage, office, members, until }: Play): Promise<Meeting> {
  const by = (days: number, step: string) => ({ member: office, at: before(until, days), key: `${KEY}-${step}` });
  const day = (days: number): string => addDays(chinaDate(until), -days);
  const body = await stage.act(foundBody, { name: { zh: '医共体管理委员会', en: 'Management committee' }, kind: 'committee', quorumPercent: 67, majority: 'simple', scope: SCOPE }, by(200, 'found'));
  let seated: GoverningBody = body;
  for (const [index, { name, title, organisationId }] of members.entries()) {
    seated = await stage.act(seatMember, { id: body.id, holder: name, post: { zh: title, en: title }, organisationId, isChair: index === 0, mayVote: true, validFrom: day(200) }, by(199, `seat-${index}`));
  }
  const drafted = await stage.act(draftMeeting, { bodyId: body.id, title: '管理委员会第三次会议', meetsOn: day(30), place: '牵头医院会议室' }, by(40, 'draft'));
  await stage.act(proposeItem, { id: drafted.id, kind: 'money', scope: '结余资金使用', title: '上年结余资金分配', paper: '上年结余按得分初算，向基层倾斜。', proposal: '结余按考核得分分配，基层机构优先。' }, by(38, 'item-1'));
  await stage.act(proposeItem, { id: drafted.id, kind: 'general', scope: '规划建设', title: '影像诊断中心扩容', paper: '乡镇影像量逐月上升。', proposal: '增加夜间诊断班次。' }, by(38, 'item-2'));
  await stage.act(callMeeting, { id: drafted.id }, by(35, 'call'));
  const open = await stage.act(openMeeting, { id: drafted.id, seatIds: seated.seats.map(({ id }) => id) }, by(30, 'open'));
  for (const item of open.items) {
    for (const [index, seat] of seated.seats.entries()) {
      await stage.act(castVote, { id: item.id, seatId: seat.id, choice: item.number === 2 && index === SEATS - 1 ? 'abstain' : 'for' }, by(30, `vote-${item.number}-${index}`));
    }
  }
  const tasks = [
    { itemId: open.items[0]!.id, title: '制定结余分配细则', due: addDays(chinaDate(until), 60), leadName: '医保办' },
    { itemId: open.items[0]!.id, title: LAID_DOWN, due: addDays(chinaDate(until), 120), leadName: '财务科' },
  ];
  return stage.act(closeMeeting, { id: drafted.id, minutes: '会议听取上年结余和影像中心运行情况，两项议题均获通过。', tasks }, by(30, 'close'));
}

/** Of the tasks of the first resolution one is under way and one laid down; the quarter's bulletin is out. */
async function followTask({ stage, office, townships, until }: Play, meeting: Meeting): Promise<void> {
  const by = (days: number, step: string) => ({ member: office, at: before(until, days), key: `${KEY}-${step}` });
  const sourceId = `resolution.${meeting.items[0]!.id}`;
  const { rows } = await stage.act(listLedgerTasks, { sourceId }, by(29, 'list'));
  const idOf = (laidDown: boolean): string => rows.find(({ title }) => (title.zh === LAID_DOWN) === laidDown)!.id;
  const id = idOf(false);
  const due = addDays(chinaDate(until), 30);
  await stage.act(assignTask, { id, organisationId: office.organisationId, jointOrganisationIds: townships }, by(28, 'assign'));
  await stage.act(planTask, { id, milestones: [{ title: '征求成员意见', due, quarter: periodOf('quarter', due) }] }, by(27, 'plan'));
  await stage.act(startTask, { id }, by(26, 'start'));
  await stage.act(reportTask, { id, progress: 40, problem: '两家成员数据未报齐', nextStep: '下周汇总' }, by(5, 'report'));
  await stage.act(assignTask, { id: idOf(true), organisationId: office.organisationId }, by(24, 'assign-laid-down'));
  await stage.act(suspendTask, { id: idOf(true), reason: '上级的报表格式尚未下发，先按原口径留存数据', resolutionNumber: meeting.items[1]!.resolutionNumber! }, by(12, 'suspend'));
  await stage.act(publishBulletin, { quarter: lastQuarter(until), title: '重点任务进展季度通报', comments: '请各牵头单位按期推进，超期任务说明原因。' }, by(1, 'bulletin'));
}

const lastQuarter = (now: Date): string => periodBefore(periodOf('quarter', chinaDate(now)));
