import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitOf } from '#platform/testing/test-server.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { Meta, Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { repositories, type SuiteRepository } from './repositories.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

const files = hasFhirData ? listFiles('hl7-r4-examples') : [];
const ids = timeOrderedIds(systemClock, randomBytes);

/** What the server itself sets is not compared. */
function withoutServerMeta(resource: Resource): unknown {
  const { meta, ...rest } = resource as Resource & { meta?: Meta };
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return Object.keys(kept).length === 0 ? rest : { ...rest, meta: kept };
}

describe.skipIf(!hasFhirData).each(repositories)('HL7 R4 examples, %s', (kind, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
  });
  afterAll(() => repository?.close());

  test('every example is valid, stored and read back equal', { timeout: limitOf(60_000) }, async () => {
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
        await repository.store([{ ...resource, id }]);
        const stored = await repository.get(resource.resourceType, id);
        expect(withoutServerMeta(stored)).toEqual(withoutServerMeta({ ...resource, id }));
      }
    }
    console.log(`hl7-r4-examples, ${kind}: ${count - invalid.length} of ${count} agreed`);
    expect(invalid).toEqual([]);
  });
});
