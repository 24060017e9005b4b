import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { findObstacle, planDistribution, readCluster, type Cluster } from './distribution.ts';

const ready: Cluster = { version: '13.2-1', isAvailable: true, workers: ['w1:5432'], placed: new Map(), otherSessions: 0 };

describe('what keeps a database from being spread', () => {
  it.each<[Partial<Cluster>, RegExp]>([
    [{ version: null, isAvailable: false }, /no Citus.*shared_preload_libraries/],
    [{ version: null }, /create extension citus/],
    [{ workers: [] }, /citus_add_node/],
    [{ otherSessions: 3 }, /3 other sessions.*stop every yigong server/],
  ])('%j is told with its remedy, in both languages', (missing, words) => {
    const obstacle = findObstacle({ ...ready, ...missing });
    expect(obstacle?.en).toMatch(words);
    expect(obstacle?.zh).toMatch(/[\u4e00-\u9fff]{8}/u);
  });

  it('nothing, when Citus has a worker and nobody else is connected', () => {
    expect(findObstacle(ready)).toBeUndefined();
  });
});

describe('the plan', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(() => test.close());

  const layouts = [
    { table: 'fhir.code_system', placement: { kind: 'reference' }, reason: '' },
    { table: 'fhir.resource', placement: { kind: 'distributed', by: 'person_key' }, reason: '' },
    { table: 'jobs.task', placement: { kind: 'coordinator' }, reason: '' },
    { table: 'fhir.not_yet_there', placement: { kind: 'reference' }, reason: '' },
  ] as const;

  it('skips what Citus has placed, what stays, and what is not there', async () => {
    const steps = await planDistribution(test.owner, layouts, { ...ready, placed: new Map([['fhir.code_system', 'reference']]) });
    expect(steps.map(({ layout: { table }, isDone }) => [table, isDone])).toEqual([['fhir.code_system', true], ['fhir.resource', false], ['jobs.task', true]]);
  });

  it('of a cluster, when the tests run on one: every table lies where its layout says', async () => {
    const cluster = await readCluster(test.owner);
    const isSpread = (await test.database.transaction(async (tx) => tx.isDistributed)) ?? false;
    expect(isSpread).toBe(cluster.version !== null);
    if (isSpread) expect((await planDistribution(test.owner, layouts, cluster)).every(({ isDone }) => isDone)).toBe(true);
  });

  it('of a cluster: a shard moves to another machine while the rest is used, with every table that lies with it', async () => {
    const { version, workers } = await readCluster(test.owner);
    if (version === null) return;
    const [from = '', to = ''] = workers.map((address) => address.replace(/:(\d+)$/, "', $1"));
    const [{ shard } = { shard: '' }] = await test.owner.query<{ shard: string }>(
      "select min(shardid)::text as shard from citus_shards where table_name = 'fhir.resource'::regclass and nodename || ':' || nodeport = $1", [workers[0]]);
    const plain = await test.owner.query("select 1 from pg_settings where name = 'wal_level' and setting = 'logical'");
    if (plain.length === 0) return;
    await test.owner.execute(`select citus_move_shard_placement(${shard}, '${from}, '${to})`);
    const [{ places } = { places: -1 }] = await test.owner.query<{ places: number }>(
      "select count(*)::int as places from citus_shards where shardid = $1 and nodename || ':' || nodeport = $2", [shard, workers[1]]);
    expect(places).toBe(1);
  });
});
