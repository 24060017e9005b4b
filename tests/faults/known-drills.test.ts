import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRACTS } from '#apps/server/modules.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Connection } from '#platform/cli/connection.ts';
import { makeBackupFolder } from '#platform/database/backup/manifest.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Database } from '#platform/database/transaction.ts';
import { admitToBed, createWard, dischargeBed, getBedBoard, moveBed } from '#modules/scheduling/contract/beds.ts';
import { issueResidentCode, resolveResidentCode } from '#modules/residents/contract.ts';
import { makeCounty, registerPerson, type County } from './county.ts';
import { openHouseUnderTest, type HouseUnderTest } from './house-under-test.ts';
import { buildServer } from './server-under-test.ts';

/** Defects that others drilled for or were hurt by, tried on ours; the list with every place is tests/conformance/fhir/known-defects.test.ts. */
describe('known defects of others, over HTTP', () => {
  let house: HouseUnderTest;
  let owner: Database;
  let county: County;
  let hospital: Connection;
  let person = 700;

  beforeAll(async () => {
    buildServer();
    house = openHouseUnderTest();
    await house.start();
    owner = house.openOwner();
    county = await makeCounty(house.connect(), { slots: 2, seats: 1, beds: 1 });
    hospital = house.connect(county.hospital);
  });
  afterAll(async () => {
    await owner?.end();
    await house?.close();
  });

  const newPerson = (): Promise<string> => registerPerson(hospital, (person += 1));
  const ward = async (beds: number, referralBeds = 0): Promise<readonly string[]> =>
    (await hospital.call(createWard, { organisationId: county.hospital, name: `普通病区${person}`, speciality: '03.04', beds, referralBeds })).bedIds;
  /** How many succeeded; a refusal must have a code of its own, never an internal failure or a deadlock. */
  const outcomes = async (attempts: readonly Promise<unknown>[]): Promise<{ done: number; strange: string[] }> => {
    const settled = await Promise.allSettled(attempts);
    const refusals = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason instanceof CliFailure ? each.reason.text.en : String(each.reason)] : []));
    return { done: settled.length - refusals.length, strange: refusals.filter((text) => !/\[(scheduling|resident)\.[a-z-]+\]/.test(text)) };
  };

  test('B-1: eight discharges of one person at one moment are one', async () => {
    const [bed = ''] = await ward(1);
    await hospital.call(admitToBed, { id: bed, personId: await newPerson() });
    expect(await outcomes(Array.from({ length: 8 }, () => hospital.call(dischargeBed, { id: bed, reason: '出院' })))).toEqual({ done: 1, strange: [] });
    const [row] = await owner.query<{ state: string; person_id: string | null }>('select state, person_id from scheduling.bed where bed_id = $1', [bed]);
    expect(row).toEqual({ state: 'free', person_id: null });
  });

  test('D-1: moves that cross each other end, each person lies in one bed', async () => {
    const beds = await ward(6);
    const people = [await newPerson(), await newPerson(), await newPerson()];
    for (const [index, personId] of people.entries()) await hospital.call(admitToBed, { id: beds[index] ?? '', personId });
    const moves = Array.from({ length: 60 }, (_, index) => hospital.call(moveBed, { id: beds[index % 6] ?? '', toBedId: beds[(index + 1 + Math.floor(index / 6)) % 6] ?? '', reason: '调整' }));
    const { done, strange } = await outcomes(moves);
    expect(strange).toEqual([]);
    expect(done).toBeGreaterThan(0);
    const lying = await owner.query<{ person_id: string }>('select person_id from scheduling.bed where bed_id = any($1) and person_id is not null', [beds]);
    expect(lying.map((row) => row.person_id).sort()).toEqual([...people].sort());
  });

  test('D-5: fifty codes at one moment differ and all come; each opens once for fifty scans', async () => {
    const personId = await newPerson();
    const codes = await Promise.all(Array.from({ length: 50 }, () => hospital.call(issueResidentCode, { id: personId, kind: 'dynamic' })));
    expect(new Set(codes.map(({ code }) => code)).size).toBe(50);
    const code = codes.at(-1)?.code ?? '';
    const { done, strange } = await outcomes(Array.from({ length: 50 }, () => hospital.call(resolveResidentCode, { code }, { key: randomUUID() })));
    expect({ done, strange }).toEqual({ done: 1, strange: [] });
  });

  test('D-10: nothing of something breaks no list', async () => {
    await ward(1, 0);
    const wards = await hospital.call(getBedBoard, {});
    expect(JSON.stringify(wards)).toContain('普通病区');
    expect(JSON.stringify(wards)).not.toMatch(/NaN|Infinity/);
  });
});

test('B-8: of two backups begun in one second the second overwrites nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-twice-'));
  try {
    makeBackupFolder(folder, '20261122T170000Z');
    expect(() => makeBackupFolder(folder, '20261122T170000Z')).toThrow(/EEXIST/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('B-13: the restore runs from any directory and says what is wrong there', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'yigong-elsewhere-'));
  try {
    const restore = ['--data-dir', join(elsewhere, 'data'), 'restore', '--from', 'backups', '--keys', 'keys', '--until', 'latest'];
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(projectRoot(), 'yigong.mjs'), ...restore], {
      cwd: elsewhere, encoding: 'utf8', env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    });
    expect(`${stdout}${stderr}`).toContain(`There is no backup of this platform in ${join(elsewhere, 'backups')}.`);
    expect([1, null]).not.toContain(status);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

const NO_DAYS = ['words', '1', '010-00000003', 'an-identifier-of-some-length', 'abcdefghij'];
test('D-3: no day of any contract is 31 February', () => {
  const days: string[] = [];
  const wrong: string[] = [];
  for (const { operations } of CONTRACTS) {
    for (const operation of Object.values(operations)) {
      const shape = (operation.input as unknown as { shape?: Record<string, { safeParse(value: unknown): { success: boolean } }> }).shape ?? {};
      for (const [field, schema] of Object.entries(shape)) {
        const takes = (value: string): boolean => schema.safeParse(value).success;
        const isDay = takes('2026-02-28') && !NO_DAYS.some(takes);
        if (isDay) days.push(`${operation.name}.${field}`);
        if (isDay && ['2026-02-31', '2025-02-29', '2026-13-01', '2026-00-10', '2026-04-31'].some(takes)) wrong.push(`${operation.name}.${field}`);
        // A day that is kept as any text at all.
        if (/^(day|birthDate|validFrom|validUntil|from|until|dueDate|foundedOn|endedOn)$/.test(field) && takes('2026-02-31')) wrong.push(`${operation.name}.${field}`);
      }
    }
  }
  expect(days.length).toBeGreaterThan(20);
  expect([...new Set(wrong)]).toEqual([]);
});
