import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { limitOf } from '#platform/testing/test-server.ts';
import { loadResources } from '#fhir/repository/bulk.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { hasFhirData, listFiles, readGzip } from '../shared-data.ts';

const ids = timeOrderedIds(systemClock, randomBytes);
let opened: TestDatabase;

beforeAll(async () => {
  if (hasFhirData) opened = await openTestDatabase();
});
afterAll(() => opened?.close());

/** Entries as puts under the ids of their `urn:uuid:` addresses, references rewritten the same way. */
function writesOf(bundle: Bundle): ResourceWrite[] {
  const types = new Map((bundle.entry ?? []).map((entry) => [entry.fullUrl!, entry.resource!.resourceType]));
  const text = JSON.stringify(bundle).replace(/"reference":"(urn:uuid:([0-9a-f-]+))"/g, (found, url: string, id: string) =>
    types.has(url) ? `"reference":"${types.get(url)!}/${id}"` : found);
  return ((JSON.parse(text) as Bundle).entry ?? []).map((entry) => ({
    method: 'put',
    resource: { ...entry.resource!, id: entry.fullUrl!.slice('urn:uuid:'.length) } as Resource,
    ownerOrganisationId: 'lead-hospital',
  }));
}

const bundleFiles = (): string[] => listFiles('synthea-r4').filter((file) => file.endsWith('.json.gz'));

function* batches(): Generator<ResourceWrite[]> {
  for (const file of bundleFiles()) yield writesOf(readGzip<Bundle>('synthea-r4', file));
}

function expectedCounts(): Record<string, number> {
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  for (const batch of batches()) {
    for (const { resource } of batch) {
      if (seen.has(`${resource.resourceType}/${resource.id}`)) continue;
      seen.add(`${resource.resourceType}/${resource.id}`);
      counts[resource.resourceType] = (counts[resource.resourceType] ?? 0) + 1;
    }
  }
  return counts;
}

async function storedCounts(): Promise<Record<string, number>> {
  const rows = await opened.owner.query<{ type: string; count: number }>(
    'select resource_type as type, count(*) as count from fhir.resource where not deleted group by 1',
  );
  return Object.fromEntries(rows.map((row) => [row.type, row.count]));
}

describe.skipIf(!hasFhirData)('Synthea R4 bundles', () => {
  test('all bundles load with the counts of the source, and loading again changes nothing', async () => {
    const options = { now: new Date('2026-11-02T01:00:00Z'), newId: () => ids.newId() };
    const first = await loadResources(opened.database, batches(), options);
    expect(await storedCounts()).toEqual(expectedCounts());
    console.log(`synthea-r4: ${first.read} entries of ${bundleFiles().length} bundles, ${first.written} resources written`);
    const again = await loadResources(opened.database, batches(), options);
    expect(again).toEqual({ read: first.read, written: 0 });
    expect(await opened.owner.query('select 1 from fhir.history limit 1')).toEqual([]);
  }, limitOf(120_000));
});
