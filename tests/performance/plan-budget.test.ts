import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { gateFor } from '#platform/access/gate.ts';
import { sightOf } from '#platform/access/sight.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { CONTENT } from '#fhir/repository/content.ts';
import { listPersonRecord } from '#fhir/repository/person-record.ts';
import { findResource, getResource, readText, readVersionText } from '#fhir/repository/read.ts';
import { searchResources, searchSeveral } from '#fhir/repository/search.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import { findCandidates, findEntry, findHolder } from '#modules/residents/server/store/entries.ts';
import { RESIDENT_SCOPE, searchEntries } from '#modules/residents/server/store/search.ts';
import { readSearchTerm } from '#modules/residents/server/rules/search-term.ts';
import { countWaiting } from '#modules/referral/server/store/board.ts';
import { listReferralsOfPerson, lockNotArrived, lockOverdue } from '#modules/referral/server/store/referrals.ts';
import { listEventsAfter } from '#platform/events/outbox-store.ts';
import { loadWorld } from '#apps/server/load-world.ts';
import { DEFAULT_SEED, worldPlan } from '#tests/world/world.ts';
import { recordPlans, recordWalledPlans } from './plan-recorder.ts';

/** About 1,100 residents and 16,000 resources: enough that reading a table costs ten times what its index does. */
const HOUSEHOLDS = 450;
const BULK_LOAD_MS_MAX = 180_000;

/** The list of keys that are not yet in the index proper: 128 kB. */
const PENDING_PAGES = 16;

interface Budget {
  readonly what: string;
  readonly work: (tx: Transaction, known: Known) => Promise<unknown>;
  readonly pagesMax: number;
  /** An index without which the statement would grow with the table. */
  readonly index?: string;
  /** Indexes whose use would mean that all entries of a type are read. */
  readonly never?: readonly string[];
}

interface Known {
  readonly clinic: Subject;
  readonly everything: Subject;
  /** An organisation with a ground for the person, and one without. */
  readonly guest: Subject;
  readonly stranger: Subject;
  readonly personId: string;
  readonly idCard: string;
  readonly name: string;
  readonly observation: Observation & { id: string };
  readonly code: string;
}

const WHOLE_TYPE = ['resource_at', 'resource_updated'];
const search = (query: (known: Known) => string, who: 'clinic' | 'everything' = 'clinic') => (tx: Transaction, known: Known) =>
  searchResources(tx, known[who], query(known));

