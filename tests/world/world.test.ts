import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { directoryWrites } from './clinical/directory.ts';
import { bodyCode, creditCode, creditCodeCheck, idCardCheck } from './identifiers.ts';
import type { WorldWrite } from './clinical/person-context.ts';
import type { WorldResident } from './people/types.ts';
import { residentBatches, worldPlan, type StreamRequest } from './world.ts';
import type { WorldPlan } from './plan/types.ts';

const hashOf = async (plan: WorldPlan, request: StreamRequest): Promise<string> => {
  const hash = createHash('sha256');
  for await (const batch of residentBatches(plan, request)) hash.update(JSON.stringify([batch.households, batch.patients, batch.records]));
  return hash.digest('hex');
};

/** Every `reference` of a resource, at any depth. */
function referencesIn(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const item of value) referencesIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      if (key === 'reference' && typeof child === 'string') found.push(child);
      else referencesIn(child, found);
    }
  }
  return found;
}

const RESOURCES_MAX = 45_000;

describe('the demonstration world', () => {
  const plan = worldPlan({ size: 'demo' });
  const residents: WorldResident[] = [];
  const writes: WorldWrite[] = [...directoryWrites(plan)];
  beforeAll(async () => {
    for await (const batch of residentBatches(plan)) {
      for (const household of batch.households) residents.push(...household.residents);
      writes.push(...batch.patients, ...batch.records);
    }
  });

  it('has at most 45,000 resources, each with an owner organisation', () => {
    const organisations = new Set(plan.organisations.map((organisation) => organisation.id));
    expect(writes.length).toBeLessThanOrEqual(RESOURCES_MAX);
    expect(writes.filter((write) => !organisations.has(write.ownerOrganisationId))).toEqual([]);
  });

  it('gives every thing an id of its own', () => {
    const planned = [plan.areas, plan.memberships, plan.agreements, plan.serviceCentres, plan.grids, plan.clinics, plan.wards].flat().map((thing) => thing.id);
    const ids = [...planned, ...writes.map((write) => write.resource.id)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  });

  it('resolves every reference inside the world', () => {
    const known = new Set(writes.map((write) => `${write.resource.resourceType}/${write.resource.id}`));
    expect(writes.flatMap((write) => referencesIn(write.resource)).filter((reference) => !known.has(reference))).toEqual([]);
  });

  it('writes nothing after its today and nothing before a birth', () => {
    const born = new Map(residents.map((resident) => [`Patient/${resident.id}`, resident.birthDate]));
    const wrong = writes.filter(({ resource }) => {
      if (resource.resourceType !== 'Encounter') return false;
      const start = resource.period!.start!.slice(0, 10);
      return start >= plan.referenceDate || start < born.get(resource.subject!.reference!)!;
    });
    expect(wrong).toEqual([]);
  });

  it('gives valid, unique identity numbers outside every real division', () => {
    const numbers = residents.flatMap((resident) => (resident.document === null ? [] : [{ resident, number: resident.document.number }]));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length);
    for (const { resident, number } of numbers) {
      expect(number).toMatch(/^99\d{15}[\dX]$/);
      expect(number[17]).toBe(idCardCheck(number.slice(0, 17)));
      expect(number.slice(6, 14)).toBe(resident.birthDate.replaceAll('-', ''));
      expect(Number(number[16]) % 2 === 1).toBe(resident.sex === 'male');
    }
    const insured = residents.flatMap((resident) => resident.insuranceNumber ?? []);
    expect(new Set(insured).size).toBe(insured.length);
    expect(residents.every((resident) => resident.phone === null || /^100\d{8}$/.test(resident.phone))).toBe(true);
  });

  it('has newborns and adults without a document', () => {
    const without = residents.filter((resident) => resident.document === null);
    expect(without.some((resident) => resident.motherId !== null)).toBe(true);
    expect(without.some((resident) => resident.motherId === null)).toBe(true);
  });

  it('is the same for the same seed, and another for another', async () => {
    const part = { untilHousehold: 200 };
    expect(await hashOf(worldPlan({ size: 'demo' }), part)).toBe(await hashOf(plan, part));
    expect(await hashOf(worldPlan({ size: 'demo', seed: 12 }), part)).not.toBe(await hashOf(plan, part));
    expect(JSON.stringify(worldPlan({ size: 'demo' }))).toBe(JSON.stringify(plan));
  });

  it('resumed from household N equals the tail', async () => {
    const whole: string[] = [];
    for await (const batch of residentBatches(plan, { untilHousehold: 60, householdsPerBatch: 1 })) whole.push(JSON.stringify([batch.households, batch.records]));
    const tail: string[] = [];
    for await (const batch of residentBatches(plan, { fromHousehold: 37, untilHousehold: 60, householdsPerBatch: 1 })) tail.push(JSON.stringify([batch.households, batch.records]));
    expect(tail).toEqual(whole.slice(37));
  });
});

