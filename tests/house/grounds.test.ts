import { expect, test } from 'vitest';
import { GROUND_DECISIONS } from './ground-decisions.ts';
import { readSourceTree } from './tree.ts';

/** Whatever opens a record, or imports the function that does. */
const OPENS = /\bgrantRecordBas(?:is|es)\s*\(|access\.record_basis\s*\(/;
const HOME = 'platform/access/record-basis.ts';

const tree = readSourceTree();
const openers = [...tree.files.values()]
  .filter(({ path, text }) => /^(modules|fhir|apps|platform)\/.*\.tsx?$/.test(path) && !/\.test\.ts$|\/fixture\/|^platform\/testing\//.test(path) && path !== HOME && OPENS.test(text))
  .map(({ path }) => path);

test('whoever opens a record to an organisation is declared, with who has to take part', () => {
  const missing = openers.filter((path) => GROUND_DECISIONS[path] === undefined);
  expect(missing, 'Nobody may make alone the relation by which he reads. Say in tests/house/ground-decisions.ts who takes part and which test shows it').toEqual([]);
});

test('what is declared still opens records, and its proof exists', () => {
  expect(Object.keys(GROUND_DECISIONS).filter((path) => !openers.includes(path))).toEqual([]);
  expect(Object.values(GROUND_DECISIONS).filter(({ proof }) => !tree.files.has(proof)).map(({ proof }) => proof)).toEqual([]);
});

test('a new file that opens records is found', () => {
  expect(OPENS.test('await grantRecordBasis(tx, {')).toBe(true);
  expect(OPENS.test('await tx.execute(`insert into access.record_basis (person_id')).toBe(true);
});

test('what one person can open alone is an emergency, and nothing else', () => {
  expect(Object.entries(GROUND_DECISIONS).filter(([, { who }]) => who === 'alone').map(([path]) => path)).toEqual(['modules/health-record/server/commands/break-glass.ts']);
});
