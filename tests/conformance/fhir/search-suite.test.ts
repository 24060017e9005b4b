import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from './repositories.ts';
import { hasFhirData, listFiles, readJson } from '../shared-data.ts';

interface SearchCase {
  readonly id: string;
  readonly request: string;
  readonly expect_r4?: readonly number[];
  readonly expect_status?: number;
}

interface Suite {
  readonly suite: string;
  readonly fixture: readonly Resource[];
  readonly cases: readonly SearchCase[];
}

/** Cases that we cannot answer yet, with the reason; anything else must agree with R4. */
const UNSUPPORTED: Readonly<Record<string, string>> = {};

const suites = hasFhirData ? listFiles('search-suite').map((file) => readJson<Suite>('search-suite', file)) : [];
const ids = timeOrderedIds(systemClock, randomBytes);

/** Placeholders tie the queries to the fixtures of one run. */
const filled = (text: string, session: string): string => text.replace(/\{\{(CODE|TAG|SESSION)\}\}/g, session);

/** Two fixtures carry STU3's single `interpretation`; R4 has an array there and we refuse anything else. */
const asR4 = (text: string): string => text.replace(/"interpretation":(\{"coding":\[[^\]]*\][^}]*\})/g, '"interpretation":[$1]');

async function store(repository: SuiteRepository, suite: Suite, session: string): Promise<string[]> {
  const resources = suite.fixture.map((resource) => ({ ...(JSON.parse(filled(asR4(JSON.stringify(resource)), session)) as Resource), id: ids.newId() }));
  await repository.store(resources);
  return resources.map((resource) => resource.id);
}

/** Queries are written unencoded; only `+`, `#`, `&` inside values would be ambiguous and do not occur. */
async function answer(repository: SuiteRepository, request: string): Promise<string[] | number> {
  const { type, parameters } = parseQuery(request.replace(/%(?![0-9A-F]{2})/g, '%25'));
  const query = new URLSearchParams([...parameters, { name: '_count', value: '100' }].map(({ name, value }) => [name, value]));
  const { status, body } = await repository.send<Bundle>('GET', `/${type}?${query.toString()}`);
  return status === 200 ? (body.entry ?? []).filter((entry) => entry.search?.mode === 'match').map((entry) => entry.resource!.id!) : status;
}

describe.skipIf(!hasFhirData).each(repositories)('search suite, %s', (kind, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
  });
  afterAll(() => repository?.close());

  test.each(suites.map((suite) => [suite.suite, suite] as const))('%s: every case agrees with R4', async (_name, suite) => {
    const session = `s${ids.newId().replaceAll('-', '')}`;
    const stored = await store(repository, suite, session);
    const disagreed: unknown[] = [];
    let agreed = 0;
    for (const each of suite.cases) {
      if (UNSUPPORTED[each.id]) continue;
      const got = await answer(repository, filled(each.request, session));
      const found = typeof got === 'number' ? got : got.map((id) => stored.indexOf(id)).sort((a, b) => a - b);
      const wanted = each.expect_status ?? [...(each.expect_r4 ?? [])].sort((a, b) => a - b);
      if (JSON.stringify(found) === JSON.stringify(wanted)) agreed += 1;
      else disagreed.push({ id: each.id, request: each.request, found, wanted });
    }
    console.log(`${kind}, ${suite.suite}: ${agreed} agreed, ${disagreed.length} disagreed, ${suite.cases.length - agreed - disagreed.length} unsupported`);
    expect(disagreed).toEqual([]);
  });
});
