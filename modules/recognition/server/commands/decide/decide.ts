import { writeResources } from '#fhir/repository/write.ts';
import { findResource } from '#fhir/repository/read.ts';
import { getOrganisationSummary } from '#modules/consortium/server/api.ts';
import { findResidentSummaries } from '#modules/residents/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import type { Decided } from '../../../contract/decisions.ts';
import { DECISION_STATES, type DecisionAct, type DecisionState } from '../../../contract/words.ts';
import { decisionTask } from '../../rules/decision-task.ts';
import { listReasons, lock } from '../../store/catalogue.ts';
import { insertDecision, listLatest, type DecisionRow } from '../../store/decisions.ts';
import { codedOf, findResults, problem } from './find-results.ts';

export interface Decision {
  readonly personId: string;
  readonly code: string;
  readonly resultReference: string;
  readonly organisationId: string;
  readonly orderReference?: string | null | undefined;
  readonly act: DecisionAct;
  readonly reasonCode?: string | undefined;
  readonly note?: string | undefined;
  /** Undefined where an outside system did not say. */
  readonly patientInformed?: boolean | undefined;
  readonly doctor?: { readonly id: string; readonly name: string } | undefined;
  readonly channel: 'screen' | 'cds-hooks';
}

/** The rules are asked again at the moment of the decision; row, FHIR Task and what is said of it are one transaction. */
export async function decide(context: CommandContext, decision: Decision): Promise<DecisionRow> {
  const { tx, subject, now, newId } = context;
  const reason = decision.act === 'decline' ? await requireReason(tx, decision, chinaDate(now)) : null;
  await lock(tx, `${decision.organisationId} ${decision.personId}`);
  const { personId, basis, checks } = await findResults({ sql: tx, subject, gate: context.gate, now }, { ...decision, codes: [decision.code] });
  const item = checks[0]?.item;
  const result = checks[0]?.candidates.find(({ reference }) => reference === decision.resultReference);
  if (!item || !result || result.organisationId === null) throw problem('recognition.not-recognisable');
  const code = codedOf(decision.code).code;
  const before = (await listLatest(tx, { organisationId: decision.organisationId, personId })).find((row) => row.code === code && row.resultReference === result.reference);
  const state: DecisionState = before?.decision ?? 'open';
  const next = nextState<DecisionState, DecisionAct>(DECISION_STATES, state, decision.act);
  if (next === undefined || next === 'open') throw problem('recognition.decided-already');
  const id = newId();
  const row: DecisionRow = {
    id, threadId: before?.threadId ?? id, sequence: (before?.sequence ?? 0) + 1, organisationId: decision.organisationId, organisationName: (await getOrganisationSummary(tx, decision.organisationId)).name, personId, personName: await nameOf(tx, personId), code,
    itemId: item.id, itemName: item.name, decision: next, reasonCode: reason?.code ?? null, note: decision.note || null, patientInformed: decision.act === 'decline' ? (decision.patientInformed ?? null) : null, resultReference: result.reference,
    resultAt: new Date(result.at), sourceOrganisationId: result.organisationId, sourceOrganisationName: result.organisationName, orderReference: decision.orderReference ?? null, doctorId: decision.doctor?.id ?? subject.id,
    doctorName: decision.doctor?.name ?? subject.name, savedFen: next === 'recognised' ? item.priceFen : 0, channel: decision.channel, decidedAt: now,
  };
  await insertDecision(tx, row);
  await writeResources({ tx, subject, now, newId }, [{ method: 'put', resource: decisionTask(row, reason?.zh ?? null), ownerOrganisationId: row.organisationId, managedBy: 'recognition' }]);
  context.about({ organisationId: row.organisationId, personId, resource: `Task/${row.threadId}`, basis });
  return row;
}

async function requireReason(tx: Sql, { reasonCode, note, patientInformed }: Decision, on: string) {
  const reason = (await listReasons(tx, on)).find(({ code }) => code === reasonCode);
  if (reason === undefined) throw problem('recognition.reason-unknown');
  if (reason.needsNote && !note) throw problem('recognition.note-missing');
  if (patientInformed === false) throw problem('recognition.patient-not-informed');
  return reason;
}

async function nameOf(tx: Sql, personId: string): Promise<string> {
  const resident = (await findResidentSummaries(tx, [personId])).get(personId);
  return resident?.name ?? (await findResource(tx, 'Patient', personId))?.name?.[0]?.text ?? personId;
}

export const decidedOf = ({ resultAt, decidedAt, ...row }: DecisionRow): Decided => ({ ...row, resultAt: resultAt.toISOString(), decidedAt: decidedAt.toISOString() });

/** Who is told: where it was decided and who examined. */
export const toldOf = (row: DecisionRow): string[] => [...new Set([row.organisationId, row.sourceOrganisationId])];
