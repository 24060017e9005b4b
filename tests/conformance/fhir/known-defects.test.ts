import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';

/**
 * The twenty-five reproduced defects of a peer (handbook field.md 2.1: blocking B-1…B-13, drills D-1…D-12) and the attacks of issue 4,
 * proof 9, each with the tests of ours that would fail, or with the function that is not built yet. This file finds the tests; they run by themselves.
 */
interface Entry {
  readonly what: string;
  /** `file: words of the title`. */
  readonly tests?: readonly string[];
  /** What of it we cannot test, because there is no such function. */
  readonly notBuilt?: string;
}

const DRILLS = 'tests/faults/known-drills.test.ts';
const MONEY = 'a cashier, deposits and a payment gateway: no issue asks for them';
const AT_ONCE = 'modules/payment/server/commands/packages/at-once.test.ts: a pool is made once, a month is recorded once, closed once and shared out once';
const SHARES = 'tests/conformance/settlement/region-year.test.ts: always sum to the whole, none is off by a fen';

const DEFECTS: Readonly<Record<string, Entry>> = {
  'B-1': { what: 'concurrent discharge gave four bills', tests: [`${DRILLS}: B-1: eight discharges`, 'modules/payment/server/commands/runs/runs.test.ts: a number loaded twice too'] },
  'B-2': { what: 'a bill of 1,000 collected 5,000', tests: [AT_ONCE, 'modules/payment/server/commands/claims/claims.test.ts: has fund, assistance and person sum to the total'], notBuilt: MONEY },
  'B-3': { what: 'a deposit of 1,000 refunded 1,200', tests: [SHARES], notBuilt: MONEY },
  'B-4': { what: 'the refund channel paid 400, the book said 100', tests: ['tests/conformance/settlement/fhir-claims.test.ts: sums equal the settlement to the fen'], notBuilt: MONEY },
  'B-5': { what: 'a pending gateway order did not hold its amount', notBuilt: MONEY },
  'B-6': { what: 'reversing a dispense made drugs from nothing', notBuilt: 'pharmacy and stock (no issue yet)' },
  'B-7': {
    what: 'the log archive deleted rows on SIGKILL before they were on disk',
    tests: ['platform/audit/module.test.ts: months older than the retention are dropped whole', 'tests/faults/backups/restore-drill.test.ts: brings back every acknowledged write'],
    notBuilt: 'an archive of audit rows into files; rows go only by retention, in one transaction',
  },
  'B-8': { what: 'two archive runs overwrote each other', tests: [`${DRILLS}: B-8: of two backups`] },
  'B-9': { what: 'the audit lost the actor under cookie sign-in', tests: ['platform/audit/cookie-actor.test.ts: an act by cookie is recorded under the account'] },
  'B-10': { what: 'a disabled account opened the live socket', tests: ['platform/http/live.test.ts: tells a disabled account nothing more within a second'] },
  'B-11': {
    what: 'key rotation made a second index entry for one ID card',
    tests: ['platform/crypto/rotation.test.ts: readers and writers go on through five rotations', 'platform/crypto/key-ring.test.ts: a blind index is equal for equal text'],
  },
  'B-12': { what: 'a lost blind index could not be rebuilt', tests: ['platform/crypto/rotation.test.ts: is found by the clock and sealed, text and JSON, with its index'] },
  'B-13': { what: 'the restore failed from another directory', tests: [`${DRILLS}: B-13: the restore runs from any directory`] },
  'D-1': { what: 'two-step scheduling dead-lock', tests: [`${DRILLS}: D-1: moves that cross`], notBuilt: 'surgery scheduling (no issue yet)' },
  'D-2': { what: 'a fund pool created twice at once', tests: [AT_ONCE, 'modules/residents/server/commands/residents.test.ts: makes one entry of two registrations at the same moment'] },
  'D-3': { what: '2026-02-31 accepted as a date', tests: [`${DRILLS}: D-3: no day of any contract`, 'fhir/xml/xml.test.ts: 2026-02-31'] },
  'D-4': { what: 'a refusal with no way out', tests: ['modules/referral/web/desk/board-moves.test.ts: says why and who can release it'], notBuilt: 'contraindications of vaccines (no issue yet)' },
  'D-5': { what: 'eight-way clash of codes, three internal failures', tests: [`${DRILLS}: D-5: fifty codes`], notBuilt: 'medical waste (no issue yet)' },
  'D-6': { what: 'vaccine stock of 1 gave 4 doses', tests: ['modules/scheduling/server/capacity.test.ts: take exactly the seats there are'], notBuilt: 'vaccine stock (no issue yet)' },
  'D-7': { what: 'the syndrome report failed', tests: ['modules/referral/server/queries/queries.test.ts: statistics count in the database', 'tests/conformance/indicators/recompute.test.ts: '], notBuilt: 'surveillance of infections (no issue yet)' },
  'D-8': { what: 'a list lost its trace code', notBuilt: 'medical waste (no issue yet)' },
  'D-9': { what: 'eight concurrent additions of 10 ended at 20', tests: ['fhir/interactions/patch/patch.test.ts: 16 patches at once are all kept'], notBuilt: 'stock (no issue yet)' },
  'D-10': { what: 'quantity 0 broke a list', tests: [`${DRILLS}: D-10: nothing of something`] },
  'D-11': { what: 'two seats gave three places', tests: ['modules/scheduling/server/capacity.test.ts: take exactly the seats there are', 'tests/faults/capacity-over-http.test.ts: get exactly the seats'], notBuilt: 'training (no issue yet)' },
  'D-12': { what: 'a surplus split of 100 paid 99.99', tests: [SHARES, 'tests/conformance/settlement/region-year.test.ts: of 100 yuan in three are 33.34, 33.33 and 33.33'] },
};

