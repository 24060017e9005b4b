import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouseUnderTest, type HouseUnderTest } from '../house-under-test.ts';
import { buildServer } from '../server-under-test.ts';
import { checkList, checkRegister } from './check.ts';
import { ACCOUNTS, askOf, listOf, LISTS, prepare, START_BALANCE, startWorkload, transfersOf } from './workload.ts';

/** 120 by `YIGONG_HISTORY_SECONDS=120`; every kill costs a start, so that a short run still sees several of each kind. */
const SECONDS = Number(process.env.YIGONG_HISTORY_SECONDS ?? 40);
const BETWEEN_KILLS_MS = 4_000;

let house: HouseUnderTest;
beforeAll(async () => {
  buildServer();
  house = openHouseUnderTest();
  await house.start();
});
afterAll(() => house?.close());

async function killServer(): Promise<void> {
  await house.killServer();
  await house.start();
}

async function killDatabase(): Promise<void> {
  process.kill(house.postmaster(), 'SIGKILL');
}

test(`registers, lists and transfers hold for ${SECONDS} s while server and PostgreSQL are killed`, { timeout: (SECONDS + 180) * 1000 }, async () => {
  const ask = askOf(() => house.connect());
  await prepare(ask);
  const { recorded, stop } = startWorkload(ask);
  const end = Date.now() + SECONDS * 1000;
  let kills = 0;
  while (Date.now() < end) {
    await sleep(BETWEEN_KILLS_MS);
    await (kills % 2 === 0 ? killServer() : killDatabase());
    kills += 1;
  }
  await sleep(BETWEEN_KILLS_MS);
  await stop();

  const wrong = checkRegister(recorded.register);
  for (const key of LISTS) {
    const final = await listOf(ask, key);
    wrong.push(...checkList(key, { appends: recorded.appends.filter((each) => each.key === key), reads: recorded.lists.filter((each) => each.key === key), final: final ?? [] }));
  }
  wrong.push(...recorded.balances.filter(({ total }) => total !== ACCOUNTS.length * START_BALANCE).map(({ total }) => `a total of ${total} was read`));
  const known = new Map<string, ReadonlySet<string>>();
  for (const account of ACCOUNTS) known.set(account, await transfersOf(ask, account));
  for (const { id, from, to, isAcknowledged } of recorded.transfers) {
    const [left, arrived] = [known.get(from)!.has(id), known.get(to)!.has(id)];
    if (left !== arrived) wrong.push(`transfer ${id} is half there`);
    if (isAcknowledged && !left) wrong.push(`acknowledged transfer ${id} is lost`);
  }
  const acknowledged = recorded.register.filter(({ kind, answered }) => kind === 'write' && answered !== undefined).length + recorded.appends.filter(({ answered }) => answered !== undefined).length + recorded.transfers.filter((each) => each.isAcknowledged).length;
  process.stdout.write(`history: ${kills} kills, ${acknowledged} writes acknowledged, ${recorded.refused} refused by version, ${recorded.register.length + recorded.lists.length + recorded.balances.length} reads and writes checked\n`);
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(kills).toBeGreaterThan(2);
  expect(acknowledged).toBeGreaterThan(50);
});
