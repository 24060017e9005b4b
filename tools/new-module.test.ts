import { expect, test } from 'vitest';
import { browserDoors, moduleDoors } from '#tests/house/rules/doors.ts';
import { moduleInterior, names } from '#tests/house/rules/names.ts';
import { oneStem } from '#tests/house/rules/proofs.ts';
import { sizes } from '#tests/house/rules/sizes.ts';
import { migrationSchemas } from '#tests/house/rules/sql.ts';
import { plant, treeOf } from '#tests/house/tree.ts';
import { newModuleFiles } from './new-module.ts';

test('a new module passes the inspector as it is written', () => {
  const tree = plant(treeOf(new Map()), newModuleFiles({ name: 'day-surgery', zh: '日间手术', stamp: '20260101T0000' }));
  const findings = [moduleInterior, names, oneStem, sizes, moduleDoors, browserDoors, migrationSchemas].flatMap((rule) => rule(tree));
  expect(findings).toEqual([]);
});
