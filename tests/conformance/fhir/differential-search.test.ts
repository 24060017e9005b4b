import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitOf } from '#platform/testing/test-server.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import { searchTexts, type SearchPage } from '#fhir/repository/search.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import { parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import { openCoreTerminology } from '#fhir/terminology/core-systems.ts';
import { Twin } from '#fhir/twin/twin.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { Chance } from './differential/chance.ts';
import { Asker, type AskedSearch } from './differential/queries.ts';
import { BASE, someResources } from './differential/resources.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

/** Other seeds ask other questions: `YIGONG_SEED=7 YIGONG_SEARCHES=5000`. */
const SEED = Number(process.env.YIGONG_SEED ?? 20_261_122);
const MIXED = Number(process.env.YIGONG_SEARCHES ?? 500);
const ids = timeOrderedIds(systemClock, randomBytes);
const resources = [...someResources(new Chance(SEED)), ...(hasFhirData ? listFiles('hl7-r4-examples').flatMap((file) => readLines('hl7-r4-examples', file)) : [])]
  .filter((each) => each.id !== undefined && validateResource(each).length === 0);
const idsOf = (type: string): string[] => resources.filter((each) => each.resourceType === type).map((each) => each.id!);
let now = new Date('2026-03-01T00:00:00Z');
let opened: TestDatabase;
const twin = new Twin({ clock: { now: () => now }, ids, base: BASE, core: await openCoreTerminology() });

async function writeBoth(writes: readonly ResourceWrite[]): Promise<void> {
  await opened.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now, newId: () => ids.newId() }, writes));
  for (const write of writes) twin.write(write);
}

beforeAll(async () => {
  opened = await openTestDatabase();
  const distinct = [...new Map(resources.map((each) => [`${each.resourceType}/${each.id}`, each])).values()];
  for (let start = 0; start < distinct.length; start += 40) {
    now = new Date(now.getTime() + 30_000);
    await writeBoth(distinct.slice(start, start + 40).map((resource) => ({ method: 'put', resource, ownerOrganisationId: null })));
  }
});
afterAll(() => opened?.close());

const queryOf = ({ type, parameters }: AskedSearch): string => `${type}?${parameters.map(({ name, value }) => `${name}=${value}`).join('&')}`;

/** Ids in order where an order was asked, the total, what was ignored; or the refusal. */
async function outcomeOf({ parameters }: AskedSearch, search: () => SearchPage | Promise<SearchPage>): Promise<string> {
  try {
    const { matches, included, total, unknownParameters } = await search();
    const found = matches.map((row) => row.id);
    const others = included.map((row) => `${row.type}/${row.id}`).sort();
    return JSON.stringify({ found: parameters.some(({ name }) => name === '_sort') ? found : found.sort(), others, total, unknownParameters });
  } catch (error) {
    if (error instanceof Problem) return `refused: ${error.code}`;
    throw error;
  }
}

/** Every page, one after the other. */
const PAGES_MAX = 30;

async function allPages({ type, parameters }: AskedSearch, count: number, search: (request: SearchRequest) => SearchPage | Promise<SearchPage>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const more = cursor === undefined ? [] : [{ name: '_cursor', value: cursor }];
    const { matches, nextCursor } = await search(parseSearch(type, [...parameters, { name: '_count', value: String(count) }, ...more]));
    found.push(...matches.map((row) => row.id));
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return found;
}

const bySql = (request: SearchRequest) => searchTexts(opened.database, request, { subject: systemSubject, now, bases: [BASE] });
const plainly = (request: SearchRequest) => twin.search([request]);

async function disagreements(searches: readonly AskedSearch[]): Promise<string[]> {
  const found: string[] = [];
  let filled = 0;
  for (const asked of searches) {
    const request = () => parseSearch(asked.type, [...asked.parameters, { name: '_count', value: '1000' }]);
    const sql = await outcomeOf(asked, () => bySql(request()));
    const plain = await outcomeOf(asked, () => plainly(request()));
    if (sql.includes('"found":["')) filled += 1;
    if (sql !== plain) found.push(`${queryOf(asked)}\n  SQL    ${sql}\n  memory ${plain}`);
  }
  console.log(`${searches.length} searches, ${filled} found something, ${found.length} disagreed (seed ${SEED})`);
  return found;
}

const ownTypes = [...new Set(someResources(new Chance(SEED)).map((each) => each.resourceType))];

