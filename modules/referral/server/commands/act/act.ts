import { chinaDate } from '#platform/kernel/period.ts';
import { assert } from '#platform/kernel/problem.ts';
import { fhirSignatureOf, type FhirSignature } from '#platform/signature/fhir-signature.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { abilityOf } from '../../../contract/actions.ts';
import type { ReferralCard } from '../../../contract/referral.ts';
import { stateAfter, whoseMove, type ReferralAction, type ReferralState } from '../../../contract/states.ts';
import { abilityViewOf, cardOf, sidesOf } from '../../rules/card.ts';
import { clockRestarts, deadlineOf } from '../../rules/clocks.ts';
import type { Message } from '../../rules/fhir-act.ts';
import { actSignature } from '#platform/signature/act-chain.ts';
import { signedDocumentOf, signedKindOf } from '../../rules/signed-documents.ts';
import { findLastSignature, insertAction, type ActionRow } from '../../store/actions.ts';
import { listClockRules, loadCalendar } from '../../store/catalogue.ts';
import { insertReferral, lockReferral, updateReferral } from '../../store/referrals.ts';
import type { ReferralRow } from '../../store/row.ts';
import { problem, type ActContext } from './act-context.ts';
import { organisationNameOf, shareRecord } from './partners.ts';
import { writeReferralResources, type ExtraResource } from './write-resources.ts';

export interface Act {
  readonly action: ReferralAction;
  readonly event: string;
  readonly patch?: Partial<ReferralRow>;
  readonly note?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** What is told to whom; becomes a Communication. */
  readonly message?: Message;
  readonly resources?: readonly ExtraResource[];
}

export interface Target {
  readonly id: string;
  readonly version?: number | undefined;
}

/** Locks the referral and makes sure that this subject may do this now; throws the problem that says why not. */
export async function openForAct(context: ActContext, { id, version }: Target, action: ReferralAction): Promise<ReferralRow> {
  const row = await lockVisible(context, id);
  if (stateAfter(row.flow, row.state, action) === undefined) throw problem('referral.wrong-state');
  const ability = abilityOf({ ...abilityViewOf(context.subject, row), holds: () => true }, action);
  if (!ability.allowed) throw problem('referral.other-side', ability.reason ? [{ path: '', message: ability.reason }] : []);
  if (version !== undefined && version !== row.version) throw problem('referral.changed-meanwhile');
  return row;
}

/** The locked row, if the subject's organisations take part in it. */
export async function lockVisible(context: ActContext, id: string): Promise<ReferralRow> {
  const row = await lockReferral(context.tx, id);
  if (row === undefined || sidesOf(context.subject, row).length === 0) throw problem('referral.not-found');
  return row;
}

/** One step: signed action, current row, FHIR, event and audit, all in the caller's transaction. */
export async function performAct(context: ActContext, before: ReferralRow, act: Act): Promise<ReferralRow> {
  const toState = stateAfter(before.flow, before.state, act.action);
  assert(toState !== undefined, `${act.action} leads nowhere from ${before.state}`);
  const after = await settle(context, { before, toState, act });
  await updateReferral(context.tx, after);
  return finishAct(context, { before, after, act });
}

/** The first step of a referral. */
export async function createReferral(context: ActContext, row: ReferralRow, act: Act): Promise<ReferralRow> {
  const after = await settle(context, { before: { ...row, version: 0 }, toState: row.state, act });
  await insertReferral(context.tx, after);
  return finishAct(context, { before: undefined, after, act });
}

export const answerCard = (context: ActContext, row: ReferralRow): ReferralCard => cardOf(row, context.subject, context.now);

const ENDS: readonly ReferralState[] = ['closed', 'finished', 'withdrawn', 'stable', 're_up'];

