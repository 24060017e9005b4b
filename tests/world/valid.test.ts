import { describe, expect, it } from 'vitest';
import { validateResource } from '#fhir/validation/validate.ts';
import { directoryWrites } from './clinical/directory.ts';
import { residentBatches, worldPlan } from './world.ts';

describe('every resource of the demonstration world', () => {
  it('is valid FHIR R4', { timeout: 120_000 }, async () => {
    const plan = worldPlan({ size: 'demo' });
    const mistakes: string[] = [];
    const judge = (resource: { resourceType: string; id: string }): void => {
      for (const detail of validateResource(resource)) mistakes.push(`${resource.resourceType}: ${JSON.stringify(detail)}`);
    };
    for (const write of directoryWrites(plan)) judge(write.resource);
    for await (const batch of residentBatches(plan)) for (const write of [...batch.patients, ...batch.records]) judge(write.resource);
    expect(mistakes.slice(0, 20)).toEqual([]);
  });
});