describe('the plan', () => {
  const plan = worldPlan({ size: 'demo' });

  it('gives legal persons valid credit codes of their own', () => {
    const codes = plan.organisations.flatMap((organisation) => organisation.creditCode ?? []);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => code.length === 18 && creditCodeCheck(code.slice(0, 17)) === code[17])).toBe(true);
    expect(bodyCode(71526726)).toBe('71526726X');
    expect(creditCodeCheck('9144030071526726X')).toBe('G');
    expect(creditCode({ kind: '12', division: '990421', serial: 1 })).toHaveLength(18);
  });

  it('leaves one village uncovered and gives one to two grids', () => {
    const covered = plan.grids.flatMap((grid) => grid.areaIds);
    expect(plan.areas.filter((area) => !covered.includes(area.id))).toHaveLength(1);
    expect(covered.length - new Set(covered).size).toBe(1);
  });

  it('closes every outline and serves every area', () => {
    for (const { polygon, firstContactId } of plan.areas) {
      expect(polygon[0]).toEqual(polygon.at(-1));
      expect(plan.organisations.some((organisation) => organisation.id === firstContactId)).toBe(true);
    }
    for (const { outline } of plan.townships) expect(outline[0]).toEqual(outline.at(-1));
  });

  it('has one expired agreement group, one about to expire, and an alliance overlapping the consortium', () => {
    const soon = '2026-12-01';
    expect(plan.agreements.some((agreement) => agreement.until < plan.referenceDate)).toBe(true);
    expect(plan.agreements.some((agreement) => agreement.until >= plan.referenceDate && agreement.until < soon)).toBe(true);
    const consortia = new Set(plan.memberships.filter((membership) => plan.organisations.find((organisation) => organisation.id === membership.organisationId)?.slug === 'county').map((membership) => membership.consortiumId));
    expect(consortia.size).toBe(2);
  });

  it.each(['demo', 'county'] as const)('%s: staff, sign-in names and first contacts are complete', (size) => {
    const world = worldPlan({ size });
    const logins = world.staff.map((member) => member.loginName);
    expect(new Set(logins).size).toBe(logins.length);
    expect(logins.every((login) => /^[a-z0-9]+\.[a-z0-9]+$/.test(login))).toBe(true);
    const roles = new Set(world.staff.filter((member) => member.demoSignIn).flatMap((member) => member.roles));
    for (const role of ['village-doctor', 'township-doctor', 'specialist', 'referral-coordinator', 'ward-manager', 'consortium-office', 'index-manager', 'health-bureau', 'privacy-officer', 'security-administrator', 'system-administrator', 'audit-administrator'] as const) {
      expect(roles.has(role), role).toBe(true);
    }
    expect(new Set(world.organisations.map((organisation) => organisation.slug)).size).toBe(world.organisations.length);
    for (const room of world.organisations.filter((organisation) => organisation.kind === 'village-room')) {
      expect(world.staff.some((member) => member.organisationId === room.id)).toBe(true);
    }
  });
});

/** Runs the collector, so that only what is still held is counted. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const MEGABYTE = 1024 * 1024;
/** 50,000 residents kept would hold about 900 MB. */
const HELD_GROWTH_MAX = 40 * MEGABYTE;
const BATCHES_BETWEEN_LOOKS = 20;

describe('the county stream', () => {
  it('keeps memory flat over 50,000 residents', { timeout: 120_000 }, async () => {
    const plan = worldPlan({ size: 'county' });
    const start = heldBytes();
    let people = 0;
    let batches = 0;
    for await (const batch of residentBatches(plan, { untilHousehold: 20_000, householdsPerBatch: 250 })) {
      people += batch.patients.length;
      batches += 1;
      if (batches % BATCHES_BETWEEN_LOOKS === 0) expect(heldBytes() - start).toBeLessThan(HELD_GROWTH_MAX);
    }
    expect(people).toBeGreaterThan(50_000);
  });

  it('gives no two persons one identity number, even at the far end', async () => {
    const plan = worldPlan({ size: 'county' });
    const numbers = new Set<string>();
    let people = 0;
    for (const fromHousehold of [0, 90_000, 186_000]) {
      for await (const batch of residentBatches(plan, { fromHousehold, untilHousehold: fromHousehold + 600 })) {
        for (const resident of batch.households.flatMap((household) => household.residents)) {
          if (resident.document === null) continue;
          people += 1;
          numbers.add(resident.document.number);
          expect(resident.document.number).toMatch(/^99\d{15}[\dX]$/);
        }
      }
    }
    expect(numbers.size).toBe(people);
  });
});
