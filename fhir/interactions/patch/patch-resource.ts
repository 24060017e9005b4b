import type { Transaction } from '#platform/database/transaction.ts';
import { readUtf8 } from '#platform/http/read-text.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { markLiterals, parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Binary, Parameters, Resource } from '#fhir/types/resources.gen.ts';
import { validatePatch } from '#fhir/validation/validate.ts';
import { readXmlText } from '#fhir/xml/xml-encoding.ts';
import { fhirProblem } from '../../problems.ts';
import { lockKey } from '../../repository/lock.ts';
import { readText } from '../../repository/read.ts';
import type { Precondition } from '../../repository/resource-write.ts';
import { writtenAnswer, type Answer } from '../answer.ts';
import { findMatch, lockConditions, parseCondition } from '../conditional.ts';
import type { Interaction } from '../dependencies.ts';
import { requireInteraction } from '../permission.ts';
import { refuse } from '../read.ts';
import { withOwnReferences } from '../references.ts';
import { storeOutside } from '../writes/store-outside.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { applyJsonPatch } from './json-patch.ts';
import type { Content } from './patch-location.ts';
import { patchProblem } from './patch-problem.ts';
import { applyXmlPatch, XML_PATCH, XmlPatch } from './xml-patch.ts';

export interface PatchAsked {
  readonly type: string;
  readonly id?: string;
  /** Instead of the id: the criteria of a conditional patch. */
  readonly query?: string;
  /** A JSON Patch (array), a FHIRPath Patch (Parameters) or an `XmlPatch`. */
  readonly patch: unknown;
  readonly precondition?: Precondition | undefined;
}

/** patch and conditional patch (https://hl7.org/fhir/R4/http.html#patch): exactly one resource, validated like any update. */
export async function patchResource(interaction: Interaction, { type, id, query, patch, precondition }: PatchAsked): Promise<Answer> {
  requireInteraction(interaction.subject, type, 'u');
  return interaction.database.transaction(async (tx) => {
    const target = id ?? (await matchOf(interaction, tx, { type, query: query ?? '' }));
    const resource = await patchedResource(interaction, tx, { type, id: target, patch });
    const write = { method: 'put', resource, ownerOrganisationId: null, precondition } as const;
    const [stored] = await storeOutside(interaction, tx, { action: 'fhir.patch', writes: [write] });
    return writtenAnswer(stored!, interaction.base);
  });
}

async function matchOf(interaction: Interaction, tx: Transaction, { type, query }: { type: string; query: string }): Promise<string> {
  const condition = parseCondition(type, query);
  await lockConditions(tx, [condition]);
  const match = await findMatch(tx, interaction, condition);
  if (match === undefined) throw fhirProblem('fhir.not-found');
  return match;
}

/** The current resource with the patch applied. */
export const patchedResource = (interaction: Interaction, tx: Transaction, { patch, ...target }: { type: string; id: string; patch: unknown }): Promise<Resource> =>
  changedResource(interaction, tx, { ...target, change: (resource) => applied(resource, patch) });

interface Change {
  readonly type: string;
  readonly id: string;
  readonly change: (resource: Content) => Content;
}

/** The current resource after a change, its row locked so that two changes at once are both kept. */
async function changedResource(interaction: Interaction, tx: Transaction, { type, id, change }: Change): Promise<Resource> {
  await lockKey(tx, resourceKey(type, id));
  const found = await readText(tx, { subject: interaction.subject, type, id, isUnmasked: true });
  if (!found) return refuse({ ...interaction, whole: tx }, type, id);
  if (found.deleted) throw fhirProblem('fhir.deleted');
  const resource = change(parseFhirJson(found.content) as Content);
  if (resource.resourceType !== type) throw patchProblem(`${type}.resourceType`, '补丁不能改变资源类型。', 'A patch cannot change the resource type.');
  if (resource.id !== id) throw patchProblem(`${type}.id`, '补丁不能改变 id。', 'A patch cannot change the id.');
  markLiterals(resource);
  return withOwnReferences(resource as unknown as Resource, interaction.base);
}

/** Reads, changes and stores one resource in a transaction of its own, as an outside client's update. */
export async function changeResource(interaction: Interaction, { action, ...change }: Change & { action: string }): Promise<Answer> {
  requireInteraction(interaction.subject, change.type, 'u');
  return interaction.database.transaction(async (tx) => {
    const resource = await changedResource(interaction, tx, change);
    const [stored] = await storeOutside(interaction, tx, { action, writes: [{ method: 'put', resource, ownerOrganisationId: null }] });
    return writtenAnswer(stored!, interaction.base);
  });
}

export function applied(resource: Content, patch: unknown): Content {
  if (patch instanceof XmlPatch) return applyXmlPatch(resource, patch);
  if (Array.isArray(patch)) {
    const result = applyJsonPatch(resource, patch);
    if (typeof result !== 'object' || result === null || Array.isArray(result)) throw patchProblem('', '补丁的结果不是资源。', 'The result of the patch is no resource.');
    return withoutEmptyLists(result as Content);
  }
  const type = (patch as { resourceType?: unknown } | null | undefined)?.resourceType;
  if (type !== 'Parameters') throw patchProblem('', '补丁应为 JSON Patch 数组、Parameters 资源或 XML Patch。', 'A patch is a JSON Patch array, a Parameters resource or an XML Patch.');
  const problems = validatePatch(patch);
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
  return withoutEmptyLists(applyFhirPathPatch(resource, patch as Parameters));
}

/** Removing the last item of a list removes the element: FHIR has no empty lists. */
function withoutEmptyLists(value: Content): Content {
  for (const [name, inner] of Object.entries(value)) {
    if (Array.isArray(inner) && inner.length === 0) delete value[name];
    else if (Array.isArray(inner)) inner.forEach((each) => typeof each === 'object' && each !== null && withoutEmptyLists(each as Content));
    else if (typeof inner === 'object' && inner !== null) withoutEmptyLists(inner as Content);
  }
  return value;
}

/** The patch that a bundle entry carries: Parameters, or a Binary that holds a JSON Patch or an XML Patch (R4 §3.1.0.11.6). */
export function patchIn(resource: unknown): unknown {
  const { resourceType, contentType, data } = (resource ?? {}) as Partial<Binary>;
  if (resourceType !== 'Binary') return resource;
  const media = typeof contentType === 'string' ? contentType.split(';')[0]!.trim().toLowerCase() : '';
  if ((media !== 'application/json-patch+json' && media !== XML_PATCH) || typeof data !== 'string') {
    throw patchProblem('Binary.contentType', 'Binary 中应为 application/json-patch+json 或 application/xml-patch+xml。', 'The Binary should hold application/json-patch+json or application/xml-patch+xml.');
  }
  const bytes = Buffer.from(data, 'base64');
  if (media === XML_PATCH) return new XmlPatch(readXmlText(bytes, contentType));
  const text = readUtf8(bytes);
  try {
    return parseFhirJson(text);
  } catch {
    throw fhirProblem('fhir.not-json');
  }
}
