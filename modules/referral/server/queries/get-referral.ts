import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { abilityOf } from '../../contract/actions.ts';
import { referralProblems } from '../../contract/problems.ts';
import type { getReferral as operation } from '../../contract/reads.ts';
import { transportSchema } from '../../contract/letter.ts';
import { actions } from '../../contract/states.ts';
import { abilityViewOf, actionFits, cardOf, sidesOf } from '../rules/card.ts';
import { listActions, type ActionRow } from '../store/actions.ts';
import { listFollowUpsOfReferral, type FollowUpRow } from '../store/follow-ups.ts';
import { listMedicationLines, type MedicationLineRow } from '../store/medication-lines.ts';
import { findReferral, listReferralsOfEpisode } from '../store/referrals.ts';
import type { ReferralRow } from '../store/row.ts';

const problem = problemsOf(referralProblems);

/** Everything about one referral, and what the person asking can do now. By id or number. */
export async function getReferral(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, subject, now } = context;
  const row = await openReferral(context, id);
  const [timeline, lines, followUps, episode] = [
    await listActions(sql, row.referralId),
    await listMedicationLines(sql, row.referralId),
    await listFollowUpsOfReferral(sql, row.referralId),
    await listReferralsOfEpisode(sql, row.episodeId),
  ];
  context.about({ organisationId: row.fromOrganisationId, personId: row.personId, resource: `ServiceRequest/${row.referralId}`, basis: 'referral' });
  const view = abilityViewOf(subject, row);
  return {
    ...cardOf(row, subject, now),
    ...detailOf(row),
    medications: lines.map(lineOf),
    followUps: followUps.map((task) => followUpOf(task, now)),
    timeline: timeline.map(entryOf),
    related: episode.filter((each) => each.referralId !== row.referralId).map((each) => ({ id: each.referralId, number: each.number, direction: each.direction, state: each.state })),
    abilities: actions.filter((action) => actionFits(row, action)).map((action) => ({ ...abilityOf(view, action), action })),
    resources: resourcesOf(row),
  };
}

/** The referral, if the asker may see it; otherwise as if it were not there. */
export async function openReferral(context: QueryContext, id: string): Promise<ReferralRow> {
  const row = await findReferral(context.sql, id);
  if (row === undefined || !(await mayOpen(context, row))) throw problem('referral.not-found');
  return row;
}

/** Both sides; also who holds a basis for the person (track instead of refer), but never a draft of somebody else. */
async function mayOpen({ subject, gate }: QueryContext, row: ReferralRow): Promise<boolean> {
  const sides = sidesOf(subject, row);
  if (sides.includes('sender')) return true;
  if (row.state === 'draft' || row.state === 'planned') return false;
  return sides.length > 0 || (await gate.findRecordBasis(row.personId)) !== undefined;
}

const detailOf = (row: ReferralRow) => ({
  letter: row.letter,
  fromPhone: row.fromPhone,
  toPractitionerName: row.toPractitionerName,
  agreementId: row.agreementId,
  overrideReason: row.overrideReason,
  diseaseVerdict: row.diseaseVerdict,
  counterOffer: row.counterOffer,
  transport: row.transport === null ? null : transportSchema.parse(row.transport),
  outcome: row.outcome,
  carePlan: row.carePlan,
  firstVisitDue: row.firstVisitDue,
  rejectionCode: row.rejectionCode,
  arrivedAt: row.arrivedAt?.toISOString() ?? null,
});

const lineOf = (line: MedicationLineRow) => ({
  ...line.medication,
  lineId: line.lineId,
  decision: line.decision,
  decisionNote: line.decisionNote,
  changedTo: line.changedTo,
  decidedAt: line.decidedAt?.toISOString() ?? null,
  shortageId: line.shortageId,
});

export const followUpOf = (task: FollowUpRow, now: Date) => ({
  ...task,
  overdue: task.state === 'open' && task.dueDate < chinaDate(now),
  doneAt: task.doneAt?.toISOString() ?? null,
});

const entryOf = (act: ActionRow) => ({
  actionId: act.actionId,
  sequence: act.sequence,
  action: act.action,
  fromState: act.fromState,
  toState: act.toState,
  at: act.actedAt.toISOString(),
  actorName: act.actorName,
  organisationName: act.organisationName,
  note: act.note,
  detail: { ...act.detail },
  signature: act.signature,
});

const resourcesOf = (row: ReferralRow): string[] => [
  `ServiceRequest/${row.referralId}`,
  `Task/${row.referralId}`,
  `EpisodeOfCare/${row.episodeId}`,
  ...(row.flow === 'down' ? [`CarePlan/${row.referralId}`] : []),
];