const BUDGETS: readonly Budget[] = [
  { what: 'read inside the house', work: (tx, { personId }) => findResource(tx, 'Patient', personId), pagesMax: 8, index: 'resource_key' },
  { what: 'read', work: (tx, { clinic, observation }) => readText(tx, { subject: clinic, type: 'Observation', id: observation.id }), pagesMax: 14, index: 'resource_key' },
  { what: 'vread', work: (tx, { clinic, observation }) => readVersionText(tx, { subject: clinic, type: 'Observation', id: observation.id, version: 1 }), pagesMax: 16, index: 'resource_key' },
  { what: 'identifier look-up', work: search(({ idCard }) => `Patient?identifier=${idCard}`), pagesMax: 20 + PENDING_PAGES, index: 'resource_keys', never: WHOLE_TYPE },
  { what: 'timeline of one code', work: search(({ personId, code }) => `Observation?subject=Patient/${personId}&code=${code}&_sort=-date&_count=20`), pagesMax: 240, index: 'person_code_at', never: WHOLE_TYPE },
  { what: 'conditions of a person', work: search(({ personId }) => `Condition?patient=${personId}&clinical-status=active`), pagesMax: 120, never: WHOLE_TYPE },
  { what: 'chain by identifier', work: search(({ idCard }) => `Observation?subject:Patient.identifier=${idCard}`, 'everything'), pagesMax: 160, index: 'resource_keys', never: WHOLE_TYPE },
  { what: 'chain by name', work: search(({ name }) => `Observation?patient.name=${encodeURIComponent(name)}&_count=20`, 'everything'), pagesMax: 240, index: 'resource_person', never: WHOLE_TYPE },
  { what: 'chain to many persons', work: search(() => 'Condition?patient.gender=female&_count=20', 'everything'), pagesMax: 12_000 },
  { what: 'words of texts', work: search(() => 'Condition?_content=%E9%AB%98%E8%A1%80%E5%8E%8B&_count=20', 'everything'), pagesMax: 6_000, index: 'text_value_terms' },
  { what: 'beginning of a display', work: search(() => 'Condition?code:text=%E9%AB%98%E8%A1%80%E5%8E%8B&_count=20', 'everything'), pagesMax: 6_000, index: 'text_value_terms' },
  { what: 'sorted by a name', work: search(() => 'Patient?_sort=family&_count=20', 'everything'), pagesMax: 9_000, index: 'string_value_prefix' },
  { what: 'part of a name', work: search(({ name }) => `Patient?name:contains=${encodeURIComponent([...name].slice(0, 2).join(''))}&_count=20`, 'everything'), pagesMax: 600, never: WHOLE_TYPE },
  { what: 'several types', work: (tx, { everything }) => searchSeveral(tx, ['Observation', 'Condition'].map((type) => parseSearch(type, [{ name: '_count', value: '20' }])), { subject: everything, now: new Date() }), pagesMax: 80, index: 'resource_updated' },
  { what: 'a range of quantities in any unit', work: search(() => 'Observation?value-quantity=gt30|http://unitsofmeasure.org|kPa&_count=20', 'everything'), pagesMax: 4_000, index: 'number_value_low' },
  { what: 'an estimated total', work: search(() => 'Observation?_count=20&_total=estimate', 'everything'), pagesMax: 4_000 },
  { what: 'reverse include', work: search(({ personId }) => `Patient?_id=${personId}&_revinclude=Observation:patient`), pagesMax: 300, index: 'resource_keys', never: WHOLE_TYPE },
  { what: 'first page of a type', work: search(() => 'Observation?_count=20', 'everything'), pagesMax: 40, index: 'resource_updated' },
  { what: 'newest of a type', work: search(() => 'Observation?_sort=-date&_count=20', 'everything'), pagesMax: 60, index: 'resource_at' },
  { what: 'record of a person', work: (tx, { clinic, personId }) => listPersonRecord(tx, { subject: clinic, personId, types: ['Observation', 'Encounter', 'Condition'], offset: 0, limit: 20 }), pagesMax: 500, index: 'resource_person' },
  { what: 'update', work: (tx, { everything, observation }) => update(tx, { subject: everything, observation }), pagesMax: 260, index: 'resource_key' },
  { what: 'entry of the person index', work: (tx, { personId }) => findEntry(tx, personId), pagesMax: 14 },
  // Two pages of rows; the rest is the catalogue, read once a connection for the key of the blind index.
  { what: 'holder of a number', work: (tx, { idCard }) => findHolder(tx, { type: 'id-card', value: idCard }), pagesMax: 60 },
  { what: 'candidates of a match', work: (tx, { idCard }) => findCandidates(tx, [`id:${idCard}`]), pagesMax: 60 },
  { what: 'resident by card number', work: (tx, { clinic, idCard }) => searchEntries(tx, { term: readSearchTerm(idCard), scope: gateFor(clinic, tx).scope(RESIDENT_SCOPE), limit: 20, offset: 0 }), pagesMax: 80 },
  { what: 'referrals that wait', work: (tx, { clinic }) => countWaiting(tx, gateFor(clinic, tx), new Date()), pagesMax: 40 },
  { what: 'referrals of a person', work: (tx, { personId }) => listReferralsOfPerson(tx, personId), pagesMax: 20 },
  { what: 'overdue referrals', work: (tx) => lockOverdue(tx, { now: new Date(), levelMax: 3, limit: 100 }), pagesMax: 60 },
  { what: 'residents who did not arrive', work: (tx) => lockNotArrived(tx, { now: new Date(), limit: 100 }), pagesMax: 60 },
  { what: 'events missed by a screen', work: (tx) => listEventsAfter(tx, 1, 200), pagesMax: 60 },
];

interface WalledBudget {
  readonly what: string;
  readonly who: 'clinic' | 'guest' | 'stranger';
  /** How many resources were found: a wall that hides everything would cost nothing. */
  readonly work: (sql: Sql, known: Known, subject: Subject) => Promise<number>;
  readonly finds: 'something' | 'nothing';
  readonly pagesMax: number;
  readonly index?: string;
}

const walledSearch = (query: (known: Known) => string) => async (sql: Sql, known: Known, subject: Subject): Promise<number> =>
  (await searchResources(sql, subject, query(known))).resources.length;
const readOne = async (sql: Sql, { observation }: Known, subject: Subject): Promise<number> => Number((await readText(sql, { subject, type: 'Observation', id: observation.id })) !== undefined);
const readVersion = async (sql: Sql, { observation }: Known, subject: Subject): Promise<number> => Number((await readVersionText(sql, { subject, type: 'Observation', id: observation.id, version: 1 })) !== undefined);

/** The same statements behind both walls: for the organisation that keeps the record, for one that has a ground, and for one that has none. */
const WALLED: readonly WalledBudget[] = (['clinic', 'guest', 'stranger'] as const).flatMap((who) => {
  const [finds, pages] = who === 'stranger' ? ['nothing' as const, 1] : ['something' as const, 0];
  return [
    { what: 'read', who, finds, work: readOne, pagesMax: [14, 26][pages]!, index: 'resource_key' },
    { what: 'vread', who, finds, work: readVersion, pagesMax: [14, 34][pages]!, index: 'resource_key' },
    { what: 'identifier look-up', who, finds, work: walledSearch(({ idCard }) => `Patient?identifier=${idCard}`), pagesMax: [36 + PENDING_PAGES, 46 + PENDING_PAGES][pages]!, index: 'resource_keys' },
    { what: 'timeline of one code', who, finds, work: walledSearch(({ personId, code }) => `Observation?subject=Patient/${personId}&code=${code}&_sort=-date&_count=20`), pagesMax: [60, 170][pages]!, index: 'person_code_at' },
    { what: 'newest of a person', who, finds, work: walledSearch(({ personId }) => `Observation?subject=Patient/${personId}&_sort=-date&_count=20`), pagesMax: [50, 420][pages]! },
    { what: 'record of a person', who, finds, work: async (sql: Sql, { personId }: Known, subject: Subject) => (await listPersonRecord(sql, { subject, personId, types: ['Observation', 'Encounter', 'Condition'], offset: 0, limit: 20 })).total, pagesMax: [600, 850][pages]!, index: 'resource_person' },
  ];
});

