import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY, OPERATIONS, openLiveServer, type Answer, type LiveServer, type Who } from './live-server.ts';
import type { Entry } from './entry.ts';
import { TABLE } from './table.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let b: Side;
let idle: Who;
/** What B saw when nothing of A existed. */
const alone = new Map<string, unknown>();

const withReach = (...reaches: Entry['reach'][]): [string, Entry][] => Object.entries(TABLE).filter(([, { reach }]) => reaches.includes(reach));
const entries = (): [string, Entry][] => Object.entries(TABLE);

/** The first input of a list is the one without a filter by the other side. */
const openInput = (entry: Entry, side: Side) => entry.inputs(side, side)[0]!;
const steady = (body: unknown): unknown => ({ ...(body as object), asOf: undefined });

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  for (const [name, entry] of withReach('nothing')) alone.set(name, steady((await live.call(b.all, name, openInput(entry, b))).body));
  a = await buildSide(live, SIDES.a);
  idle = await live.client(b.root, ['system/Schedule.rs']);
}, 180_000);
afterAll(() => live?.close());

const personalIn = ({ text }: Answer): string[] => a.personal.filter((word) => text.includes(word));
const anythingIn = ({ text }: Answer): string[] => [...a.personal, ...a.places].filter((word) => text.includes(word));

describe('the table of the walk', () => {
  it('has every operation of every contract', () => {
    const missing = [...OPERATIONS.keys()].filter((name) => TABLE[name] === undefined);
    const message = `Add to TABLE in tests/conformance/access/table.ts what a stranger gets from: ${missing.join(', ')}. Say which input names a thing of the other side, and whether it is refused, nothing, directory, masked or own.`;
    expect(missing, message).toEqual([]);
  });

  it('has no operation that no longer exists', () => {
    expect(Object.keys(TABLE).filter((name) => !OPERATIONS.has(name))).toEqual([]);
  });
});

describe('anonymous', () => {
  it.each(entries().filter(([name]) => OPERATIONS.get(name)?.permission !== 'public'))('%s asks for a sign-in', async (name, entry) => {
    for (const input of entry.inputs(a, b)) {
      expect((await live.call(NOBODY, name, input)).status).toBe(401);
      expect((await live.call({ authorization: 'Bearer made-up-token-of-a-stranger' }, name, input)).status).toBe(401);
    }
  });
});

describe('signed in without the permission', () => {
  it.each(entries().filter(([name]) => !['public', 'signed-in'].includes(OPERATIONS.get(name)?.permission ?? 'public')))('%s is forbidden', async (name, entry) => {
    for (const input of [{}, ...entry.inputs(b, b)]) expect((await live.call(idle, name, input)).status).toBe(403);
  });
});

describe('with every permission, at an organisation that has nothing to do with it', () => {
  it.each(withReach('refused'))('%s is refused', async (name, entry) => {
    for (const input of entry.inputs(a, b)) {
      const answer = await live.call(b.all, name, input);
      expect([403, 404], `${JSON.stringify(input)} → ${answer.status} ${answer.text}`).toContain(answer.status);
      expect(anythingIn(answer)).toEqual([]);
    }
  });

  it.each(withReach('nothing'))('%s answers as if the other side did not exist', async (name, entry) => {
    const [open, ...filtered] = entry.inputs(a, b);
    expect(steady((await live.call(b.all, name, open!)).body)).toEqual(alone.get(name));
    for (const input of filtered) {
      const answer = await live.call(b.all, name, input);
      expect([answer.status, anythingIn(answer)], JSON.stringify(input)).toEqual([200, []]);
      expect(numbersIn(answer.body).filter((number) => number > 0), JSON.stringify(input)).toEqual(numbersIn((await live.call(b.all, name, madeUp(input, a))).body).filter((number) => number > 0));
    }
  });

  it.each(withReach('directory'))('%s shows no person', async (name, entry) => {
    for (const input of entry.inputs(a, b)) {
      const answer = await live.call(b.all, name, input);
      expect([answer.status, personalIn(answer)], answer.text.slice(0, 300)).toEqual([200, []]);
    }
  });

  it.each(withReach('masked'))('%s shows surname and sex, and opens nothing', async (name, entry) => {
    for (const input of entry.inputs(a, b)) {
      const answer = await live.call(b.all, name, input);
      expect(answer.status, answer.text).toBe(200);
      expect([a.resident.name, a.resident.idCard, a.resident.phone, a.resident.birthDate].filter((word) => answer.text.includes(word))).toEqual([]);
      expect((await live.call(b.all, 'getResident', { id: a.resident.id })).status).toBe(403);
      expect((await live.call(b.all, 'getTimeline', { personId: a.resident.id, purpose: 'treatment' })).status).toBe(403);
    }
  });
});

describe('what one person may open alone', () => {
  it.each(withReach('alone'))('%s shows nothing by itself, says why it is allowed, and waits for a review', async (name, entry) => {
    expect(entry.why).toBeTruthy();
    for (const input of entry.inputs(a, b)) {
      const answer = await live.call(b.all, name, input);
      expect(answer.status, answer.text).toBe(200);
      expect([a.resident.name, a.resident.idCard, a.resident.phone].filter((word) => answer.text.includes(word))).toEqual([]);
    }
    expect(JSON.stringify((await live.call(b.all, 'listReviews', {})).body)).toContain('break-glass');
  });
});

describe('whose it is', () => {
  it.each(withReach('refused', 'nothing', 'directory', 'masked'))('%s lets the own side through to the rules of the room', async (name, entry) => {
    const answer = await live.call(a.all, name, entry.inputs(a, a)[0]!);
    expect([200, 409, 422], `${answer.status} ${answer.text}`).toContain(answer.status);
  });

  it('nothing of a person was logged', () => {
    expect([...a.personal, ...b.personal].filter((word) => live.logged.join('\n').includes(word))).toEqual([]);
    expect(live.logged).toEqual([]);
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'limit' ? [] : numbersIn(inner)));
}

/** The same question about things that exist nowhere. */
function madeUp(input: Readonly<Record<string, unknown>>, { personal, places }: Side): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, typeof value === 'string' && [...personal, ...places].some((word) => word.startsWith(value) || word === value) ? '查无此项' : value]));
}
