import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchResources } from '#fhir/repository/search.ts';
import { readText } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { gateFor } from '#platform/access/gate.ts';
import { listSubtree, registerOrganisation } from '#platform/access/organisation-tree.ts';
import { grantRecordBases } from '#platform/access/record-basis.ts';
import { scopeCondition } from '#platform/access/scope.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

const SEED = 20_261_122;
const DAY_MS = 86_400_000;

/** A small random house. Indexes are taken modulo what exists; -1 stands for none. */
interface World {
  /** Parent of each organisation: an earlier one, or none. */
  readonly parents: readonly number[];
  readonly persons: number;
  /** Days from now; `until` null never ends. */
  readonly bases: readonly { readonly person: number; readonly organisation: number; readonly from: number; readonly until: number | null }[];
  readonly rows: readonly { readonly owner: number; readonly person: number }[];
}

const days = fc.integer({ min: -20, max: 20 }).filter((day) => day !== 0);
const index = fc.nat({ max: 30 });
const maybe = fc.integer({ min: -1, max: 30 });
const worlds: fc.Arbitrary<World> = fc.record({
  parents: fc.array(maybe, { minLength: 1, maxLength: 9 }),
  persons: fc.integer({ min: 1, max: 5 }),
  bases: fc.array(fc.record({ person: index, organisation: index, from: days, until: fc.option(days, { nil: null }) }).filter(({ from, until }) => until === null || until >= from), { maxLength: 14 }),
  rows: fc.array(fc.record({ owner: maybe, person: maybe }), { maxLength: 14 }),
});

interface Asker {
  readonly kind: 'staff' | 'client' | 'resident' | 'every' | 'homeless';
  readonly at: number;
}
const askers = fc.array(fc.record({ kind: fc.constantFrom<Asker['kind']>('staff', 'staff', 'client', 'resident', 'every', 'homeless'), at: index }), { minLength: 1, maxLength: 5 });

const organisationId = (at: number): string => `org-${at}`;
const personId = (at: number): string => `person-${at}`;
const rowId = (at: number): string => `row-${at}`;
const pick = (at: number, count: number): number => (at < 0 ? -1 : at % count);

/** The rule once more, as one would say it, sharing nothing with the code under test. */
class Naive {
  private readonly world: World;
  private readonly asker: Asker;

  constructor(world: World, asker: Asker) {
    this.world = world;
    this.asker = asker;
  }

  acts(organisation: number): boolean {
    const { parents } = this.world;
    const top = this.asker.at % parents.length;
    if (this.asker.kind !== 'staff' && this.asker.kind !== 'client') return false;
    for (let at = organisation; at >= 0; at = parentOf(this.world, at)) if (at === top) return true;
    return false;
  }

  opens(person: number): boolean {
    if (person < 0) return false;
    if (this.asker.kind === 'resident') return this.asker.at % this.world.persons === person;
    return this.world.bases.some(
      (basis) => basis.person % this.world.persons === person && this.acts(basis.organisation % this.world.parents.length) && basis.from < 0 && (basis.until === null || basis.until > 0),
    );
  }

  sees({ owner, person }: World['rows'][number]): boolean {
    if (this.asker.kind === 'every') return true;
    const owning = owner >= 0 && this.acts(owner % this.world.parents.length);
    return owning || this.opens(pick(person, this.world.persons));
  }
}

const parentOf = ({ parents }: World, at: number): number => (at === 0 ? -1 : pick(parents[at]!, at));

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
}, 120_000);
afterAll(() => opened?.close());

class Undo extends Error {}

/** Runs in a transaction that leaves nothing behind. */
async function inWorld(world: World, work: (tx: Transaction) => Promise<void>): Promise<void> {
  const now = Date.now();
  const attempt = opened.database.transaction(async (tx) => {
    for (const at of world.parents.keys()) {
      const parent = parentOf(world, at);
      await registerOrganisation(tx, { organisationId: organisationId(at), parentId: parent < 0 ? null : organisationId(parent) });
    }
    await grantRecordBases(tx, world.bases.map((basis, at) => ({
      personId: personId(basis.person % world.persons), organisationId: organisationId(basis.organisation % world.parents.length), basis: 'treatment' as const, source: `test/${at}`,
      validFrom: new Date(now + basis.from * DAY_MS), validUntil: basis.until === null ? null : new Date(now + basis.until * DAY_MS),
    })));
    await writeRows(tx, world);
    await work(tx);
    throw new Undo();
  });
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}

async function writeRows(tx: Transaction, world: World): Promise<void> {
  const writes = world.rows.map(({ owner, person }, at) => ({
    method: 'put' as const,
    resource: {
      resourceType: 'Observation', id: rowId(at), status: 'final', code: { text: '测' }, ...(person < 0 ? {} : { subject: { reference: `Patient/${personId(pick(person, world.persons))}` } }),
    } as Resource,
    ownerOrganisationId: owner < 0 ? null : organisationId(owner % world.parents.length),
  }));
  await writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => 'unused' }, writes);
}

async function subjectOf(sql: Sql, world: World, { kind, at }: Asker): Promise<Subject> {
  const base: Subject = { ...systemSubject, kind: 'staff', id: 'someone', everyOrganisation: false };
  if (kind === 'every') return { ...base, kind: 'client', scopes: ['system/*.rs'], everyOrganisation: true };
  if (kind === 'resident') return { ...base, kind: 'resident', personId: personId(at % world.persons) };
  if (kind === 'homeless') return base;
  const own = organisationId(at % world.parents.length);
  return { ...base, kind, scopes: kind === 'client' ? ['system/*.rs'] : [], organisationId: own, organisationIds: await listSubtree(sql, own) };
}

async function check(tx: Transaction, world: World, asker: Asker): Promise<void> {
  const naive = new Naive(world, asker);
  const subject = await subjectOf(tx, world, asker);
  const expected = world.rows.flatMap((row, at) => (naive.sees(row) ? [rowId(at)] : [])).sort();

  const scope = scopeCondition(subject, { organisation: ['r.owner_organisation_id'], person: 'r.person_id' }, 1);
  const rows = await tx.query<{ id: string }>(`select r.resource_id as id from fhir.resource r where r.resource_type = 'Observation' and ${scope.text}`, scope.values);
  expect(rows.map(({ id }) => id).sort()).toEqual(expected);

  const found = await searchResources(tx, subject, 'Observation?_count=100&_total=accurate');
  expect(found.resources.map(({ id }) => id).sort()).toEqual(expected);
  expect(found.total).toBe(expected.length);

  for (const at of world.rows.keys()) {
    const text = await readText(tx, { subject, type: 'Observation', id: rowId(at) });
    expect([rowId(at), text !== undefined]).toEqual([rowId(at), expected.includes(rowId(at))]);
  }
  for (let person = 0; person < world.persons; person += 1) {
    const basis = await gateFor(subject, tx).findRecordBasis(personId(person));
    expect([personId(person), basis !== undefined]).toEqual([personId(person), asker.kind === 'every' || naive.opens(person)]);
  }
}

describe('who sees what', () => {
  it('is the same for a plain predicate, the SQL of lists, the gate, FHIR search and FHIR read', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, askers, async (world, asking) => inWorld(world, async (tx) => {
        for (const asker of asking) await check(tx, world, asker);
      })),
      { seed: SEED, numRuns: 120 },
    );
  }, 120_000);
});
