import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { recordFirstVisit } from '../../../contract/hand-back.ts';
import { vitalObservations } from '../../rules/fhir-referral.ts';
import { findOpenFollowUp } from '../../store/follow-ups.ts';
import type { ReferralRow } from '../../store/row.ts';
import type { Act } from './act.ts';
import type { ActContext } from './act-context.ts';
import { addFollowUps, finishTask } from './follow-up-tasks.ts';
import type { ExtraResource } from './write-resources.ts';

export type VisitInput = InputOf<typeof recordFirstVisit>;

/** What a visit of primary care leaves behind: its act, the task it fulfils, the next one, and the blood pressure. */
export async function visitAct(
  context: ActContext,
  row: ReferralRow,
  { input, kinds }: { input: VisitInput; kinds: readonly string[] },
): Promise<Pick<Act, 'detail' | 'note' | 'resources' | 'message'>> {
  const visitedOn = input.visitedOn ?? chinaDate(context.now);
  const resources: ExtraResource[] = [];
  const task = await findOpenFollowUp(context.tx, { referralId: row.referralId, kinds });
  if (task) resources.push(await finishTask(context, row, { task, state: 'done', result: input.findings }));
  if (input.nextVisitDate && row.toOrganisationId !== null) {
    const next = [{ kind: 'clinic-visit' as const, title: '复诊', dueDate: input.nextVisitDate, organisationId: row.toOrganisationId }];
    resources.push(...(await addFollowUps(context, row, next)).resources);
  }
  return {
    note: input.note,
    detail: { visitedOn, findings: input.findings, bloodPressure: input.bloodPressure ?? null, adherence: input.adherence },
    message: { to: 'sender', text: input.findings },
    resources: [...resources, ...pressure(context, row, input)],
  };
}

function pressure(context: ActContext, row: ReferralRow, input: VisitInput): ExtraResource[] {
  if (input.bloodPressure === undefined) return [];
  const measured = vitalObservations({ ...row, letter: { vitals: { bloodPressure: input.bloodPressure } } }, context.now);
  return measured.map((resource) => ({ method: 'put', resource: { ...resource, id: context.newId() }, ownerOrganisationId: row.toOrganisationId ?? row.fromOrganisationId }));
}
