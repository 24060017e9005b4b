import { contract } from '#modules/health-record/contract.ts';
import { registerOwnConsent } from '#modules/health-record/contract/consents.ts';
import { breakGlass, requestAccess } from '#modules/health-record/contract/openings.ts';
import { decideReview, listReviews, raiseOwnRequest } from '#modules/health-record/contract/reviews.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import { findPortalResident } from './diagnosis/shared-diagnosis.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

const HOUR_MS = 3_600_000;
const HOUSEHOLDS_SEARCHED = 200;
const TRIED_MAX = 12;

/** Openings of one doctor each: hours before now, and what the doctor typed. */
const EMERGENCIES = [
  { hours: 2, reason: '患者意识不清由120送入抢救室，需立即了解用药和过敏史' },
  { hours: 20, reason: '急性胸痛患者夜间急诊，家属不在场，查看既往心电图和抗凝用药' },
  { hours: 70, reason: '看看邻居的检查结果' },
] as const;
/** Opened four days ago, and what the privacy officer found a day later. */
const REVIEWED = { hours: 96, decidedHours: 72, reason: '产后出血转运途中，需了解血型和凝血史', note: '与急救转运记录相符' } as const;
const ASKED = [
  { hours: 5, purpose: 'treatment', reason: '患者来院复诊，无既往就诊记录，请同事核对身份后打开档案' },
  { hours: 28, purpose: 'follow-up', reason: '出院患者在本辖区暂住，需随访血压和用药' },
] as const;
const RAISED = [
  { hours: 50, kind: 'objection', about: '首页 · 档案查看记录', words: '我没有去过这家医院，请说明为什么查看我的档案' },
  { hours: 26, kind: 'correction', about: '过敏史', words: '我对青霉素不过敏，当年是皮试假阳性，请更正' },
] as const;

/** What the privacy desk, the colleagues and the resident have to decide: emergency openings, requests, an objection and a correction with their deadlines. */
export async function playPrivacy({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  if (!stage.has(breakGlass)) return [];
  const stopped: StoppedStory[] = [];
  const attempt = async (key: string, hours: number, play: (by: { at: Date; key: string }) => Promise<unknown>): Promise<void> => {
    try {
      await play({ at: new Date(until.getTime() - hours * HOUR_MS), key });
    } catch (error) {
      stopped.push({ key, error });
    }
  };
  const demo = (role: string): WorldStaff | undefined => plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes(role as never));
  const [specialist, township] = [demo('specialist'), demo('township-doctor')];
  const people = grownUps(plan);
  if (people.length === 0) return stopped;
  const outsiders = plan.staff.filter(({ roles, demoSignIn }) => demoSignIn && roles.includes('specialist'));
  /** Of the people the first whose record is still closed to one of these members; in a small world there may be none. */
  const onClosed = async (members: readonly WorldStaff[], act: (personId: string, member: WorldStaff) => Promise<unknown>): Promise<void> => {
    for (const member of members) {
      for (const { id } of people.splice(0, TRIED_MAX)) {
        try {
          return void (await act(id, member));
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'health-record.already-open') throw error;
        }
      }
    }
  };
  for (const [index, { hours, reason }] of EMERGENCIES.entries()) {
    await attempt(`privacy-emergency-${index}`, hours, (by) => onClosed([...outsiders].reverse(), (personId, member) => stage.act(breakGlass, { personId, reason }, { member, ...by, key: `${by.key}-${personId}` })));
  }
  await attempt('privacy-reviewed', REVIEWED.hours, (by) => onClosed([...outsiders].reverse(), (personId, member) => stage.act(breakGlass, { personId, reason: REVIEWED.reason }, { member, ...by, key: `${by.key}-${personId}` })));
  const officer = demo('privacy-officer');
  await attempt('privacy-decided', REVIEWED.decidedHours, async ({ at, key }) => {
    if (officer === undefined) return;
    const { rows } = await stage.act(listReviews, { limit: 100 }, { member: officer, at });
    const opened = rows.find(({ reason }) => reason === REVIEWED.reason);
    if (opened !== undefined) await stage.act(decideReview, { id: opened.id, outcome: 'justified', note: REVIEWED.note }, { member: officer, at, key });
  });
  for (const [index, { hours, ...asked }] of ASKED.entries()) {
    await attempt(`privacy-request-${index}`, hours, (by) => onClosed(township === undefined ? [] : [township], (personId, member) => stage.act(requestAccess, { personId, ...asked }, { member, ...by, key: `${by.key}-${personId}` })));
  }
  const own = findPortalResident(plan);
  if (own === undefined || specialist === undefined) return stopped;
  const { organisationId } = specialist;
  const resident = residentOf(own.person);
  for (const [index, { hours, ...raised }] of RAISED.entries()) {
    await attempt(`privacy-raised-${index}`, hours, (by) => stage.actAs(raiseOwnRequest, { ...raised, organisationId }, { subject: resident, ...by }));
  }
  await attempt('privacy-consent', 24, (by) => stage.actAs(registerOwnConsent, { decision: 'permit', granteeOrganisationId: organisationId, days: 365 }, { subject: resident, ...by }));
  return stopped;
}

/** Spread over the county, so that some live outside the reach of any one member. */
function grownUps(plan: WorldPlan): WorldResident[] {
  const stride = Math.max(1, Math.floor(plan.householdCount / HOUSEHOLDS_SEARCHED));
  return Array.from({ length: Math.min(plan.householdCount, HOUSEHOLDS_SEARCHED) }, (_, index) => householdAt(plan, Math.min(plan.householdCount - 1, index * stride)))
    .flatMap(({ residents }) => residents.find(({ document, birthDate }) => document !== null && birthDate < '1995-01-01') ?? []);
}

const residentOf = ({ id, name }: WorldResident): Subject => ({
  ...systemSubject, kind: 'resident', id: `world-resident-${id}`, name, everyOrganisation: false, personId: id,
  permissions: new Set(Object.entries(contract.permissions).flatMap(([permission, { roles }]) => ((roles as readonly string[]).includes('resident') ? [permission] : []))),
});
