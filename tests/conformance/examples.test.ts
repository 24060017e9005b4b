import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { getResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Meta, Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { hasFhirData, listFiles, readLines } from './shared-data.ts';

const files = hasFhirData ? listFiles('hl7-r4-examples') : [];
const ids = timeOrderedIds(systemClock, randomBytes);
let opened: TestDatabase;

beforeAll(async () => {
  if (hasFhirData) opened = await openTestDatabase();
});
afterAll(() => opened?.close());

/** What the server itself sets is not compared. */
function withoutServerMeta(resource: Resource): unknown {
  const { meta, ...rest } = resource as Resource & { meta?: Meta };
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return Object.keys(kept).length === 0 ? rest : { ...rest, meta: kept };
}

describe.skipIf(!hasFhirData)('HL7 R4 examples', () => {
  test('every example is valid, stored and read back equal', async () => {
    const invalid: unknown[] = [];
    let count = 0;
    for (const file of files) {
      for (const resource of readLines('hl7-r4-examples', file)) {
        count += 1;
        const problems = validateResource(resource);
        if (problems.length > 0) {
          invalid.push(`${resource.resourceType}/${resource.id}: ${problems.map((each) => `${each.path} ${each.message.en}`).join('; ')}`);
          continue;
        }
        const id = resource.id ?? ids.newId();
        await opened.database.transaction((tx) =>
          writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => ids.newId() }, [
            { method: 'put', resource: { ...resource, id }, ownerOrganisationId: null },
          ]),
        );
        const stored = await getResource(opened.database, resource.resourceType, id);
        expect(withoutServerMeta(stored)).toEqual(withoutServerMeta({ ...resource, id }));
      }
    }
    console.log(`hl7-r4-examples: ${count - invalid.length} of ${count} agreed`);
    expect(invalid).toEqual([]);
  });
});
