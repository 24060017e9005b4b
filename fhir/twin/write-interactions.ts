import { markLiterals, parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { etagOf, writtenAnswer, type Answer } from '../interactions/answer.ts';
import { parseCondition } from '../interactions/conditional.ts';
import { applied } from '../interactions/patch/patch-resource.ts';
import { patchProblem } from '../interactions/patch/patch-problem.ts';
import { withOwnReferences } from '../interactions/references.ts';
import { requireBody } from '../interactions/write.ts';
import { fhirProblem } from '../problems.ts';
import type { Precondition } from '../repository/resource-write.ts';
import type { Twin } from './twin.ts';

/** Where a write goes: to an id, or to the one match of a condition. */
export interface Target {
  readonly type: string;
  readonly id?: string | undefined;
  readonly query?: string | undefined;
}

/** As an outside client writes: references to this server become relative. */
export const writeOutside = (twin: Twin, { resource, ...write }: Parameters<Twin['write']>[0]): ReturnType<Twin['write']> =>
  twin.write({ ...write, resource: withOwnReferences(resource, twin.base) });

/** The id of the one match; several throw `fhir.several-match`. */
export function findMatch(twin: Twin, type: string, query: string): string | undefined {
  const { parameters } = parseCondition(type, query);
  const page = twin.search([parseSearch(type, [...parameters, { name: '_count', value: '2' }])]);
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  if (page.matches.length > 1) throw fhirProblem('fhir.several-match');
  return page.matches[0]?.id;
}

const idOf = (twin: Twin, { type, id, query }: Target): string | undefined => id ?? findMatch(twin, type, query ?? '');

export interface CreateAsked {
  readonly type: string;
  readonly body: unknown;
  readonly ifNoneExist?: string | undefined;
}

export function create(twin: Twin, { type, body, ifNoneExist }: CreateAsked): Answer {
  const { id: _ignored, ...resource } = requireBody(type, body);
  const match = ifNoneExist === undefined ? undefined : twin.store.current(`${type}/${findMatch(twin, type, ifNoneExist) ?? ''}`);
  if (!match) return writtenAnswer(writeOutside(twin, { method: 'create', resource: resource as Resource }), twin.base);
  const { id, version, lastUpdated, content } = match;
  return { status: 200, body: content, etag: etagOf(version), lastModified: new Date(lastUpdated), location: `${twin.base}/${type}/${id}/_history/${version}` };
}

export interface ChangeAsked extends Target {
  readonly body?: unknown;
  readonly precondition?: Precondition | undefined;
}

/** update, update as create, conditional update. */
export function update(twin: Twin, { body, precondition, ...target }: ChangeAsked): Answer {
  const resource = requireBody(target.type, body);
  const found = idOf(twin, target);
  if (found !== undefined && resource.id !== found && (target.id !== undefined || resource.id !== undefined)) throw otherId(target.type);
  const id = found ?? resource.id ?? twin.newId();
  return writtenAnswer(writeOutside(twin, { method: 'put', resource: { ...resource, id } as Resource, precondition }), twin.base);
}

const otherId = (type: string) => fhirProblem('fhir.invalid', [{ path: `${type}.id`, message: { zh: '正文中的 id 必须与地址中的一致。', en: 'The id in the body must be the one in the address.' } }]);

/** delete, conditional delete; repeating the former is not an error. */
export function remove(twin: Twin, { precondition, ...target }: ChangeAsked): Answer {
  const id = idOf(twin, target);
  if (id === undefined) throw fhirProblem('fhir.not-found');
  const stored = writeOutside(twin, { method: 'delete', resource: { resourceType: target.type, id } as Resource, precondition });
  return { status: 204, etag: etagOf(stored.version) };
}

/** patch, conditional patch. */
export function patch(twin: Twin, { body, precondition, ...target }: ChangeAsked): Answer {
  const id = idOf(twin, target);
  if (id === undefined) throw fhirProblem('fhir.not-found');
  return writtenAnswer(writeOutside(twin, { method: 'put', resource: patched(twin, { type: target.type, id, patch: body }), precondition }), twin.base);
}

/** The current resource with a patch applied. */
export function patched({ store }: Twin, { type, id, patch: asked }: { type: string; id: string; patch: unknown }): Resource {
  const found = store.current(`${type}/${id}`);
  if (!found) throw fhirProblem('fhir.not-found');
  if (found.deleted) throw fhirProblem('fhir.deleted');
  const resource = applied(parseFhirJson(found.content) as Record<string, unknown>, asked);
  if (resource.resourceType !== type || resource.id !== id) throw patchProblem(type, '补丁不能改变资源类型和 id。', 'A patch cannot change the resource type or the id.');
  markLiterals(resource);
  return resource as unknown as Resource;
}
