import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATIONS, openLiveServer, type LiveServer } from '../live-server.ts';
import { TABLE } from '../table.ts';
import { buildSide, SIDES, type Side } from '../two-sides.ts';

/** Whoever tries what is not theirs leaves a trace, on every road that refuses. */
let live: LiveServer;
let a: Side;
let b: Side;
beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
}, 240_000);
afterAll(() => live?.close());

it('every refused attempt of the stranger walk is in the trail', async () => {
  const refusals = async () => Number((await live.opened.owner.query<{ count: string }>("select count(*) from audit.entry where outcome = 'refused'"))[0]!.count);
  const silent: string[] = [];
  let tried = 0;
  for (const [name, entry] of Object.entries(TABLE)) {
    if (entry.reach !== 'refused' || !OPERATIONS.has(name)) continue;
    for (const input of entry.inputs(a, b)) {
      const before = await refusals();
      const { status } = await live.call(b.all, name, input);
      tried += 1;
      if ([403, 404].includes(status) && (await refusals()) !== before + 1) silent.push(`${name} ${status}`);
    }
  }
  expect(tried).toBeGreaterThan(150);
  expect([...new Set(silent)]).toEqual([]);
}, 120_000);
