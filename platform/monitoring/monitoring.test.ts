import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { getMonitoring, listDeadDeliveries, retryDeliveries } from './contract.ts';
import { openMetrics } from './metrics.ts';
import { monitoringModule } from './module.ts';
import { sampleBackups } from './backups/sample-backups.ts';
import { setSurroundings, stateOf } from './signs.ts';

describe('monitoring', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ modules: [monitoringModule] });
    await house.addOrganisation('o1');
  });
  afterAll(() => house.close());

  const look = async () => (await house.as(await house.subject({ roles: ['system-administrator'], organisationId: 'o1' })).run(getMonitoring, {}));

  test('tells the size of the database, what waits and what failed', async () => {
    setSurroundings({ version: '1.2.3', dataFolder: '/tmp', backups: () => sampleBackups({ backups: [] }), countStuckMessages: async () => 3 });
    await house.owner.execute("insert into jobs.recurring (kind, failures) values ('trial.fails', 4)");
    const { signs, tables, version } = await look();
    const of = (name: string) => signs.find((each) => each.name === name);
    expect(version).toBe('1.2.3');
    expect(of('database')?.value).toBeGreaterThan(1_000_000);
    expect(of('failing-jobs')).toMatchObject({ state: 'watch', value: 1, detail: 'trial.fails' });
    expect(of('stuck-messages')).toMatchObject({ state: 'watch', value: 3, unit: 'count' });
    expect(of('backup')).toMatchObject({ state: 'bad', value: null });
    expect(of('disk')?.value).toBeGreaterThan(0);
    expect(tables.length).toBe(10);
    expect(tables[0]!.bytes).toBeGreaterThanOrEqual(tables[1]!.bytes);
  });

  test('tells of each port for devices whether it is there, and what sets it', async () => {
    const of = { setting: 'YIGONG_MLLP_PORT', code: null } as const;
    setSurroundings({ version: '1', listeners: () => [{ ...of, name: 'mllp', state: 'failed', port: 2575, code: 'EADDRINUSE' }, { ...of, name: 'dicom', state: 'listening', port: 11_112 }] });
    const { signs } = await look();
    expect(signs.filter(({ unit }) => unit === 'port')).toEqual([
      { name: 'mllp', state: 'bad', value: 2575, unit: 'port', detail: 'YIGONG_MLLP_PORT EADDRINUSE' },
      { name: 'dicom', state: 'good', value: 11_112, unit: 'port', detail: null },
    ]);
  });

  test('is refused without the permission', async () => {
    const nobody = await house.subject({ roles: ['township-doctor'], organisationId: 'o1' });
    await expect(house.as(nobody).run(getMonitoring, {})).rejects.toThrow();
  });

  const administrator = () => house.subject({ roles: ['system-administrator'], organisationId: 'o1' });
  let serial = 0;
  /** A delivery that was given up, of a reaction of its own, and one of another reaction of the same event. */
  const giveUp = async (): Promise<string> => {
    const reaction = `trial.reaction-${(serial += 1)}`;
    const event = (await house.owner.query<{ id: number }>(`insert into events.outbox (name, payload, organisation_ids, subject_id) values ('trial.happened', '{}', '{}', 'x') returning event_id as id`))[0]!.id;
    await house.owner.execute(
      "insert into events.delivery (event_id, reaction, attempts, dead_at, last_error) values ($1, $2, 12, now(), 'TypeError at trial.ts:1'), ($1, $2 || '.other', 12, now(), null)",
      [event, reaction],
    );
    return reaction;
  };
  const standing = (reaction: string) =>
    house.owner.query<{ reaction: string; attempts: number; due: boolean }>("select attempts, dead_at is null as due from events.delivery where reaction in ($1, $1 || '.other') order by reaction", [reaction]);

  proveCommand(retryDeliveries, {
    house: () => house,
    possible: async () => ({ input: { reaction: await giveUp() }, subject: await administrator() }),
    wrongState: async () => ({ input: { reaction: 'trial.never' }, subject: await administrator(), code: 'monitoring.nothing-dead' }),
    effect: async (_house, answer, { reaction }) => {
      expect(answer).toEqual({ retried: 1 });
      expect(await standing(reaction)).toEqual([{ attempts: 0, due: true }, { attempts: 12, due: false }]);
    },
  });

  test('deliveries that were given up are listed by reaction, with why', async () => {
    const reaction = await giveUp();
    const { rows } = await house.as(await administrator()).run(listDeadDeliveries, {});
    expect(rows.filter((row) => row.reaction.startsWith(reaction)).map(({ eventName, count, lastError }) => [eventName, count, lastError]).toSorted()).toEqual([['trial.happened', 1, null], ['trial.happened', 1, 'TypeError at trial.ts:1']]);
    await house.owner.execute("delete from events.delivery where reaction like 'trial.%'");
  });

  test.each([['dead-deliveries', 0, 'good'], ['dead-deliveries', 1, 'bad'], ['backup', 27 * 3600, 'watch'], ['backup', 51 * 3600, 'bad'], ['stuck-messages', 0, 'good'], ['stuck-messages', 1, 'watch'], ['stuck-messages', 100, 'bad'], ['failing-jobs', 1, 'watch'], ['failing-jobs', null, 'unknown']] as const)('%s of %s is %s', (name, value, state) => {
    expect(stateOf(name, value)).toBe(state);
  });

  test('metrics are Prometheus text with the times of requests by route', async () => {
    const metrics = await openMetrics(house.database);
    metrics.recordRequest({ method: 'GET', route: '/fhir/:type/:id', status: 200, seconds: 0.02 });
    metrics.recordRequest({ method: 'GET', route: '/fhir/:type/:id', status: 200, seconds: 0.2 });
    const text = await metrics.text();
    await metrics.close();
    expect(text).toMatch(/http_server_request_duration_count\{[^}]*http_route="\/fhir\/:type\/:id"[^}]*\} 2\b/);
    expect(text).toMatch(/http_server_request_duration_bucket\{[^}]*le="0\.025"[^}]*\} 1\b/);
    expect(text).toMatch(/process_memory_usage(\{[^}]*\})? \d{6,}/);
    expect(text).toMatch(/db_client_connection_count\{[^}]*state="idle"/);
    expect(text).toMatch(/yigong_deliveries\{[^}]*state="dead"[^}]*\} 0/);
  });

  test('metrics are pushed to a collector', async () => {
    let pushed = '';
    const collector = createServer((request, answer) => {
      request.on('data', (chunk: Buffer) => (pushed += chunk.toString()));
      request.on('end', () => answer.setHeader('content-type', 'application/json').end('{}'));
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const metrics = await openMetrics(house.database, `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/metrics`);
    metrics.recordRequest({ method: 'GET', route: '/healthz', status: 200, seconds: 0.001 });
    await metrics.close();
    await new Promise((resolve) => collector.close(resolve));
    expect(pushed).toContain('http.server.request.duration');
  });
});
