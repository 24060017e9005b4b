import { afterAll, beforeAll, expect, it } from 'vitest';
import { listStudyRows, STUDY_SCOPE } from '#modules/imaging/server/store/studies.ts';
import { gateFor } from '#platform/access/gate.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

const STUDIES = 50_000;
const SITES = 50;
let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await test.database.transaction(async (tx) => {
    for (let site = 0; site < SITES; site += 1) await registerOrganisation(tx, { organisationId: `site-${site}`, parentId: null });
  });
  await test.owner.execute(
    `insert into imaging.study (study_uid, fhir_id, owner_organisation_id, person_id, patient_id, patient_names, study_date, accession_number, modalities, attributes, stored_at, changed_at)
     select '1.2.' || n, 'f' || n, 'site-' || n % ${SITES}, case when n % 10 = 0 then null else 'person-' || n % 20000 end, 'P' || n, array['name ' || n], to_char(date '2024-01-01' + n % 1000, 'YYYYMMDD'), 'A' || n,
       array[(array['CT', 'DX', 'MR', 'US'])[1 + n % 4]], '{}', now(), now() from generate_series(1, ${STUDIES}) n`,
  );
  await test.owner.execute("update imaging.study set patient_id = null, patient_id_index = convert_to('S' || substr(patient_id, 2), 'UTF8') where patient_id like 'P17%'");
  await test.owner.execute('analyze imaging.study');
}, 120_000);
afterAll(() => test.close());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows of the table that a plan touches, whether it keeps them or not. */
function visited(plan: Plan): number {
  const own = plan['Relation Name'] === 'study' ? ((plan['Actual Rows'] ?? 0) + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)) * (plan['Actual Loops'] ?? 1) : 0;
  return own + (plan.Plans ?? []).reduce((sum, each) => sum + visited(each), 0);
}

/** Statements of one page and how many rows of the table each touches. */
async function visitsOf(subject: Subject, filters: readonly Filter[]): Promise<{ total: number; visits: readonly number[] }> {
  const said: { text: string; values: readonly unknown[] }[] = [];
  const { database } = test;
  const listening: Sql = Object.create(database, {
    query: { value: (text: string, values: readonly unknown[] = []) => {
      said.push({ text, values });
      return database.query(text, values);
    } },
  }) as Sql;
  const { total } = await listStudyRows(listening, { scope: gateFor(subject, database).scope(STUDY_SCOPE), filters, limit: 50, offset: 0 });
  const visits: number[] = [];
  for (const { text, values } of said) {
    const [row] = await database.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(`explain (analyze, timing off, format json) ${text}`, values);
    visits.push(visited(row!['QUERY PLAN'][0].Plan));
  }
  return { total, visits };
}

const reader = (): Subject => ({ ...systemSubject, kind: 'staff', id: 'reader', name: '阅片者', organisationId: 'site-7', organisationIds: ['site-7'], everyOrganisation: false });

it.each([
  ['a day', [{ text: 'study.study_date >= ? and study.study_date <= ?', values: ['20260115', '20260115'] }], 200],
  ['an accession number', [{ text: 'study.accession_number = ?', values: ['A4307'] }], 20],
  ['a person', [{ text: 'study.person_id = ?', values: ['person-107'] }], 60],
  ['a kind of device in a week', [{ text: 'study.study_date >= ? and study.study_date <= ?', values: ['20260112', '20260118'] }, { text: 'study.modalities && ?::text[]', values: [['CT']] }], 400],
  ['a sealed number of the patient', [{ text: '(study.patient_id = any(?::text[]) or study.patient_id_index = any(?::bytea[]))', values: [['S17'], [Buffer.from('S17')]] }], 20],
  ['a number of the patient', [{ text: 'study.patient_id = ?', values: ['P4307'] }], 20],
] as const)('of 50,000 studies a page filtered by %s touches what its index finds', async (_name, filters, rowsMax) => {
  const { visits } = await visitsOf(reader(), filters);
  expect(visits).toHaveLength(2);
  for (const rows of visits) expect(rows).toBeLessThanOrEqual(rowsMax + 50);
});

it('a day of every site is found by its index, for whoever sees every site', async () => {
  const { visits, total } = await visitsOf({ ...reader(), everyOrganisation: true }, [{ text: 'study.study_date >= ? and study.study_date <= ?', values: ['20260115', '20260115'] }]);
  expect(total).toBe(STUDIES / 1000);
  for (const rows of visits) expect(rows).toBeLessThanOrEqual(STUDIES / 1000 + 50);
});
