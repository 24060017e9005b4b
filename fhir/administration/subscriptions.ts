import { systemSubject } from '#platform/access/subject.ts';
import { wholeHouse } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { notifyDefinitions } from '#platform/events/definitions.ts';
import { bindCommand, bindPlatformQuery, type BoundOperation, type CommandContext } from '#platform/http/operation.ts';
import { listClients } from '#platform/identity/machine/clients.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import { findResource, listResourcesById } from '../repository/read.ts';
import { writeResources } from '../repository/write.ts';
import { contract, listFhirDeliveries, listFhirSubscriptions, pauseSubscription, resumeSubscription, type SubscriptionView } from './contract.ts';
import { listAttemptRows, listSubscriptionRows, pauseSubscriptionRow, resumeSubscriptionRow, type SubscriptionRow } from './store.ts';

const problem = problemsOf(contract.problems);

export const subscriptionOperations: readonly BoundOperation[] = [
  bindPlatformQuery(listFhirSubscriptions, async ({ sql, about }, paging) => {
    about({ resource: 'Subscription' });
    const page = await listSubscriptionRows(sql, wholeHouse, paging);
    const resources = new Map((await listResourcesById(sql, 'Subscription', page.rows.map(({ id }) => id))).map((each) => [each.id, each]));
    const clients = new Map((await listClients(sql)).map(({ clientId, name }) => [clientId, name]));
    return { ...page, rows: page.rows.map((row) => viewOf(row, { resource: resources.get(row.id), clientName: clients.get(row.clientId) ?? row.clientId })) };
  }),

  bindPlatformQuery(listFhirDeliveries, async ({ sql, about }, { id, ...paging }) => {
    about({ resource: `Subscription/${id}` });
    const page = await listAttemptRows(sql, { subscriptionId: id, scope: wholeHouse, ...paging });
    return { ...page, rows: page.rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })) };
  }),

  bindCommand(pauseSubscription, async ({ tx, subject, now, about, emit }, { id }) => {
    if (!(await pauseSubscriptionRow(tx, { id, byId: subject.id, now }))) throw problem('fhir-administration.not-sending');
    about({ resource: `Subscription/${id}` });
    emit('fhir-administration.subscription-paused', { subscriptionId: id }, []);
    return { state: 'paused' as const };
  }),

  bindCommand(resumeSubscription, async (context, { id }) => {
    const was = await resumeSubscriptionRow(context.tx, id);
    if (was === undefined) throw problem('fhir-administration.is-sending');
    if (was === 'error') await activateResource(context, id);
    await notifyDefinitions(context.tx);
    context.about({ resource: `Subscription/${id}` });
    context.emit('fhir-administration.subscription-resumed', { subscriptionId: id }, []);
    return { state: 'active' as const };
  }),
];

function viewOf({ clientId: _client, ...row }: SubscriptionRow, { resource, clientName }: { resource: Subscription | undefined; clientName: string }): SubscriptionView {
  return {
    ...row,
    clientName,
    parameters: resource === undefined ? [] : [...new Set(parseQuery(resource.criteria).parameters.map(({ name }) => name))],
    reason: resource?.reason ?? '',
    host: hostOf(resource?.channel.endpoint),
    nextAttemptAt: row.state === 'active' && row.waiting > 0 && row.channel === 'rest-hook' ? row.nextAttemptAt.toISOString() : null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    endAt: row.endAt?.toISOString() ?? null,
  };
}

function hostOf(endpoint: string | undefined): string | null {
  if (endpoint === undefined || !URL.canParse(endpoint)) return null;
  return new URL(endpoint).host;
}

/** The creator sees in the resource that it is told again. */
async function activateResource({ tx, now, newId }: CommandContext, id: string): Promise<void> {
  const resource = await findResource(tx as Sql, 'Subscription', id);
  if (resource === undefined) return;
  const { error: _past, ...kept } = resource;
  await writeResources({ tx, subject: systemSubject, now, newId }, [{ method: 'put', resource: { ...kept, status: 'active' }, ownerOrganisationId: null }]);
}