const HOSTILE = 'platform/http/hostile.test.ts';
const BAD_INPUT = 'tests/conformance/access/bad-input.test.ts';
const ATTACKS: Readonly<Record<string, Entry>> = {
  'security headers': { what: 'on every kind of answer', tests: [`${HOSTILE}: stand on %s`] },
  cookies: { what: 'HttpOnly, SameSite, Secure over TLS', tests: ['platform/identity/own-account/web-guards.test.ts: are out of reach of scripts', 'platform/http/tls.test.ts: cookies for HTTPS only'] },
  CSRF: { what: 'a foreign page changes nothing', tests: ['platform/identity/own-account/web-guards.test.ts: without our page header is refused', 'tests/conformance/access/own-account.test.ts: a cookie alone changes nothing'] },
  CORS: { what: 'no other origin reads an answer', tests: ['platform/identity/own-account/web-guards.test.ts: is readable by no other origin'] },
  'rate by cost': { what: 'hashes, guesses, unknown clients', tests: ['platform/http/cost-limit.test.ts: lets an address spend', 'platform/identity/own-account/web-guards.test.ts: hash so many passwords and no more', 'platform/identity/machine/assertion.test.ts: slows down somebody'] },
  'upload limits': { what: 'told and untold lengths', tests: [`${HOSTILE}: a body above the limit`, 'fhir/xml/xml.test.ts: broken and exploding ones refused'] },
  'path traversal': { what: 'over a raw socket', tests: [`${HOSTILE}: leaves no folder`, `${BAD_INPUT}: /../../etc/passwd`] },
  'SSRF of subscriptions': { what: 'closed addresses however written, names looked up once', tests: ['fhir/subscriptions/subscriptions.test.ts: addresses inside are closed', 'fhir/subscriptions/subscriptions.test.ts: a name is looked up once'] },
  'SSRF of other calls': { what: 'keys of clients, files of $import', tests: ['platform/identity/machine/assertion.test.ts: reads no keys from an address inside', 'fhir/operations/bulk/import.test.ts: closed addresses'] },
  'XML entities': { what: 'declarations, external, undefined', tests: ['fhir/xml/xml.test.ts: an external entity'] },
  'regex bombs': { what: 'patterns of a caller are never run unless plain', tests: ['fhir/fhirpath/safe-pattern.test.ts: patterns that could run for ever', `${BAD_INPUT}: no path runs a pattern of the caller`] },
  'decompression bombs': { what: 'FHIR unpacks to a limit, the API never', tests: [`${HOSTILE}: a bomb in gzip is not unpacked`, 'fhir/xml/xml.test.ts: gzip bodies are unpacked'] },
  'request smuggling': { what: 'two lengths, long headers', tests: [`${HOSTILE}: two lengths`] },
  'known weaknesses': { what: 'SBOM, licences, audit that says when it could not ask', tests: ['tools/sbom.test.ts: a registry that does not answer'] },
};

