import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { findLiveClient } from '#platform/identity/machine/clients.ts';

export interface Creator {
  readonly clientId: string;
  readonly organisationId: string | null;
}

/** The client of a subscription with the scopes that it has today; undefined when it was disabled or moved elsewhere. */
export async function creatorSubject(sql: Sql, { clientId, organisationId }: Creator): Promise<Subject | undefined> {
  const client = await findLiveClient(sql, clientId);
  if (!client) return undefined;
  const own = client.organisationId === null ? [] : await scopeOf(sql, client.organisationId);
  const acting = organisationId ?? client.organisationId;
  if (client.organisationId !== null && !own.includes(acting!)) return undefined;
  return {
    kind: 'client', id: clientId, name: client.name, fhirReference: null, organisationId: acting, organisationIds: acting === null ? [] : await scopeOf(sql, acting),
    roles: [], permissions: new Set(), personId: null, scopes: client.scopes, everyOrganisation: acting === null && client.scopes.some((scope) => scope.startsWith('system/')),
  };
}

async function scopeOf(sql: Sql, organisationId: string): Promise<string[]> {
  const below = await listSubtree(sql, organisationId);
  return below.includes(organisationId) ? below : [organisationId, ...below];
}
