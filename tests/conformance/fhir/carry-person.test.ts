import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Database } from '#platform/database/transaction.ts';
import { openEmptyDatabase } from '#platform/testing/test-database.ts';

const MIGRATION = '20261122T1525_carry_the_person.sql';
const source = join(projectRoot(), 'fhir/migrations');
const folder = mkdtempSync(join(tmpdir(), 'yigong-carry-'));
let empty: Awaited<ReturnType<typeof openEmptyDatabase>>;
let owner: Database;

const take = (files: readonly string[]): void => files.forEach((file) => cpSync(join(source, file), join(folder, file)));

beforeAll(async () => {
  empty = await openEmptyDatabase();
  owner = openDatabase({ connectionString: empty.connectionString, as: 'owner', connectionsMax: 1 });
});
afterAll(async () => {
  await owner.end();
  await empty.close();
  rmSync(folder, { recursive: true });
});

test('rows of before get the person of their resource, or their own key when they belong to nobody', async () => {
  take(readdirSync(source).filter((file) => file < MIGRATION));
  await migrate(empty.connectionString, [folder]);
  const row = (key: number, person: number | null, type: string): string =>
    `insert into fhir.resource (key, person_key, last_updated, at_low, at_high, version, deleted, resource_type, resource_id, person_id, keys, present, content)
     values (${key}, ${person}, now(), '-infinity', '-infinity', 2, false, '${type}', 'i${key}', ${person === null ? null : `'p${person}'`}, '{}', '{}', '{}')`;
  for (const each of [row(1, 1, 'Patient'), row(2, 1, 'Observation'), row(3, null, 'Organization')]) await owner.execute(each);
  for (const key of [2, 3]) {
    await owner.execute(`insert into fhir.history (key, last_updated, version, deleted, resource_type, resource_id, content) values (${key}, now(), 1, false, 'X', 'i${key}', 'old ${key}')`);
    await owner.execute(`insert into fhir.date_value (parameter, low, high, key) values (7, now(), now(), ${key})`);
    await owner.execute(`insert into fhir.number_value (parameter, key, low) values (8, ${key}, 1.50)`);
    await owner.execute(`insert into fhir.string_value (parameter, key, normalised) values (9, ${key}, 'a')`);
  }
  take([MIGRATION]);
  await migrate(empty.connectionString, [folder]);
  const placed = (table: string) => owner.query<{ key: number; person: number }>(`select key, person_key as person from fhir.${table} order by key`);
  expect(await placed('resource')).toEqual([{ key: 1, person: 1 }, { key: 2, person: 1 }, { key: 3, person: 3 }]);
  for (const table of ['history', 'date_value', 'number_value', 'string_value']) expect(await placed(table), table).toEqual([{ key: 2, person: 1 }, { key: 3, person: 3 }]);
  expect(await owner.query('select low::text, content from fhir.number_value n join fhir.history h using (key) order by key')).toEqual([{ low: '1.50', content: 'old 2' }, { low: '1.50', content: 'old 3' }]);
});
