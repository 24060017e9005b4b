import { assert } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import type { OrderCard } from '../../../contract/orders.ts';
import { orderAbility } from '../../../contract/actions.ts';
import { orderTable, whoseMove, type OrderAction } from '../../../contract/states.ts';
import { fhirSignatureOf, type FhirSignature } from '#platform/signature/fhir-signature.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { abilityViewOf, cardOf, sidesOf } from '../../rules/card.ts';
import { reportDocument } from '../../rules/signed-documents.ts';
import { actSignature } from '#platform/signature/act-chain.ts';
import { findLastSignature, insertAction, type ActionRow } from '../../store/actions.ts';
import { insertOrder, lockOrder, updateOrder } from '../../store/orders.ts';
import { findReport } from '../../store/reports.ts';
import type { OrderRow } from '../../store/row.ts';
import { problem, readerIdOf, type ActContext } from './act-context.ts';
import { shareRecord, signingName } from './partners.ts';
import type { Act } from './act-shape.ts';
import { writeOrderResources } from './write-resources.ts';

export interface Target {
  readonly id: string;
  readonly version?: number | undefined;
}

/** Locks the order and makes sure that this subject may do this now; throws the problem that says why not. */
export async function openForAct(context: ActContext, { id, version }: Target, action: OrderAction): Promise<OrderRow> {
  const row = await lockVisible(context, id);
  if (nextState(orderTable, row.state, action) === undefined) throw problem('shared-diagnosis.wrong-state');
  const ability = orderAbility({ ...abilityViewOf(context.subject, row), holds: () => true }, action);
  if (!ability.allowed) throw problem('shared-diagnosis.other-side', ability.reason ? [{ path: '', message: ability.reason }] : []);
  if (version !== undefined && version !== row.version) throw problem('shared-diagnosis.changed-meanwhile');
  return row;
}

export async function lockVisible(context: ActContext, id: string): Promise<OrderRow> {
  const row = await lockOrder(context.tx, id);
  if (row === undefined || sidesOf(context.subject, row).length === 0) throw problem('shared-diagnosis.not-found');
  return row;
}

/** One step: signed action, current row, FHIR, event and audit, all in the caller's transaction. */
export async function performAct(context: ActContext, before: OrderRow, act: Act): Promise<OrderRow> {
  const toState = nextState(orderTable, before.state, act.action);
  assert(toState !== undefined, `${act.action} leads nowhere from ${before.state}`);
  const patched = { ...before, ...act.patch };
  const move = whoseMove[toState];
  const after: OrderRow = {
    ...patched,
    state: toState,
    version: before.version + 1,
    stateSince: toState === before.state ? before.stateSince : context.now,
    whoseMove: move,
    moveOrganisationId: moveOrganisationOf(patched, move),
  };
  await updateOrder(context.tx, after);
  return finishAct(context, { before, after, act });
}

export async function createOrder(context: ActContext, row: OrderRow, act: Act): Promise<OrderRow> {
  await insertOrder(context.tx, row);
  return finishAct(context, { before: undefined, after: row, act });
}

function moveOrganisationOf(row: OrderRow, move: OrderRow['whoseMove']): string | null {
  if (move === 'none') return null;
  return move === 'requester' ? row.requestingOrganisationId : move === 'centre' ? row.centreOrganisationId : row.consultOrganisationId;
}

export const answerCard = (context: ActContext, row: OrderRow): OrderCard => cardOf(row, { readerId: readerIdOf(context.subject), now: context.now });

interface Finished {
  readonly before: OrderRow | undefined;
  readonly after: OrderRow;
  readonly act: Act;
}

async function finishAct(context: ActContext, finished: Finished): Promise<OrderRow> {
  const { before, after, act } = finished;
  const signed = await sign(context, finished);
  await insertAction(context.tx, 'order', signed);
  await shareRecord(context, before, after);
  const signature = act.report === undefined ? undefined : await signReportOf(context, signed);
  await writeOrderResources(context, { row: after, signed, act, signature });
  const audience = [after.requestingOrganisationId, after.performingOrganisationId, after.centreOrganisationId, after.consultOrganisationId, before?.centreOrganisationId];
  context.emit(act.event, eventPayload(after, act.action), [...new Set(audience.filter((id): id is string => typeof id === 'string'))]);
  context.about?.({ organisationId: context.subject.organisationId ?? after.requestingOrganisationId, personId: after.personId, resource: `ServiceRequest/${after.orderId}` });
  return after;
}

/** What is stored is signed, as the check will read it, by the key of the centre that answers for the report. */
async function signReportOf(context: ActContext, { subjectId, actorReference }: ActionRow): Promise<FhirSignature> {
  const { tx, subject, now } = context;
  const report = await findReport(tx, subjectId);
  assert(report !== undefined, 'the report was just stored');
  const made = await signDocument(tx, { ...reportDocument(report), signatureId: context.newId(), organisationId: report.ownerOrganisationId, subject, now });
  return fhirSignatureOf(made, { reference: actorReference, name: subject.name });
}

/** Ids and states only. */
const eventPayload = (row: OrderRow, action: OrderAction): Record<string, unknown> => ({
  orderId: row.orderId, number: row.number, personId: row.personId, kind: row.kind, modality: row.modality, itemCode: row.itemCode, priority: row.priority, action, state: row.state, reportVersion: row.reportVersion,
  requestingOrganisationId: row.requestingOrganisationId, performingOrganisationId: row.performingOrganisationId, centreOrganisationId: row.centreOrganisationId,
  ...(row.reportVersion > 0 ? { diagnosticReportId: row.orderId } : {}),
});

async function sign(context: ActContext, { before, after, act }: Finished): Promise<ActionRow> {
  const { subject, now } = context;
  const previous = before === undefined ? null : await findLastSignature(context.tx, 'order', after.orderId);
  const unsigned = {
    subjectId: after.orderId, sequence: after.version, action: act.action, fromState: before?.state ?? null, toState: after.state, organisationId: subject.organisationId, note: act.note ?? null,
    detail: { ...act.detail, ...(act.report ? { reportVersion: act.report.reportVersion, seal: act.report.seal } : {}) },
  };
  const known = new Map([
    [after.requestingOrganisationId, after.requestingOrganisationName], [after.performingOrganisationId, after.performingOrganisationName], [after.centreOrganisationId, after.centreOrganisationName],
  ]);
  return {
    ...unsigned,
    actionId: context.newId(),
    ownerOrganisationId: after.requestingOrganisationId,
    actedAt: now,
    actorKind: subject.kind,
    actorId: subject.id,
    actorName: subject.name,
    actorReference: subject.fhirReference,
    organisationName: await signingName(context, known),
    signature: actSignature(previous, { ...unsigned, at: now.toISOString(), actorId: subject.id }),
  };
}