/** The ten proofs that issue 4 asks for; docs/guide/proofs.md says them in words. */
const PROOFS: Readonly<Record<string, Entry>> = {
  'proof 1': {
    what: 'stranger walk: every route × every role × own and foreign organisation, batch variants, a new route without a declaration fails',
    tests: [
      'tests/conformance/access/stranger-walk.test.ts: has every operation of every contract', 'tests/conformance/access/role-walk.test.ts: of a foreign organisation gets what the table declares',
      'tests/conformance/access/fhir-walk.test.ts: batch', 'tests/house/grounds.test.ts: whoever opens a record to an organisation is declared',
      'tests/conformance/access/walls/withdrawal.test.ts: every road that was open is closed within a second', 'tests/conformance/access/walls/refusals.test.ts: every refused attempt of the stranger walk is in the trail',
    ],
  },
  'proof 2': { what: 'the gate over random worlds against a plain predicate, 20,000 decisions', tests: ['tests/conformance/access/gate-property.test.ts: DECISIONS_MIN = 20_000', 'tests/conformance/access/scope-property.test.ts: is the same for a plain predicate'] },
  'proof 3': {
    what: 'slot, bed, seat, code: 50 clients × 200 rounds take exactly the capacity; contracts and pools are made once',
    tests: ['modules/scheduling/server/capacity.test.ts: ROUNDS = 200', 'tests/faults/single-use.test.ts: ROUNDS = 200', 'tests/faults/capacity-over-http.test.ts: get exactly the beds', AT_ONCE],
    notBuilt: 'doses (no issue yet)',
  },
  'proof 4': { what: 'register, list and transfer while server and PostgreSQL are killed', tests: ['tests/faults/history/history.test.ts: registers, lists and transfers hold', 'tests/faults/kill-under-load.test.ts: loses nothing acknowledged', 'tests/faults/rooms/kill-while-messages-flow.test.ts: '] },
  'proof 5': { what: 'every write 3 × in series and 8 × in parallel with one key', tests: ['tests/faults/repeated-commands.test.ts: every command sent eleven times with one key has one effect', 'tests/faults/repeated-commands.test.ts: and none was left out', 'platform/testing/command-proofs.ts: eight at once, three in turn'] },
  'proof 6': { what: 'one row of a million audit rows changed by SQL; one signed document', tests: ['tests/faults/audit-million.test.ts: one entry of a million', 'tests/conformance/signatures/recheck.test.ts: by SQL is found and its place named'] },
  'proof 7': { what: 'fuzz of every route and of damaged import files', tests: ['tests/fuzz/fuzz.test.ts: no 5xx, no hang, no growth', 'tests/fuzz/import-samples.ts: ', 'tests/conformance/access/bad-input.test.ts: '] },
  'proof 8': { what: 'thirteen blocking and twelve drill defects', tests: [`${DRILLS}: Defects that others drilled for`] },
  'proof 9': { what: 'headers, cookies, CSRF, CORS, limits, traversal, SSRF, XML, bombs, SBOM', tests: ['platform/http/hostile.test.ts: ', 'platform/identity/own-account/web-guards.test.ts: ', 'tools/sbom.test.ts: '] },
  'proof 10': { what: 'the gate costs at most 15 % of read and search', tests: ['tests/performance/bench/sections/gate.ts: '] },
};

const entries = Object.entries({ ...DEFECTS, ...ATTACKS, ...PROOFS });

test.each(entries)('%s: its test exists, or it is said what is not built', (_id, { what, tests = [], notBuilt }) => {
  expect(what.length).toBeGreaterThan(5);
  expect(tests.length + (notBuilt === undefined ? 0 : 1)).toBeGreaterThan(0);
  for (const pointer of tests) {
    const [file = '', words = ''] = pointer.split(/: (.*)/s);
    const path = join(projectRoot(), file);
    expect(existsSync(path), `${file} is gone`).toBe(true);
    expect(readFileSync(path, 'utf8').includes(words), `${file} has no test "${words}"`).toBe(true);
  }
});

test('all twenty-five are listed', () => {
  const ids = [...Array.from({ length: 13 }, (_, index) => `B-${index + 1}`), ...Array.from({ length: 12 }, (_, index) => `D-${index + 1}`)];
  expect(Object.keys(DEFECTS)).toEqual(ids);
});

test('docs/guide/proofs.md says each of the ten proofs and each defect, and where it is tested', () => {
  const text = readFileSync(join(projectRoot(), 'docs/guide/proofs.md'), 'utf8');
  for (const [id, { tests = [] }] of [...Object.entries(PROOFS), ...Object.entries(DEFECTS)]) {
    expect(text, id).toMatch(new RegExp(`^\\| ${id.replace('proof ', '')} \\|`, 'm'));
    for (const pointer of tests) expect(text, id).toContain(pointer.split(': ')[0]);
  }
});
