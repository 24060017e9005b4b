import { request as httpRequest, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf, statusOf } from '#fhir/interactions/outcome.ts';
import { TimeLimitExceeded } from '#platform/database/limits/work.ts';
import { problemOf } from '#platform/http/error-answers.ts';
import { openLiveServer, type LiveServer, type Who } from '#tests/conformance/access/live-server.ts';

const CLIENTS = 50;
/** Connections of the pool that no request can have: of those that listen for events. */
const OF_THE_HOUSE = 2;
/** None goes over the lanes, which the server bounds: a number over everybody, what changed lately, a chain. */
const SLOW = ['/fhir/Observation?code=8480-6&_total=accurate', '/fhir/_history?_count=5', '/fhir/Observation?subject:Patient.name=zhang'];

describe('callers who hang up', () => {
  let live: LiveServer;
  let who: Who;
  let port: number;

  beforeAll(async () => {
    live = await openLiveServer();
    who = await live.client(null, ['system/*.*']);
    await live.server.listen({ port: 0, host: '127.0.0.1' });
    port = (live.server.server.address() as AddressInfo).port;
  }, 600_000);
  afterAll(() => live?.close());

  const ask = (path: string, { method = 'GET', body }: { method?: string; body?: object } = {}): ClientRequest => {
    const headers = { ...who, ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }) };
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false });
    asked.on('error', () => undefined);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    return asked;
  };
  /** Statements of the server that wait for the table, or run. */
  const busy = async (): Promise<number> =>
    (await live.opened.owner.query<{ count: number }>("select count(*)::int as count from pg_stat_activity where datname = current_database() and state = 'active' and wait_event_type = 'Lock'"))[0]!.count;
  const until = async (holds: () => Promise<boolean>, what: string): Promise<void> => {
    for (const begin = Date.now(); Date.now() - begin < 60_000; await sleep(20)) if (await holds()) return;
    throw new Error(`not within a minute: ${what}`);
  };

  /** While another holds the table, whatever reads it takes as long as that. */
  async function whileTaken<Result>(mode: string, tables: readonly string[], work: (release: () => Promise<void>) => Promise<Result>): Promise<Result> {
    const holder = await live.opened.owner.pool.connect();
    let isHeld = true;
    const release = async (): Promise<void> => {
      if (isHeld) await holder.query('rollback');
      isHeld = false;
    };
    try {
      await holder.query(`begin; lock table ${tables.join(', ')} in ${mode} mode`);
      return await work(release);
    } finally {
      await release();
      holder.release();
    }
  }

  it(`${CLIENTS} ask what is slow and hang up: a second later nothing runs, and the next request is served at once`, async () => {
    await whileTaken('access exclusive', ['fhir.resource', 'fhir.history'], async () => {
      const asked = Array.from({ length: CLIENTS }, (_, index) => ask(SLOW[index % SLOW.length]!));
      await until(async () => (await busy()) >= live.opened.database.pool.options.max - OF_THE_HOUSE && live.opened.database.pool.waitingCount > 0, 'every connection of the pool is taken');
      const left = Date.now();
      for (const each of asked) each.destroy();
      // Some of the fifty may come only now, already without their callers: they ask nothing of the table either.
      await until(async () => (await busy()) === 0 && live.opened.database.pool.waitingCount === 0, 'nothing runs or waits');
      expect(Date.now() - left).toBeLessThan(1_000);
      const begin = Date.now();
      expect(await live.opened.database.query('select 1 as one')).toEqual([{ one: 1 }]);
      expect(Date.now() - begin).toBeLessThan(1_000);
      await sleep(200);
      expect([await busy(), live.opened.database.pool.waitingCount]).toEqual([0, 0]);
    });
    for (const path of SLOW) expect((await fetch(`http://127.0.0.1:${port}${path}`, { headers: who as Record<string, string> })).status).toBe(200);
    expect(live.logged.filter((line) => line.includes('failed'))).toEqual([]);
  }, 300_000);

  it('a change whose caller hung up is stored whole, and its repeat is answered from it', async () => {
    const patient = { resourceType: 'Patient', id: 'hung-up', gender: 'female' };
    await whileTaken('share', ['fhir.resource'], async (release) => {
      const asked = ask('/fhir/Patient/hung-up', { method: 'PUT', body: patient });
      await until(async () => (await busy()) > 0, 'the change waits');
      asked.destroy();
      await sleep(500);
      expect(await busy()).toBe(1);
      await release();
    });
    await until(async () => (await live.fhir(who, 'GET', '/Patient/hung-up')).status === 200, 'the patient is there');
    const again = await live.fhir(who, 'PUT', '/Patient/hung-up', { body: patient });
    expect([again.status, (again.body as { meta: { versionId: string } }).meta.versionId]).toEqual([200, '1']);
    const [entries] = await live.opened.owner.query<{ count: number }>("select count(*)::int as count from audit.entry where resource = 'Patient/hung-up' and outcome = 'success' and action <> 'fhir.read'");
    expect(entries!.count).toBeGreaterThan(0);
  }, 300_000);

  it('what took too long is told with its limit and what to do', () => {
    const problem = problemOf(new TimeLimitExceeded('list', 30))!;
    expect(problem).toMatchObject({ code: 'platform.too-costly', details: [{ message: { zh: '列表或检索最多 30 秒。', en: 'The limit of a list or search is 30 seconds.' } }] });
    expect(problem.text.en).toMatch(/nothing was changed.*Narrow it/);
    expect(outcomeOf(problem).issue[0]).toMatchObject({ code: 'too-costly', diagnostics: expect.stringContaining('30') as string });
    expect(statusOf(problem)).toBe(422);
    expect(problemOf(Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }))?.code).toBe('platform.too-costly');
  });
});
