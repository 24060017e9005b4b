import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '#apps/server/modules.ts';
import { OPERATIONS, openLiveServer, type Answer, type LiveServer, type Who } from './live-server.ts';
import type { Entry } from './entry.ts';
import { TABLE } from './table.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

/** Every role of every contract walks every route, at the own tree and at one that has nothing to do with it. */
const ROLES = [...new Set(CONTRACTS.flatMap(({ permissions }) => Object.values(permissions).flatMap(({ roles }) => roles)))].filter((role) => role !== 'resident').sort();
const PERMISSIONS = new Map(CONTRACTS.flatMap(({ permissions }) => Object.entries(permissions).map(([permission, { roles }]) => [permission, new Set(roles)] as const)));
/** What belongs to the account itself is walked in own-account.test.ts. */
const ROUTES = Object.entries(TABLE).filter(([name]) => !['public', 'signed-in'].includes(OPERATIONS.get(name)?.permission ?? 'public'));
/** An emergency opening would rightly show the person to all later walkers of the organisation: it comes after them. */
const FOREIGN = ROUTES.filter(([, { reach }]) => reach !== 'alone');

let live: LiveServer;
let a: Side;
let b: Side;
const home = new Map<string, Who>();
const away = new Map<string, Who>();
let resident: Who;

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
  for (const role of ROLES) {
    home.set(role, await live.account({ login: `home-${role}`, roles: [role], organisationId: a.root }));
    away.set(role, await live.account({ login: `away-${role}`, roles: [role], organisationId: b.root }));
  }
  resident = await live.account({ login: 'resident', personId: b.resident.id });
}, 240_000);
afterAll(() => live?.close());

const holds = (role: string, name: string): boolean => PERMISSIONS.get(OPERATIONS.get(name)!.permission)?.has(role) === true;
const codeOf = ({ body }: Answer): string => String((body as { code?: unknown } | undefined)?.code ?? '');
const personalIn = ({ text }: Answer): string[] => a.personal.filter((word) => text.includes(word));
const secretIn = ({ text }: Answer): string[] => [a.resident.name, a.resident.idCard, a.resident.phone].filter((word) => text.includes(word));

/** What somebody of an unrelated organisation may get, by what the table declares. */
function checkForeign(answer: Answer, { reach }: Entry, title: string): void {
  if (reach === 'own') return;
  if (reach === 'refused') {
    expect([403, 404], `${title} ${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status);
    expect([title, personalIn(answer)]).toEqual([title, []]);
    return;
  }
  expect([title, answer.status < 500]).toEqual([title, true]);
  if (reach === 'masked') expect([title, secretIn(answer)]).toEqual([title, []]);
  else expect([title, personalIn(answer)]).toEqual([title, []]);
}

describe('every route × every role', () => {
  it('knows the roles of the house', () => {
    expect(ROLES).toEqual(expect.arrayContaining(['village-doctor', 'township-doctor', 'specialist', 'privacy-officer', 'health-bureau', 'security-administrator']));
    expect(ROUTES.length).toBeGreaterThan(100);
  });

  it.each(ROLES)('%s of a foreign organisation gets what the table declares, and nothing without the permission', async (role) => {
    for (const [name, entry] of FOREIGN) {
      for (const input of entry.inputs(a, b)) {
        const answer = await live.call(away.get(role)!, name, input);
        const title = `${role} ${name}`;
        if (holds(role, name)) checkForeign(answer, entry, title);
        else expect([title, answer.status, codeOf(answer), personalIn(answer)]).toEqual([title, 403, 'platform.forbidden', []]);
      }
    }
  }, 120_000);

  it.each(ROLES)('%s may do alone only what the role may, and sees nothing by it', async (role) => {
    for (const [name, entry] of ROUTES.filter(([, { reach }]) => reach === 'alone')) {
      const answer = await live.call(away.get(role)!, name, entry.inputs(a, b)[0]!);
      expect([name, secretIn(answer)]).toEqual([name, []]);
      if (!holds(role, name)) expect([name, codeOf(answer)]).toEqual([name, 'platform.forbidden']);
    }
  });

  it('a resident of the other side gets nothing from any route of staff', async () => {
    for (const [name, entry] of ROUTES) {
      if (holds('resident', name)) continue;
      for (const input of entry.inputs(a, b)) {
        const answer = await live.call(resident, name, input);
        expect([name, answer.status, personalIn(answer)]).toEqual([name, 403, []]);
      }
    }
  });

  it.each(ROLES)('%s of the own organisation is let through to the rules of the room exactly where the role has the permission', async (role) => {
    for (const [name, entry] of ROUTES) {
      const answer = await live.call(home.get(role)!, name, entry.inputs(a, a)[0]!);
      const title = `${role} ${name} ${answer.status}`;
      if (holds(role, name)) expect([title, answer.status < 500 && answer.status !== 401, codeOf(answer)]).not.toEqual([title, true, 'platform.forbidden']);
      else expect([title, codeOf(answer)]).toEqual([title, 'platform.forbidden']);
      expect([title, answer.status < 500]).toEqual([title, true]);
    }
  }, 120_000);
});