/** The row as it stands after the act: state, clock, whose move it is, version. */
async function settle(context: ActContext, { before, toState, act }: { before: ReferralRow; toState: ReferralState; act: Act }): Promise<ReferralRow> {
  const restarts = before.version === 0 || clockRestarts(before.state, toState, act.action);
  const patched: ReferralRow = { ...before, ...act.patch, state: toState, version: before.version + 1 };
  const move = whoseMove[patched.flow][toState] ?? 'none';
  const acting = patched.outside && move === 'receiver' ? 'sender' : move;
  const moveOrganisationId = acting === 'sender' ? patched.fromOrganisationId : acting === 'receiver' ? patched.toOrganisationId : null;
  const stateSince = restarts ? context.now : before.stateSince;
  const timed: ReferralRow = {
    ...patched,
    stateSince,
    whoseMove: moveOrganisationId === null ? 'none' : acting,
    moveOrganisationId,
    escalationLevel: restarts ? 0 : patched.escalationLevel,
    closedAt: ENDS.includes(toState) ? (before.closedAt ?? context.now) : before.closedAt,
  };
  if (!restarts && patched.priority === before.priority) return { ...timed, deadline: before.deadline };
  const [rules, calendar] = [await listClockRules(context.tx), await loadCalendar(context.tx, chinaDate(context.now))];
  return { ...timed, deadline: deadlineOf({ ...timed, since: stateSince }, rules, calendar) };
}

interface Finished {
  readonly before: ReferralRow | undefined;
  readonly after: ReferralRow;
  readonly act: Act;
}

async function finishAct(context: ActContext, { before, after, act }: Finished): Promise<ReferralRow> {
  const signed = await sign(context, { before, after, act });
  await insertAction(context.tx, signed);
  await shareRecord(context, before, after);
  const signature = await signContent(context, after, signed);
  await writeReferralResources(context, { row: after, signed, signature, message: act.message, extra: act.resources ?? [] });
  const audience = [...new Set([after.fromOrganisationId, after.toOrganisationId, before?.toOrganisationId])].filter((id): id is string => typeof id === 'string');
  context.emit(act.event, eventPayload(after, act.action), audience);
  context.about?.({ organisationId: context.subject.organisationId ?? after.fromOrganisationId, personId: after.personId, resource: `ServiceRequest/${after.referralId}` });
  return after;
}

/** Letter, outcome and care plan are signed by the key of the organisation that answers for them. */
async function signContent(context: ActContext, row: ReferralRow, { action, actionId, actorReference, organisationId }: ActionRow): Promise<FhirSignature | undefined> {
  const kind = signedKindOf(action);
  if (kind === undefined || organisationId === null) return undefined;
  const { subject, now } = context;
  const made = await signDocument(context.tx, { ...signedDocumentOf(kind, row, actionId), signatureId: context.newId(), organisationId, subject, now });
  return fhirSignatureOf(made, { reference: actorReference, name: subject.name });
}

/** Ids and states only. */
const eventPayload = (row: ReferralRow, action: ReferralAction): Record<string, unknown> => ({
  referralId: row.referralId,
  number: row.number,
  personId: row.personId,
  action,
  state: row.state,
  flow: row.flow,
  direction: row.direction,
  priority: row.priority,
  moveOrganisationId: row.moveOrganisationId,
});

async function sign(context: ActContext, { before, after, act }: Finished): Promise<ActionRow> {
  const { subject, now } = context;
  const previous = before === undefined ? null : await findLastSignature(context.tx, after.referralId);
  const unsigned = {
    referralId: after.referralId,
    sequence: after.version,
    action: act.action,
    fromState: before?.state ?? null,
    toState: after.state,
    organisationId: subject.organisationId,
    note: act.note ?? null,
    detail: act.detail ?? {},
  };
  return {
    ...unsigned,
    actionId: context.newId(),
    actedAt: now,
    actorKind: subject.kind,
    actorId: subject.id,
    actorName: subject.name,
    actorReference: subject.fhirReference,
    organisationName: await organisationNameOf(context, after),
    signature: actSignature(previous, { ...unsigned, subjectId: unsigned.referralId, at: now.toISOString(), actorId: subject.id }),
  };
}
