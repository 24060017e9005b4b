import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '#apps/server/modules.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Connection } from '#platform/cli/connection.ts';
import { cancelTask } from '#platform/jobs/contract.ts';
import { makeCounty, type County } from './county.ts';
import { findHalfWritten } from './half-written.ts';
import { openHouseUnderTest, type HouseUnderTest } from './house-under-test.ts';
import { playConsortium } from './repeat/consortium-scenario.ts';
import { playReferrals } from './repeat/referral-scenario.ts';
import { repeatingConnection, type RepeatReport } from './repeat/repeating-connection.ts';
import { playResidents } from './repeat/residents-scenario.ts';
import { playScheduling } from './repeat/scheduling-scenario.ts';
import { buildServer } from './server-under-test.ts';

/** Names in `proveCommand(<name>, …)` of every test of a room. */
function provedCommands(): Set<string> {
  const proved = new Set<string>();
  for (const floor of ['platform', 'fhir', 'modules']) {
    for (const path of readdirSync(join(projectRoot(), floor), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.test.ts')) continue;
      const text = readFileSync(join(projectRoot(), floor, path), 'utf8');
      for (const [, name = ''] of text.matchAll(/proveCommand\(\s*(\w+)/g)) proved.add(name);
      // Of what needs no sign-in the fourth proof is written by hand.
      for (const [, name = ''] of text.matchAll(/it\('(\w+) with the same key twice/g)) proved.add(name);
    }
  }
  return proved;
}

/** Sign-in, drafts and views carry no key: they are sent by the page itself, and a repeat of one overwrites it with the same. */
const WITHOUT_KEY = ['identity'];

describe('every command sent eleven times with one key has one effect', () => {
  let house: HouseUnderTest;
  let owner: Database;
  let county: County;
  const report: RepeatReport = { repeated: new Set(), faults: [] };
  const repeating = (organisationId?: string): Connection => repeatingConnection(house.connect(organisationId), owner, report);

  beforeAll(async () => {
    buildServer();
    house = openHouseUnderTest();
    await house.start();
    owner = house.openOwner();
    county = await makeCounty(repeating(), { slots: 12, seats: 2, beds: 4 });
  });
  afterAll(async () => {
    await owner?.end();
    await house?.close();
  });

  it('in the consortium', async () => {
    await playConsortium(repeating(), owner, county);
    expect(report.faults).toEqual([]);
  });

  it('in the index of residents', async () => {
    await playResidents(repeating(county.township));
    expect(report.faults).toEqual([]);
  });

  it('in scheduling', async () => {
    await playScheduling(repeating(county.hospital), county);
    expect(report.faults).toEqual([]);
  });

  it('in referrals', async () => {
    await playReferrals({ sender: repeating(county.township), receiver: repeating(county.hospital) }, county);
    expect(report.faults).toEqual([]);
  });

  it('in long work', async () => {
    await owner.execute(`insert into jobs.task (task_id, kind, subject_id, title, state, input, next_attempt_at)
      values ('task-1', 'none', 'test', '{"zh":"测试","en":"Test"}', 'waiting', '{}', now() + interval '1 day')`);
    await repeating().call(cancelTask, { id: 'task-1' });
    expect(report.faults).toEqual([]);
  });

  it('and none was left out', async () => {
    const commands = CONTRACTS.filter(({ module }) => !WITHOUT_KEY.includes(module))
      .flatMap(({ operations }) => Object.values(operations))
      .filter(({ kind }) => kind === 'command')
      .map(({ name }) => name);
    // What is not repeated over HTTP here is repeated eleven times by `proveCommand` (platform/testing/command-proofs.ts).
    const proved = provedCommands();
    expect(commands.filter((name) => !report.repeated.has(name) && !proved.has(name))).toEqual([]);
    expect(commands.filter((name) => report.repeated.has(name)).length).toBeGreaterThan(70);
    expect(await findHalfWritten(owner)).toEqual([]);
  });
});
