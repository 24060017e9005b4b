import { resourceKey } from '#fhir/search/hash.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { cursorText, type IncludeRequest, type SearchRequest } from '#fhir/search/search-request.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { compartmentTable } from '#fhir/search/special/compartment.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import type { FoundRow } from '../repository/includes.ts';
import type { SearchPage } from '../repository/search.ts';
import { parameterOf } from './elements.ts';
import { comparePositions, positionIn, positionOf, positionTexts } from './order.ts';
import { addressesOf, refersTo, resourceTest, targetsOf } from './resource-tests.ts';
import type { ResourceTest, Surroundings } from './surroundings.ts';

export interface TwinSurroundings extends Surroundings {
  /** The stored text of a resource. */
  readonly contentOf: (address: string) => string;
}

const addressOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id ?? ''}`;

/** Looks at every resource of the type, one after the other. Same pages as the repository's search. */
export function searchEverything(request: SearchRequest, around: TwinSurroundings): SearchPage {
  const { type, count } = request;
  const unknownParameters: string[] = [];
  const tests: ResourceTest[] = request.compartment ? [memberTest(request.compartment, type)] : [];
  for (const filter of request.filters) {
    const test = resourceTest(type, filter, around);
    if (test) tests.push(test);
    else unknownParameters.push(filter.name);
  }
  const found = around.listType(type).filter((resource) => tests.every((test) => test(resource)));
  if (request.summary === 'count') return { matches: [], included: [], total: found.length, nextCursor: undefined, unknownParameters };
  const keys = request.sort.length > 0 ? request.sort : [{ code: '_lastUpdated', descending: false }];
  positionOf({ resourceType: type } as Resource, keys);
  const rows = found.map((resource) => ({ resource, position: positionOf(resource, keys) })).sort((a, b) => comparePositions(a.position, b.position, keys));
  const after = request.cursor && positionIn(request.cursor);
  if (after && after.length !== keys.length + 1) throw searchProblem('_cursor', '翻页标记与排序不符。', 'The page link does not fit the sort order.');
  const rest = after ? rows.filter(({ position }) => comparePositions(position, after, keys) > 0) : rows;
  const page = rest.slice(0, count);
  const hasMore = rest.length > count;
  const isWhole = !hasMore && !after;
  const matches = page.map(({ resource }) => resource);
  return {
    matches: matches.map((each) => rowOf(each, around)),
    included: includedWith(matches, request.includes, around).map((each) => rowOf(each, around)),
    total: isWhole || request.total !== 'none' ? found.length : undefined,
    nextCursor: hasMore && page.length > 0 ? cursorText(positionTexts(page.at(-1)!.position)) : undefined,
    unknownParameters,
  };
}

const rowOf = (resource: Resource, { contentOf }: TwinSurroundings): FoundRow =>
  ({ type: resource.resourceType, id: resource.id ?? '', content: contentOf(addressOf(resource)), key: resourceKey(resource.resourceType, resource.id ?? '') });

function memberTest(compartment: { type: string; id: string }, type: string): ResourceTest {
  const parameters = (compartmentTable(compartment.type).get(type) ?? []).map((code) => parameterOf(type, code)!);
  return (resource) => parameters.some((parameter) => addressesOf(resource, parameter).includes(`${compartment.type}/${compartment.id}`));
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

const referencesAsked = ({ source, parameter }: IncludeRequest) =>
  [...parametersOf(source).values()].filter((row) => row.type === 'reference' && (parameter === '*' || row.code === parameter));

function referredBy(sources: readonly Resource[], include: IncludeRequest, around: Surroundings): Resource[] {
  const parameters = referencesAsked(include);
  const from = sources.filter((each) => each.resourceType === include.source);
  return from.flatMap((each) => parameters.flatMap((parameter) => targetsOf(each, parameter, around))).filter((each) => include.target === undefined || each.resourceType === include.target);
}

function referringTo(sources: readonly Resource[], include: IncludeRequest, { listType }: Surroundings): Resource[] {
  const parameters = referencesAsked(include);
  const wanted = sources.filter((each) => include.target === undefined || each.resourceType === include.target);
  return listType(include.source).filter((each) => parameters.some((parameter) => wanted.some((target) => refersTo(each, parameter, target))));
}
