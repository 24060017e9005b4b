import type { Task } from '#fhir/types/resources.gen.ts';
import { CRITICAL_STATES } from '../../contract/states.ts';
import type { CriticalRow } from '../store/row.ts';
import { organisationReference } from './fhir-act.ts';
import { CRITICAL_NUMBER_SYSTEM, CRITICAL_STATE_SYSTEM, criticalTaskStatusOf } from './fhir-codes.ts';

/** The closed loop as a Task: owner is whose move it is, restriction the moment by which it must be acknowledged. */
export function criticalTaskOf(row: CriticalRow): Task {
  const reporter = organisationReference(row.reporterOrganisationId, row.reporterOrganisationName);
  const focus = row.observationId !== null ? `Observation/${row.observationId}` : row.orderId !== null ? `ServiceRequest/${row.orderId}` : undefined;
  const outputs = [
    ...(row.actionText === null ? [] : [{ type: { text: '处置' }, valueString: row.actionText }]),
    ...(row.effectText === null ? [] : [{ type: { text: '效果' }, valueString: row.effectText }]),
  ];
  return {
    resourceType: 'Task',
    id: row.criticalId,
    identifier: [{ system: CRITICAL_NUMBER_SYSTEM, value: row.number }],
    ...(row.orderId === null ? {} : { basedOn: [{ reference: `ServiceRequest/${row.orderId}` }] }),
    ...(focus === undefined ? {} : { focus: { reference: focus } }),
    status: criticalTaskStatusOf(row.state),
    businessStatus: { coding: [{ system: CRITICAL_STATE_SYSTEM, code: row.state, display: CRITICAL_STATES[row.state].en }], text: CRITICAL_STATES[row.state].zh },
    intent: 'order',
    priority: 'stat',
    code: { text: '危急值' },
    description: `${row.title} ${row.valueText}`,
    for: { reference: `Patient/${row.personId}` },
    authoredOn: row.detectedAt.toISOString(),
    lastModified: row.stateSince.toISOString(),
    requester: reporter,
    owner: ['detected', 'verified', 'dismissed'].includes(row.state) ? reporter : organisationReference(row.receiverOrganisationId, row.receiverOrganisationName),
    ...(row.nextEscalationAt === null ? {} : { restriction: { period: { end: row.nextEscalationAt.toISOString() } } }),
    ...(outputs.length === 0 ? {} : { output: outputs }),
  };
}
