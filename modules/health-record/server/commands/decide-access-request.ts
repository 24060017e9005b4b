import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { decideAccessRequest as operation } from '../../contract/openings.ts';
import { namesOf } from '../queries/names.ts';
import { accessRequestView } from '../rules/views.ts';
import { insertAccessRequestDecision, lockAccessRequest } from '../store/access-requests.ts';
import { after, DAY_MS, problem } from './acting.ts';

/** The second pair of eyes: another account of the same organisation. Only a confirmed request opens the record. */
export async function decideAccessRequest(context: CommandContext, { id, outcome, note }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject } = context;
  const request = await lockAccessRequest(tx, id);
  if (request === undefined || !subject.organisationIds.includes(request.ownerOrganisationId)) throw problem('health-record.request-not-found');
  if (request.outcome !== null) throw problem('health-record.request-answered');
  if (request.byId === subject.id) throw problem('health-record.own-request');
  await insertAccessRequestDecision(tx, { id, outcome, words: note, byId: subject.id, byName: subject.name, at: now });
  if (outcome === 'confirmed') {
    await grantRecordBasis(tx, {
      personId: request.personId, organisationId: request.ownerOrganisationId, basis: 'treatment', source: `health-record/access-request/${id}`, validFrom: now,
      validUntil: after(now, request.days * DAY_MS), purpose: request.purpose,
    });
  }
  context.about({ personId: request.personId, resource: `Patient/${request.personId}`, purpose: note });
  context.emit('health-record.access-request-decided', { accessRequestId: id }, [request.ownerOrganisationId]);
  const names = await namesOf(tx, { organisationIds: [request.ownerOrganisationId], personIds: [request.personId] });
  return accessRequestView({ ...request, outcome, note, decidedByName: subject.name }, names);
}
