import { resourceKey } from '#fhir/search/hash.ts';
import { unknownInFilter } from '#fhir/search/special/filter/filter-condition.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { cursorText, type IncludeRequest, type SearchRequest } from '#fhir/search/search-request.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { compartmentTable, holdsItsFocus } from '#fhir/search/special/compartment.ts';
import { resourceTypes, type Resource } from '#fhir/types/resources.gen.ts';
import type { FoundRow } from '../repository/includes.ts';
import type { SearchPage } from '../repository/search.ts';
import { parameterOf } from '#fhir/search/extraction/elements.ts';
import { comparePositions, positionIn, positionOf, positionTexts } from './order.ts';
import { addressesOf, refersTo, resourceTest, targetsOf } from './resource-tests.ts';
import type { ResourceTest, Surroundings } from './surroundings.ts';

export interface TwinSurroundings extends Surroundings {
  /** The stored text of a resource. */
  readonly contentOf: (address: string) => string;
}

const addressOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id ?? ''}`;

interface Found {
  readonly resources: readonly Resource[];
  readonly unknown: readonly string[];
}

/** Looks at every resource of one type, one after the other. */
function findOf({ type, filters, compartment, includes }: SearchRequest, around: TwinSurroundings): Found {
  const unknown: string[] = [];
  const tests: ResourceTest[] = compartment ? [memberTest(compartment, type)] : [];
  for (const filter of filters) {
    const test = resourceTest(type, filter, around);
    if (!test && filter.name === '_filter') throw unknownInFilter(type);
    if (test) tests.push(test);
    else unknown.push(filter.name);
  }
  const follows = includes.filter(({ source, parameter }) => source !== '*' && parameter !== '*' && parameterOf(source, parameter)?.type !== 'reference');
  unknown.push(...follows.map(({ reverse, source, parameter }) => `${reverse ? '_revinclude' : '_include'}=${source}:${parameter}`));
  return { resources: around.listType(type).filter((resource) => tests.every((test) => test(resource))), unknown };
}

/** A parameter that only some of the types have is refused; one that none has is named. */
function unknownTo(found: readonly Found[], requests: readonly SearchRequest[]): readonly string[] {
  const unknown = found[0]!.unknown.filter((name) => found.every((each) => each.unknown.includes(name)));
  for (const [index, each] of found.entries()) {
    const missing = each.unknown.find((name) => !unknown.includes(name));
    if (missing !== undefined) throw searchProblem(missing, `${requests[index]!.type} 没有此检索参数。`, `${requests[index]!.type} has no such parameter.`);
  }
  return unknown;
}

/** One request of each type, answered together. Same pages as the repository's search. */
export function searchEverything(requests: readonly SearchRequest[], around: TwinSurroundings): SearchPage {
  const request = requests[0]!;
  const { count } = request;
  const each = requests.map((one) => findOf(one, around));
  const unknownParameters = unknownTo(each, requests);
  const found = each.flatMap(({ resources }) => resources);
  const keys = request.sort.length > 0 ? request.sort : [{ code: '_lastUpdated', descending: false }];
  for (const { type } of requests) positionOf({ resourceType: type } as Resource, keys);
  if (request.summary === 'count') return { matches: [], included: [], total: found.length, nextCursor: undefined, unknownParameters };
  const rows = found.map((resource) => ({ resource, position: positionOf(resource, keys) })).sort((a, b) => comparePositions(a.position, b.position, keys));
  const after = request.cursor && positionIn(request.cursor);
  if (after && after.length !== keys.length + 1) throw searchProblem('_cursor', '翻页标记与排序不符。', 'The page link does not fit the sort order.');
  const rest = after ? rows.filter(({ position }) => comparePositions(position, after, keys) > 0) : rows;
  const page = rest.slice(0, count);
  const hasMore = rest.length > count;
  const isWhole = !hasMore && !after;
  const matches = page.map(({ resource }) => resource);
  return {
    matches: matches.map((one) => rowOf(one, around)),
    included: includedWith(matches, request.includes, around).map((one) => rowOf(one, around)),
    total: isWhole || request.total !== 'none' ? found.length : undefined,
    nextCursor: hasMore && page.length > 0 ? cursorText(positionTexts(page.at(-1)!.position)) : undefined,
    unknownParameters,
  };
}

const rowOf = (resource: Resource, { contentOf }: TwinSurroundings): FoundRow =>
  ({ type: resource.resourceType, id: resource.id ?? '', content: contentOf(addressOf(resource)), key: resourceKey(resource.resourceType, resource.id ?? '') });

function memberTest(compartment: { type: string; id: string }, type: string): ResourceTest {
  const parameters = (compartmentTable(compartment.type).get(type) ?? []).map((code) => parameterOf(type, code)!);
  return (resource) => (holdsItsFocus(compartment, type) && resource.id === compartment.id) || parameters.some((parameter) => addressesOf(resource, parameter).includes(`${compartment.type}/${compartment.id}`));
}

/** Included resources of one page, and rounds of `:iterate`: as the repository. */
const INCLUDED_MAX = 1000;
const ROUNDS_MAX = 5;

function includedWith(page: readonly Resource[], includes: readonly IncludeRequest[], around: Surroundings): Resource[] {
  const known = new Set(page.map(addressOf));
  const added: Resource[] = [];
  let sources = page;
  for (let round = 0; round < ROUNDS_MAX && sources.length > 0; round += 1) {
    const active = includes.filter((include) => round === 0 || include.iterate);
    const fresh = active.flatMap((include) => (include.reverse ? referringTo(sources, include, around) : referredBy(sources, include, around)))
      .filter((each) => !known.has(addressOf(each)) && known.add(addressOf(each)));
    added.push(...fresh);
    sources = fresh;
  }
  return added.slice(0, INCLUDED_MAX);
}

const referencesAsked = (source: string, { parameter }: IncludeRequest) =>
  [...parametersOf(source).values()].filter((row) => row.type === 'reference' && (parameter === '*' || row.code === parameter));

function referredBy(sources: readonly Resource[], include: IncludeRequest, around: Surroundings): Resource[] {
  const from = sources.filter((each) => include.source === '*' || each.resourceType === include.source);
  const found = from.flatMap((each) => referencesAsked(each.resourceType, include).flatMap((parameter) => targetsOf(each, parameter, around)));
  return found.filter((each) => include.target === undefined || each.resourceType === include.target);
}

function referringTo(sources: readonly Resource[], include: IncludeRequest, { listType }: Surroundings): Resource[] {
  const wanted = sources.filter((each) => include.target === undefined || each.resourceType === include.target);
  const owners = include.source === '*' ? resourceTypes.filter((type) => listType(type).length > 0) : [include.source];
  return owners.flatMap((owner) => {
    const parameters = referencesAsked(owner, include);
    return listType(owner).filter((each) => parameters.some((parameter) => wanted.some((target) => refersTo(each, parameter, target))));
  });
}
