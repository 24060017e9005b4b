import { findUndecidedResult } from '#modules/recognition/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { orderDiagnosis as operation } from '../../../contract/orders.ts';
import { MODALITIES_OF } from '../../../contract/words.ts';
import { nextOrderNumber } from '../../store/orders.ts';
import type { OrderRow } from '../../store/row.ts';
import { answerCard, createOrder } from '../act/act.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { findCentreFor, type ServingCandidate } from '../act/centre.ts';
import { getOrganisationName, getPerson } from '../act/partners.ts';
import type { Overflow } from '../../rules/choose-centre.ts';

type Input = InputOf<typeof operation>;

interface Places {
  readonly requestingId: string;
  readonly performingId: string;
  readonly candidate: ServingCandidate;
  readonly overflow: Overflow | null;
}

/** The order goes to the centre that the contract names for the member, the examination and the day. */
export async function orderDiagnosis(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const requestingId = input.requestingOrganisationId ?? context.subject.organisationId ?? '';
  context.gate.requireOrganisation(requestingId);
  if (!MODALITIES_OF[input.kind].includes(input.modality)) throw problem('shared-diagnosis.modality-unknown', [{ path: 'modality', message: { zh: '请重新选择检查类型', en: 'Choose another modality' } }]);
  await context.gate.recordBasis(input.personId);
  await requireNoRepetition(context, input, requestingId);
  const choice = await findCentreFor(context.tx, { kind: input.kind, modality: input.modality, organisationId: requestingId, priority: input.priority, at: context.now });
  if (choice === undefined) throw problem('shared-diagnosis.no-centre');
  const places = { requestingId, performingId: input.performingOrganisationId ?? requestingId, candidate: choice.candidate, overflow: choice.overflow };
  const row = await rowOf(context, input, places);
  const after = await createOrder(context, row, {
    action: 'order',
    event: 'shared-diagnosis.ordered',
    detail: { contractId: row.contractId, centreOrganisationId: row.centreOrganisationId, overflow: row.overflow },
    ...(input.priority === 'emergency' ? { message: { to: { organisationId: row.centreOrganisationId, name: row.centreOrganisationName }, text: `急诊申请 ${row.number}：${row.itemName}`, urgent: true } } : {}),
  });
  return answerCard(context, after);
}

/** Mutual recognition (2022 rules, article 12): a valid result is recognised or declined before the examination is repeated; what is urgent never waits. */
async function requireNoRepetition({ tx, subject, gate, now }: CommandContext, { personId, itemCode, priority }: Input, organisationId: string): Promise<void> {
  if (priority === 'emergency') return;
  if (await findUndecidedResult({ sql: tx, subject, gate, now }, { personId, code: itemCode, organisationId })) throw problem('shared-diagnosis.recognise-first');
}

async function rowOf(context: CommandContext, input: Input, { requestingId, performingId, candidate, overflow }: Places): Promise<OrderRow> {
  const { tx, now, subject } = context;
  const { homeOrganisationId: _home, ...person } = await getPerson(tx, input.personId);
  const performed = input.performance ?? null;
  return {
    ...EMPTY,
    ...person,
    orderPersonId: person.personId,
    orderId: context.newId(),
    number: await nextOrderNumber(tx, chinaDate(now)),
    kind: input.kind, modality: input.modality, itemCode: input.itemCode, itemName: input.itemName, bodyPart: input.bodyPart ?? null, priority: input.priority,
    state: performed === null ? 'ordered' : 'acquired',
    stateSince: now,
    whoseMove: 'requester',
    moveOrganisationId: requestingId,
    requestingOrganisationId: requestingId,
    requestingOrganisationName: await getOrganisationName(tx, requestingId),
    requesterId: subject.fhirReference === null ? null : readerIdOf(subject),
    requesterName: subject.name,
    requesterPhone: input.phone ?? null,
    department: input.department ?? null,
    performingOrganisationId: performingId,
    performingOrganisationName: await getOrganisationName(tx, performingId),
    centreOrganisationId: candidate.organisationId,
    centreOrganisationName: await getOrganisationName(tx, candidate.organisationId),
    contractId: candidate.contractId,
    overflow,
    clinical: input.clinical,
    performance: performed,
    performedAt: performed === null ? null : new Date(performed.performedAt),
    createdAt: now,
  };
}

const EMPTY = {
  deadline: null, escalationLevel: 0, consultOrganisationId: null, consultOrganisationName: null, scheduledAt: null, qualityGrade: null, data: [], claimedBy: null, claimedByName: null, claimUntil: null, authorId: null, authorName: null,
  reviewerId: null, reviewerName: null, reportVersion: 0, positive: null, critical: false, reviewDueAt: null, returnNote: null, reasonCode: null, readyAt: null, issuedAt: null, acknowledgedAt: null, version: 1,
} as const;
