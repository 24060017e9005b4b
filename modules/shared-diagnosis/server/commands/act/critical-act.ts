import { assert } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { criticalAbility } from '../../../contract/actions.ts';
import { CRITICAL_ACTIONS, criticalTable, type CriticalAction } from '../../../contract/states.ts';
import { criticalSidesOf, criticalViewOf } from '../../rules/card.ts';
import { communicationOf, provenanceOf, type Message } from '../../rules/fhir-act.ts';
import { criticalTaskOf } from '../../rules/fhir-critical.ts';
import { actSignature } from '#platform/signature/act-chain.ts';
import { findLastSignature, insertAction, type ActionRow } from '../../store/actions.ts';
import { insertCritical, lockCritical, updateCritical } from '../../store/critical.ts';
import type { CriticalRow } from '../../store/row.ts';
import { problem, type ActContext } from './act-context.ts';
import type { Target } from './act.ts';
import { signingName } from './partners.ts';
import { putManaged } from './write-resources.ts';

export interface CriticalAct {
  readonly action: CriticalAction;
  readonly event: string;
  readonly patch?: Partial<CriticalRow>;
  readonly note?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly message?: Message;
}

export async function openCritical(context: ActContext, { id, version }: Target, action: CriticalAction): Promise<CriticalRow> {
  const row = await lockCritical(context.tx, id);
  if (row === undefined || criticalSidesOf(context.subject, row).length === 0) throw problem('shared-diagnosis.not-found');
  if (nextState(criticalTable, row.state, action) === undefined) throw problem('shared-diagnosis.wrong-state');
  const ability = criticalAbility({ ...criticalViewOf(context.subject, row), holds: () => true }, action);
  if (!ability.allowed) throw problem('shared-diagnosis.other-side', ability.reason ? [{ path: '', message: ability.reason }] : []);
  if (version !== undefined && version !== row.version) throw problem('shared-diagnosis.changed-meanwhile');
  return row;
}

/** Undefined when the source is known: the same event twice makes one critical value. */
export async function createCritical(context: ActContext, row: CriticalRow, act: CriticalAct): Promise<CriticalRow | undefined> {
  if (!(await insertCritical(context.tx, row))) return undefined;
  return finish(context, { before: undefined, after: row, act });
}

export async function performCritical(context: ActContext, before: CriticalRow, act: CriticalAct): Promise<CriticalRow> {
  const toState = nextState(criticalTable, before.state, act.action);
  assert(toState !== undefined, `${act.action} leads nowhere from ${before.state}`);
  const after: CriticalRow = { ...before, ...act.patch, state: toState, stateSince: toState === before.state ? before.stateSince : context.now, version: before.version + 1 };
  await updateCritical(context.tx, after);
  return finish(context, { before, after, act });
}

interface Finished {
  readonly before: CriticalRow | undefined;
  readonly after: CriticalRow;
  readonly act: CriticalAct;
}

async function finish(context: ActContext, finished: Finished): Promise<CriticalRow> {
  const { after, act } = finished;
  const signed = await sign(context, finished);
  await insertAction(context.tx, 'critical', signed);
  const title = CRITICAL_ACTIONS[act.action];
  const about = [`Task/${after.criticalId}`, ...(after.observationId === null ? [] : [`Observation/${after.observationId}`])];
  const owned = { method: 'put' as const, ownerOrganisationId: after.receiverOrganisationId };
  const told = act.message === undefined ? [] : [{ ...owned, resource: communicationOf({ act: signed, title, message: act.message, personId: after.personId, about, basedOn: `Task/${after.criticalId}` }) }];
  const targets = [`Task/${after.criticalId}`, ...(told.length > 0 ? [`Communication/${signed.actionId}`] : [])];
  await putManaged(context, [{ ...owned, resource: criticalTaskOf(after) }, ...told, { ...owned, resource: provenanceOf({ act: signed, title, targets }) }]);
  context.emit(act.event, { criticalId: after.criticalId, number: after.number, personId: after.personId, kind: after.kind, action: act.action, state: after.state, orderId: after.orderId, escalationLevel: after.escalationLevel }, [
    ...new Set([after.reporterOrganisationId, after.receiverOrganisationId]),
  ]);
  context.about?.({ organisationId: context.subject.organisationId ?? after.reporterOrganisationId, personId: after.personId, resource: `Task/${after.criticalId}` });
  return after;
}

async function sign(context: ActContext, { before, after, act }: Finished): Promise<ActionRow> {
  const { subject, now } = context;
  const previous = before === undefined ? null : await findLastSignature(context.tx, 'critical', after.criticalId);
  const unsigned = {
    subjectId: after.criticalId, sequence: after.version, action: act.action, fromState: before?.state ?? null, toState: after.state, organisationId: subject.organisationId, note: act.note ?? null, detail: act.detail ?? {},
  };
  const known = new Map([[after.reporterOrganisationId, after.reporterOrganisationName], [after.receiverOrganisationId, after.receiverOrganisationName]]);
  return {
    ...unsigned, actionId: context.newId(), ownerOrganisationId: after.reporterOrganisationId, actedAt: now, actorKind: subject.kind, actorId: subject.id, actorName: subject.name, actorReference: subject.fhirReference,
    organisationName: await signingName(context, known), signature: actSignature(previous, { ...unsigned, at: now.toISOString(), actorId: subject.id }),
  };
}
