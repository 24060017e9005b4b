import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { answerRequest as operation } from '../../contract/reviews.ts';
import { namesOf } from '../queries/names.ts';
import { requestView } from '../rules/views.ts';
import { insertRequestAnswer, lockRequest } from '../store/requests.ts';
import { problem } from './acting.ts';

export async function answerRequest(context: CommandContext, { id, outcome, words }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject } = context;
  const request = await lockRequest(tx, id);
  if (request === undefined || !(subject.everyOrganisation || subject.organisationIds.includes(request.ownerOrganisationId))) throw problem('health-record.request-not-found');
  if (request.outcome !== null) throw problem('health-record.request-answered');
  await insertRequestAnswer(tx, { id, outcome, words, byId: subject.id, byName: subject.name, at: now });
  context.about({ personId: request.personId, organisationId: request.ownerOrganisationId, resource: `Patient/${request.personId}` });
  context.emit('health-record.request-answered', { requestId: id, personId: request.personId }, [request.ownerOrganisationId]);
  const names = await namesOf(tx, { organisationIds: [request.ownerOrganisationId], personIds: [request.personId] });
  return requestView({ ...request, outcome, answer: words, answeredByName: subject.name, answeredAt: now }, names, now);
}
