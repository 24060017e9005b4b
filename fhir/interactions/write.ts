import type { Transaction } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';
import { maskedText } from '../repository/access.ts';
import { openPerson } from '../repository/sealed/sealed-person.ts';
import type { Precondition, ResourceWrite } from '../repository/resource-write.ts';
import { etagOf, writtenAnswer, type Answer } from './answer.ts';
import { findMatch, lockConditions, parseCondition } from './conditional.ts';
import type { Interaction } from './dependencies.ts';
import { storeGathered } from './writes/gathered-writes.ts';
import { requireInteraction } from './permission.ts';
import { withOwnReferences } from './references.ts';
import { storeOutside } from './writes/store-outside.ts';
import { CONTENT } from '../repository/content.ts';

/** A body as it came; its resourceType must be that of the address. */
export function requireBody(type: string, body: unknown): Resource {
  const found = (body as { resourceType?: unknown } | null | undefined)?.resourceType;
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && found === type) return body as Resource;
  throw fhirProblem('fhir.invalid', [
    { path: `${type}.resourceType`, message: { zh: `请求正文必须是 ${type} 资源。`, en: `The body must be a ${type} resource.` } },
  ]);
}

export interface CreateAsked {
  readonly type: string;
  readonly body: unknown;
  readonly ifNoneExist?: string;
}

/** create, and conditional create: an existing match is answered with 200 and left as it is. */
export async function createResource(interaction: Interaction, { type, body, ifNoneExist }: CreateAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'c');
  const { id: _ignored, ...rest } = requireBody(type, body);
  const write: ResourceWrite = { method: 'create', resource: withOwnReferences(rest as Resource, interaction.base), ownerOrganisationId: interaction.subject.organisationId };
  if (ifNoneExist === undefined) return answerTo(interaction, { action: 'fhir.create', writes: [write] });
  return interaction.database.transaction(async (tx) => {
    const condition = parseCondition(type, ifNoneExist);
    await lockConditions(tx, [condition]);
    const match = await findMatch(tx, interaction, condition);
    if (match !== undefined) return existingAnswer(interaction, tx, { type, id: match });
    const [stored] = await storeOutside(interaction, tx, { action: 'fhir.create', writes: [write] });
    return writtenAnswer(stored!, interaction.base);
  });
}

async function answerTo(interaction: Interaction, asked: { action: string; writes: readonly ResourceWrite[] }): Promise<Answer> {
  const [stored] = await storeGathered(interaction, asked);
  return writtenAnswer(stored!, interaction.base);
}

async function existingAnswer({ base, subject }: Interaction, tx: Transaction, { type, id }: { type: string; id: string }): Promise<Answer> {
  const rows = await tx.query<{ version: number; lastUpdated: Date; content: string }>(
    `select r.version, r.last_updated as "lastUpdated", ${CONTENT} as content from fhir.resource r where r.key = $1`,
    [resourceKey(type, id)],
  );
  const row = await openPerson(tx, { type, id }, rows[0]!);
  return { status: 200, body: maskedText(subject, type, row.content), etag: etagOf(row.version), lastModified: row.lastUpdated, location: `${base}/${type}/${id}/_history/${row.version}` };
}

export interface UpdateAsked {
  readonly type: string;
  readonly id: string;
  readonly body: unknown;
  readonly precondition?: Precondition | undefined;
}

/** update and update-as-create under the id of the address. */
export async function updateResource(interaction: Interaction, { type, id, body, precondition }: UpdateAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'u');
  const resource = requireBody(type, body);
  requireSameId(resource, id);
  const write = putOf(interaction, { ...resource, id } as Resource, precondition);
  return answerTo(interaction, { action: 'fhir.update', writes: [write] });
}

function requireSameId(resource: Resource, id: string): void {
  if (resource.id === id) return;
  throw fhirProblem('fhir.invalid', [
    { path: `${resource.resourceType}.id`, message: { zh: '正文中的 id 必须与地址中的一致。', en: 'The id in the body must be the one in the address.' } },
  ]);
}

/** A new resource belongs to the writer's organisation; an existing one keeps its owner. */
const putOf = (interaction: Interaction, resource: Resource, precondition: Precondition | undefined): ResourceWrite => ({
  method: 'put',
  resource: withOwnReferences(resource, interaction.base),
  ownerOrganisationId: null,
  newOwnerOrganisationId: interaction.subject.organisationId,
  precondition,
});

export interface ConditionalAsked {
  readonly type: string;
  readonly query: string;
  readonly body?: unknown;
  readonly precondition?: Precondition | undefined;
}

/** Conditional update: no match creates, one is updated, several are refused. */
export async function updateByCondition(interaction: Interaction, { type, query, body, precondition }: ConditionalAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'u');
  const resource = requireBody(type, body);
  const condition = parseCondition(type, query);
  return interaction.database.transaction(async (tx) => {
    await lockConditions(tx, [condition]);
    const match = await findMatch(tx, interaction, condition);
    if (match !== undefined && resource.id !== undefined) requireSameId(resource, match);
    const id = match ?? resource.id ?? interaction.ids.newId();
    const write = putOf(interaction, { ...resource, id } as Resource, precondition);
    const [stored] = await storeOutside(interaction, tx, { action: 'fhir.update', writes: [write] });
    return writtenAnswer(stored!, interaction.base);
  });
}

export interface DeleteAsked {
  readonly type: string;
  readonly id: string;
  readonly precondition?: Precondition | undefined;
}

/** delete; repeating it is not an error. */
export async function deleteResource(interaction: Interaction, { type, id, precondition }: DeleteAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'd');
  const write: ResourceWrite = { method: 'delete', resource: { resourceType: type, id } as Resource, ownerOrganisationId: null, precondition };
  const [stored] = await storeGathered(interaction, { action: 'fhir.delete', writes: [write] });
  return { status: 204, etag: etagOf(stored!.version) };
}

/** Conditional delete of the one match. */
export async function deleteByCondition(interaction: Interaction, { type, query, precondition }: ConditionalAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'd');
  const condition = parseCondition(type, query);
  return interaction.database.transaction(async (tx) => {
    await lockConditions(tx, [condition]);
    const match = await findMatch(tx, interaction, condition);
    if (match === undefined) throw fhirProblem('fhir.not-found');
    const resource = { resourceType: type, id: match } as Resource;
    const [stored] = await storeOutside(interaction, tx, { action: 'fhir.delete', writes: [{ method: 'delete', resource, ownerOrganisationId: null, precondition }] });
    return { status: 204, etag: etagOf(stored!.version) };
  });
}