const update = (tx: Transaction, { subject, observation }: { subject: Subject; observation: Known['observation'] }) =>
  writeResources({ tx, subject, now: new Date(), newId: () => crypto.randomUUID() }, [
    { method: 'put', resource: { ...observation, status: 'amended' }, ownerOrganisationId: null },
  ]);

describe('plan budgets of the hot statements', () => {
  let test: TestDatabase;
  let known: Known;

  beforeAll(async () => {
    test = await openTestDatabase();
    const plan = { ...worldPlan({ size: 'demo', seed: DEFAULT_SEED, referenceDate: '2026-11-20' }), householdCount: HOUSEHOLDS };
    await loadWorld({ database: test.database, plan, clock: systemClock });
    await test.owner.execute('analyze');
    known = await knownOf(test);
  }, BULK_LOAD_MS_MAX);
  afterAll(() => test.close());

  it.each(BUDGETS)('$what stays within $pagesMax pages', async ({ work, pagesMax, index, never = [] }) => {
    const { pages, indexes, scanned } = await recordPlans(test.database, (tx) => work(tx, known));
    expect({ pages: pages <= pagesMax ? 'within' : pages, scanned: [...scanned].filter((table) => BIG.has(table)) }).toEqual({ pages: 'within', scanned: [] });
    if (index !== undefined) expect([...indexes]).toContain(index);
    expect([...indexes].filter((each) => never.includes(each))).toEqual([]);
  });

  it.each(WALLED)('$what of a $who, behind both walls, stays within $pagesMax pages', async ({ who, work, finds, pagesMax, index }) => {
    const subject = known[who];
    let found = 0;
    const { pages, indexes, scanned } = await recordWalledPlans(test.database, sightOf(subject), async (sql) => (found = await work(sql, known, subject)));
    expect({ pages: pages <= pagesMax ? 'within' : pages, found: found > 0 ? 'something' : 'nothing', scanned: [...scanned].filter((table) => BIG.has(table)) }).toEqual({ pages: 'within', found: finds, scanned: [] });
    if (index !== undefined) expect([...indexes]).toContain(index);
  });
});

/** Tables that grow with the people; reading one whole is never right in a hot statement. */
const BIG = new Set(['resource', 'person_code', 'date_value', 'number_value', 'string_value', 'record_basis', 'identifier']);

/** Somebody with a long record, seen by the organisation that keeps it and by the platform. */
async function knownOf({ database, owner: byOwner }: TestDatabase): Promise<Known> {
  const people = await database.query<{ owner: string; personId: string }>(
    `select owner_organisation_id as owner, person_id as "personId" from fhir.resource where key = (
       select person_key from fhir.resource where resource_type = 'Observation' group by 1 order by count(*) desc, 1 limit 1)`,
  );
  const { owner, personId } = people[0]!;
  const patient = await getResource(database, 'Patient', personId);
  const found = await database.query<{ content: string }>(
    `select ${CONTENT} as content from fhir.resource r where r.person_id = $1 and r.resource_type = 'Observation' and r.owner_organisation_id is not null order by r.key limit 1`,
    [personId],
  );
  const observation = JSON.parse(found[0]!.content) as Known['observation'];
  const idCard = patient.identifier!.find(({ value }) => value?.length === 18)!.value!;
  const clinic = subjectOf(owner);
  const [guest, stranger] = (await byOwner.query<{ id: string }>(
    `select o.organisation_id as id from access.organisation o where not exists (select 1 from access.record_basis b where b.person_id = $1 and b.organisation_id = o.organisation_id)
       and not exists (select 1 from fhir.resource r where r.person_id = $1 and r.owner_organisation_id = o.organisation_id) order by 1 limit 2`,
    [personId],
  )).map(({ id }) => subjectOf(id)) as [Subject, Subject];
  await byOwner.execute("insert into access.record_basis (person_id, organisation_id, basis, source, valid_from) values ($1, $2, 'treatment', 'plan-budget', now() - interval '1 day')", [personId, guest.organisationId]);
  await byOwner.execute('analyze access.record_basis');
  return { clinic, guest, stranger, everything: { ...clinic, organisationIds: [], organisationId: null, everyOrganisation: true }, personId, idCard, name: patient.name![0]!.text!, observation, code: observation.code!.coding![0]!.code! };
}

const subjectOf = (organisationId: string): Subject => ({
  kind: 'staff', id: 'plan-budget', name: 'plan budget', fhirReference: null, organisationId, organisationIds: [organisationId], roles: [],
  permissions: new Set(), personId: null, scopes: [], everyOrganisation: false,
});