describe('search in SQL and plain search in memory', () => {
  test('every parameter of every type finds the same resources', { timeout: limitOf(120_000) }, async () => {
    const asker = new Asker(new Chance(SEED + 1), resources);
    const types = [...new Set(resources.map((each) => each.resourceType))];
    const rows = types.flatMap((type) => [...parametersOf(type).values()].filter((row) => row.type !== 'special' && !row.custom).map((row) => ({ type, row })));
    // Of parameters that no resource has a value for, one in ten.
    const searches = rows.filter(({ type, row }, index) => asker.has(type, row) || index % 10 === 0).map(({ type, row }) => asker.about(type, row));
    expect(await disagreements(searches)).toEqual([]);
  });

  test('conditions together, chains, reverse chains and orders give the same resources in the same order', { timeout: limitOf(120_000) }, async () => {
    const asker = new Asker(new Chance(SEED + 2), resources);
    expect(await disagreements(Array.from({ length: MIXED }, () => asker.any(ownTypes)))).toEqual([]);
  });

  test('includes bring the same resources', { timeout: limitOf(60_000) }, async () => {
    const asker = new Asker(new Chance(SEED + 3), resources);
    expect(await disagreements(Array.from({ length: 40 }, () => asker.including(ownTypes)))).toEqual([]);
  });

  test('pages joined are the whole, in the same order', { timeout: limitOf(60_000) }, async () => {
    const chance = new Chance(SEED + 4);
    const asker = new Asker(chance, resources);
    const disagreed: unknown[] = [];
    for (let round = 0; round < 20; round += 1) {
      const type = chance.of(['Patient', 'Observation', 'Encounter', 'Condition']);
      const asked = { type, parameters: [{ name: '_id', value: idsOf(type).join(',') }, { name: '_sort', value: [1, 2].map(() => asker.sortKey(type)).join(',') }] };
      const [sql, plain, whole] = [await allPages(asked, 7, bySql), await allPages(asked, 7, plainly), await allPages(asked, 1000, bySql)];
      if (sql.join() !== plain.join() || sql.join() !== whole.join()) disagreed.push({ query: asked.parameters[1]!.value, type, sql, plain, whole });
    }
    expect(disagreed).toEqual([]);
  });

  test('after changes and deletions nothing of what was is found', { timeout: limitOf(120_000) }, async () => {
    const chance = new Chance(SEED + 5);
    now = new Date(now.getTime() + 30_000);
    const own = resources.filter((each) => each.id!.startsWith('g') && ownTypes.includes(each.resourceType));
    const changed = own.filter((_, index) => index % 3 === 0).map((each): ResourceWrite => {
      const other = chance.of(own.filter(({ resourceType }) => resourceType === each.resourceType));
      return { method: 'put', resource: { ...other, id: each.id! }, ownerOrganisationId: null };
    });
    const deleted = own.filter((_, index) => index % 7 === 1 && index % 3 !== 0).map((resource): ResourceWrite => ({ method: 'delete', resource, ownerOrganisationId: null }));
    await writeBoth([...changed, ...deleted]);
    const asker = new Asker(chance, resources);
    expect(await disagreements(Array.from({ length: 150 }, () => asker.any(ownTypes)))).toEqual([]);
  });

  test.each([
    'Patient?birthdate=2026-02-31', 'Patient?birthdate=soon', 'Patient?birthdate:exact=2020', 'Observation?value-quantity=much', 'Observation?value-quantity=5|a|b|c', 'RiskAssessment?probability=5|a',
    'RiskAssessment?probability:exact=5', 'Patient?gender:exact=male', 'Patient?name:not=x', 'Patient?name:missing=perhaps', 'Patient?_id:exact=1', 'Patient?_lastUpdated:exact=2020', 'Patient?_lastUpdated=soon',
    'Observation?subject:Nothing=1', 'Observation?code.text=x', 'Patient?_has:Observation:code:status=final', 'Patient?_has:Observation:patient=1', 'Observation?code-value-quantity=x', 'Observation?code-value-quantity:exact=x$5',
    'Patient?identifier:of-type=x', 'Patient?identifier=|', 'ValueSet?url:contains=x', 'Location?near=x', 'Patient?_sort=nothing', 'Patient?_sort=near', 'Observation?patient.nothing=1', 'Observation?subject:identifier=',
  ])('%s: both refuse, or neither', async (query) => {
    const { type, parameters } = parseQuery(query);
    const asked = { type, parameters };
    expect(await outcomeOf(asked, () => bySql(parseSearch(type, parameters)))).toEqual(await outcomeOf(asked, () => plainly(parseSearch(type, parameters))));
  });
});
