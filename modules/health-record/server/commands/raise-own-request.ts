import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { REQUEST_DAYS, type raiseOwnRequest as operation } from '../../contract/reviews.ts';
import { namesOf } from '../queries/names.ts';
import { requestView } from '../rules/views.ts';
import { countWaitingRequests, insertRequest } from '../store/requests.ts';
import { after, DAY_MS, problem, requireOrganisationMeant, requireOwnPerson } from './acting.ts';

/** So many may wait for one person; more would only delay each other. */
const WAITING_MAX = 10;

export async function raiseOwnRequest(context: CommandContext, { kind, organisationId, about, words }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now } = context;
  const personId = requireOwnPerson(context);
  await requireOrganisationMeant(context, organisationId);
  if ((await countWaitingRequests(tx, personId)) >= WAITING_MAX) throw problem('health-record.too-many-requests');
  const request = { requestId: context.newId(), kind, personId, ownerOrganisationId: organisationId, about, words, at: now, dueAt: after(now, REQUEST_DAYS * DAY_MS) };
  await insertRequest(tx, request);
  context.about({ personId, organisationId, resource: `Patient/${personId}`, basis: 'own-record' });
  context.emit('health-record.request-raised', { requestId: request.requestId, personId }, [organisationId]);
  const names = await namesOf(tx, { organisationIds: [organisationId], personIds: [personId] });
  return requestView({ ...request, outcome: null, answer: null, answeredByName: null, answeredAt: null }, names, now);
}
