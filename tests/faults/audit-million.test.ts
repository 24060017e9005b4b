import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealEntries } from '#platform/audit/seal.ts';
import { findAddedEntries, verifyBlocks, type Finding } from '#platform/audit/verify.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

const ROWS = 1_000_000;
const STEP_BLOCKS = 200;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
}, 120_000);
afterAll(() => opened.close());

async function verifyAll(): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let after = 0; ;) {
    const step = await verifyBlocks(opened.database, { after, limit: STEP_BLOCKS });
    found.push(...step.findings);
    after = step.last;
    if (step.blocks < STEP_BLOCKS) return [...found, ...(await findAddedEntries(opened.database, 10))];
  }
}

test('one entry of a million that SQL changes is found and named', { timeout: 240_000 }, async () => {
  await opened.database.execute(
    `insert into audit.entry (subject_kind, subject_id, subject_name, organisation_id, action, outcome, resource, person_id, basis, purpose)
     select 'staff', 'account-' || number % 300, '医生', 'o' || number % 20, 'fhir.read', 'success', 'Observation/' || number, 'p' || number % 9000, 'treatment', 'treatment'
     from generate_series(1, $1) number`,
    [ROWS],
  );
  let sealed = 0;
  for (let idle = 0; idle < 2;) {
    const count = await opened.database.transaction((tx) => sealEntries(tx));
    sealed += count;
    idle = count === 0 ? idle + 1 : 0;
  }
  expect(sealed).toBe(ROWS);
  expect(await verifyAll()).toEqual([]);
  const [target] = await opened.database.query<{ id: number }>("select entry_id as id from audit.entry where resource = 'Observation/654321'");
  await opened.owner.execute("update audit.entry set purpose = 'statistics' where entry_id = $1", [target!.id]);
  expect((await verifyAll()).map(({ kind, entryId }) => ({ kind, entryId }))).toEqual([{ kind: 'entry-changed', entryId: target!.id }]);
});
