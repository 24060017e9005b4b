import type { Task } from '#fhir/types/resources.gen.ts';
import { DECISIONS } from '../../contract/words.ts';
import type { DecisionRow } from '../store/decisions.ts';

/** The decision in the person's record; a changed decision is a new version. */
export function decisionTask(row: DecisionRow, reason: string | null): Task {
  return {
    resourceType: 'Task', id: row.threadId, status: row.decision === 'recognised' ? 'completed' : 'rejected', intent: 'order', code: { text: '检查检验结果互认' },
    businessStatus: { coding: [{ system: 'urn:yigong:recognition-decision', code: row.decision, display: DECISIONS[row.decision].en }], text: DECISIONS[row.decision].zh },
    focus: { reference: row.resultReference }, for: { reference: `Patient/${row.personId}` }, authoredOn: row.decidedAt.toISOString(), lastModified: row.decidedAt.toISOString(),
    requester: { reference: `Organization/${row.organisationId}`, display: row.organisationName },
    ...(reason === null ? {} : { statusReason: { coding: [{ system: 'urn:yigong:recognition-decline-reason', code: row.reasonCode! }], text: [reason, row.note].filter(Boolean).join('：') } }),
  };
}
