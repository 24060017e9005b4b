import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { orderAbility } from '../../../contract/actions.ts';
import type { getDiagnosisOrder as operation } from '../../../contract/orders.ts';
import { CRITICAL_STATES, orderActions, titleOf } from '../../../contract/states.ts';
import { problem, readerIdOf } from '../../commands/act/act-context.ts';
import { abilityViewOf, cardOf, sidesOf } from '../../rules/card.ts';
import { reportOf, stepOf } from '../../rules/detail.ts';
import { listActions } from '../../store/actions.ts';
import { pageOfCriticals } from '../../store/critical.ts';
import { findOrder } from '../../store/orders.ts';
import { listReports } from '../../store/reports.ts';

export async function getDiagnosisOrder(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, subject, gate, now } = context;
  const row = await findOrder(sql, id);
  if (row === undefined || sidesOf(subject, row).length === 0) throw problem('shared-diagnosis.not-found');
  const [reports, steps, criticals] = await Promise.all([
    listReports(sql, row.orderId), listActions(sql, 'order', row.orderId), pageOfCriticals(sql, gate, { orderId: row.orderId, limit: 20, offset: 0, now }),
  ]);
  context.about({ personId: row.personId, resource: `ServiceRequest/${row.orderId}` });
  const view = { ...abilityViewOf(subject, row), holds: (permission: string) => gate.holds(permission) };
  const mayReadDraft = sidesOf(subject, row).some((side) => side === 'centre' || side === 'consultant');
  return {
    ...cardOf(row, { readerId: readerIdOf(subject), now }),
    clinical: row.clinical, performance: row.performance, qualityGrade: row.qualityGrade, data: [...row.data], requesterPhone: row.requesterPhone, scheduledAt: row.scheduledAt?.toISOString() ?? null,
    consultOrganisationName: row.consultOrganisationName, returnNote: row.returnNote,
    // What is preliminary stays within the centre: nobody treats by a report that has not been reviewed.
    reports: reports.filter((each) => mayReadDraft || each.status !== 'preliminary').map(reportOf),
    steps: steps.map(stepOf),
    criticalValues: criticals.rows.map((each) => ({ id: each.criticalId, title: `${each.title} ${each.valueText}`, state: titleOf(CRITICAL_STATES, each.state).zh })),
    abilities: orderActions.filter((action) => action !== 'order' && action !== 'escalate').map((action) => orderAbility(view, action)),
  };
}
