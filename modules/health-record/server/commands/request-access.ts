import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { requestAccess as operation } from '../../contract/openings.ts';
import { namesOf } from '../queries/names.ts';
import { accessRequestView } from '../rules/views.ts';
import { insertAccessRequest } from '../store/access-requests.ts';
import { actingOrganisation, problem, requirePerson } from './acting.ts';

/** Asks for a ground of treatment; it opens nothing until a colleague has confirmed it. */
export async function requestAccess(context: CommandContext, { personId, purpose, days, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject } = context;
  const organisationId = actingOrganisation(context);
  await requirePerson(context, personId);
  if ((await context.gate.findRecordBasis(personId)) !== undefined) throw problem('health-record.already-open');
  const request = { accessRequestId: context.newId(), personId, ownerOrganisationId: organisationId, purpose, days, reason, byId: subject.id, byName: subject.name, at: now };
  await insertAccessRequest(tx, request);
  context.about({ personId, resource: `Patient/${personId}`, purpose: reason });
  context.emit('health-record.access-requested', { accessRequestId: request.accessRequestId }, [organisationId]);
  const names = await namesOf(tx, { organisationIds: [organisationId], personIds: [personId] });
  return accessRequestView({ ...request, outcome: null, note: null, decidedByName: null }, names);
}
