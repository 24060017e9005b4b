import type { Task } from '#fhir/types/resources.gen.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { patientReference } from '../../rules/fhir-referral.ts';
import { completeFollowUpRow, insertFollowUp, type FollowUpRow } from '../../store/follow-ups.ts';
import type { ReferralRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';
import { basisSource } from './partners.ts';
import type { ExtraResource } from './write-resources.ts';

export interface FollowUpPlan {
  readonly kind: FollowUpRow['kind'];
  readonly title: string;
  readonly dueDate: string;
  readonly organisationId: string;
}

/** Writes the tasks and opens the record to those who visit; returns their FHIR Tasks. */
export async function addFollowUps(context: ActContext, row: ReferralRow, plans: readonly FollowUpPlan[]): Promise<{ resources: ExtraResource[] }> {
  const resources: ExtraResource[] = [];
  for (const plan of plans) {
    const task = { followUpId: context.newId(), referralId: row.referralId, personId: row.personId, personName: row.personName, ...plan };
    await insertFollowUp(context.tx, task);
    if (plan.organisationId !== row.fromOrganisationId) {
      await grantRecordBasis(context.tx, { personId: row.personId, organisationId: plan.organisationId, basis: 'referral', source: basisSource(row.referralId), validFrom: context.now, validUntil: null });
    }
    resources.push(followUpTask(row, { ...task, state: 'open', result: null }));
  }
  return { resources };
}

export function followUpTask(row: ReferralRow, task: Pick<FollowUpRow, 'followUpId' | 'title' | 'dueDate' | 'organisationId' | 'state' | 'result'>): ExtraResource {
  const status: Record<FollowUpRow['state'], Task['status']> = { open: 'requested', done: 'completed', lost: 'failed', cancelled: 'cancelled' };
  const resource: Task = {
    resourceType: 'Task',
    id: task.followUpId,
    status: status[task.state],
    intent: 'plan',
    code: { text: task.title },
    basedOn: [{ reference: `ServiceRequest/${row.referralId}` }],
    partOf: [{ reference: `Task/${row.referralId}` }],
    for: patientReference(row),
    owner: { reference: `Organization/${task.organisationId}` },
    restriction: { period: { end: task.dueDate } },
    ...(task.result === null ? {} : { output: [{ type: { text: '随访结果' }, valueString: task.result }] }),
  };
  return { method: 'put', resource };
}

/** Completes a task; returns its FHIR Task. */
export async function finishTask(
  context: ActContext,
  row: ReferralRow,
  { task, state, result }: { task: FollowUpRow; state: 'done' | 'lost'; result: string },
): Promise<ExtraResource> {
  await completeFollowUpRow(context.tx, { followUpId: task.followUpId, state, result, at: context.now, by: context.subject.id });
  return followUpTask(row, { ...task, state, result });
}
