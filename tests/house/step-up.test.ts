import { expect, test } from 'vitest';
import { CONTRACTS } from '#apps/server/modules.ts';
import type { Command, Operation } from '#platform/kernel/contract.ts';
import { SENSITIVE, STEP_UP_DECISIONS } from './step-up-decisions.ts';

const operations: Operation[] = CONTRACTS.flatMap((contract) => Object.values(contract.operations) as Operation[]);
const commands = operations.filter((each): each is Command => each.kind === 'command');
const byName = new Map(commands.map((each) => [each.name, each]));

/** `mergeResidents` → `merge-residents`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** Rooms whose verbs are everyday clinical or office work that these words only happen to name. */
const EVERYDAY = new Set(['referral', 'scheduling', 'laboratory', 'task-ledger', 'recognition', 'jobs']);
const isSensitive = ({ name, permission }: Command): boolean =>
  !EVERYDAY.has(permission.split('.')[0]!) && SENSITIVE.test(words(name)) || /(^|-)(sign|merge|export|consent|grant|distribute|approve|reveal|restore|rotate)(-|$)/.test(words(name));
const declared = ({ stepUp }: Command): string => (stepUp === true ? 'second-factor' : stepUp === 'or-password' ? 'password' : 'none');

test('every sensitive command has a decision about proving again who sits there', () => {
  const missing = commands.filter((each) => (isSensitive(each) || each.stepUp !== undefined) && STEP_UP_DECISIONS[each.name] === undefined).map(({ name, permission }) => `${name} (${permission})`);
  expect(missing, 'Decide in tests/house/step-up-decisions.ts: stepUp in the contract, or the reason why nothing is asked.').toEqual([]);
});

test.each(Object.entries(STEP_UP_DECISIONS))('%s asks what was decided', (name, decision) => {
  const command = byName.get(name);
  expect(command, `${name} is no command any more: take it out of tests/house/step-up-decisions.ts`).toBeDefined();
  expect(declared(command!)).toBe(typeof decision === 'string' ? decision : 'none');
  if (typeof decision !== 'string') expect(decision.none.length).toBeGreaterThan(10);
});

test('a command with a sensitive word that nobody decided about is found', () => {
  const planted = { ...byName.get('mergeResidents')!, name: 'exportEverything', permission: 'scheduling.export-everything' };
  expect(isSensitive(planted)).toBe(true);
  expect(STEP_UP_DECISIONS[planted.name]).toBeUndefined();
});
