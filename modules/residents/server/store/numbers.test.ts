import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale, resealSome, sealLookedUp } from '#platform/crypto/sealed-column.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { ResidentEntry } from '../rules/resident-entry.ts';
import { findEntries, findHolder, insertEntries, insertIdentifiers } from './entries.ts';
import { NUMBER } from './numbers.ts';
import { searchEntries } from './search.ts';

const EVERYWHERE = () => ({ text: 'true', values: [] });
const CARD = '110101199003070038';

const entry = (residentId: string, numbers: ResidentEntry['identifiers']): ResidentEntry => ({
  residentId, ownerOrganisationId: 'o-1', kind: 'resident', name: '赵晓明', sex: 'male', birthDate: '1990-03-07', phone: null, address: null,
  householdId: null, motherId: null, birthOrder: null, temporaryLabel: null, identifiers: numbers,
});

describe('numbers of the index of persons', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    await insertEntries(opened.database, [entry('r-1', [{ type: 'id-card', value: CARD, standing: 'held' }, { type: 'passport', value: 'E12345678', standing: 'held' }])], new Date());
  });
  afterAll(() => opened.close());
  const find = async (value: string) => (await searchEntries(opened.database, { term: { kind: 'number', text: value, otherForms: [], exact: true }, scope: EVERYWHERE, limit: 10, offset: 0 })).rows;

  test('stand in no column of the table in clear, and are read, searched and held as before', async () => {
    const [dump] = await opened.owner.query<{ text: string }>('select string_agg(i::text, chr(10)) as text from residents.identifier i');
    expect(dump!.text).not.toContain(CARD);
    expect(dump!.text).not.toContain(Buffer.from(CARD).toString('hex'));
    expect(dump!.text).not.toContain('E12345678');
    const [stored] = await findEntries(opened.database, ['r-1']);
    expect(stored!.identifiers).toEqual([{ type: 'id-card', value: CARD, standing: 'held' }, { type: 'passport', value: 'E12345678', standing: 'held' }]);
    expect(await findHolder(opened.database, { type: 'id-card', value: CARD })).toBe('r-1');
    expect(await findHolder(opened.database, { type: 'passport', value: CARD })).toBeUndefined();
    expect(await find(CARD)).toMatchObject([{ residentId: 'r-1', idCard: CARD }]);
    expect(await find('E12345678')).toMatchObject([{ residentId: 'r-1' }]);
    expect(await find('110101199003070037')).toEqual([]);
  });

  test('are held once each, also when two desks enter one at the same moment', async () => {
    await insertEntries(opened.database, ['r-2', 'r-3', 'r-4'].map((id) => entry(id, [])), new Date());
    const attempts = await Promise.allSettled(['r-2', 'r-3', 'r-4'].map((residentId) =>
      insertIdentifiers(opened.database, [{ entry: { residentId, ownerOrganisationId: 'o-1' }, identifier: { type: 'id-card', value: '11010119900307002X', standing: 'held' } }], new Date())));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // The same number at the same person again is left as it is.
    await insertIdentifiers(opened.database, [{ entry: { residentId: 'r-1', ownerOrganisationId: 'o-1' }, identifier: { type: 'passport', value: 'E12345678', standing: 'claimed' } }], new Date());
    expect((await findEntries(opened.database, ['r-1']))[0]!.identifiers).toHaveLength(2);
  });

  test('are bound to their row: a value copied to another person opens nothing', async () => {
    await insertEntries(opened.database, [entry('r-5', [{ type: 'passport', value: 'E55555555', standing: 'held' }])], new Date());
    await opened.owner.execute(`update residents.identifier set value = (select value from residents.identifier where resident_id = 'r-1' and type = 'passport') where resident_id = 'r-5'`);
    await expect(findEntries(opened.database, ['r-5'])).rejects.toThrow();
    await opened.owner.execute(`delete from residents.identifier where resident_id = 'r-5'`);
  });

  test('of an older version are sealed by the start, and found from then on', async () => {
    await insertEntries(opened.database, Array.from({ length: 30 }, (_, at) => entry(`old-${at}`, [])), new Date());
    for (let at = 0; at < 30; at += 1) {
      await opened.owner.execute(`insert into residents.identifier (identifier_id, resident_id, owner_organisation_id, type, value, standing, since) values ($1, $2, 'o-1', 'insurance-number', $3, 'held', now())`, [randomUUID(), `old-${at}`, `M${1_000 + at}`]);
    }
    expect(await find('M1007')).toEqual([]);
    expect(await sealLookedUp(opened.database, [NUMBER], () => undefined)).toBe(30);
    expect(await find('M1007')).toMatchObject([{ residentId: 'old-7' }]);
    expect(await countStale(opened.database, NUMBER)).toBe(0);
  });

  test('are read, found and held through a rotation and the sealing anew', async () => {
    await opened.database.transaction((tx) => keyRing().rotate(tx, NUMBER.purpose));
    expect(await countStale(opened.database, NUMBER)).toBeGreaterThan(30);
    expect(await find(CARD)).toMatchObject([{ idCard: CARD }]);
    for (let after = ''; ;) {
      const step = await opened.database.transaction((tx) => resealSome(tx, NUMBER, { after, limit: 7 }));
      if (step === undefined) break;
      after = step.last;
    }
    expect(await countStale(opened.database, NUMBER)).toBe(0);
    expect(await find(CARD)).toMatchObject([{ idCard: CARD }]);
    expect(await findHolder(opened.database, { type: 'id-card', value: CARD })).toBe('r-1');
  });
});
