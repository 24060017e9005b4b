import { describe, expect, test } from 'vitest';
import { dead } from './rules/dead.ts';
import { browserDoors, edgesDeclared, moduleDoors } from './rules/doors.ts';
import { cycles, floors } from './rules/floors.ts';
import { moduleInterior, names } from './rules/names.ts';
import { commandProofs, oneStem } from './rules/proofs.ts';
import { sizes } from './rules/sizes.ts';
import { migrationSchemas, sqlPlaces } from './rules/sql.ts';
import { readSourceTree, type Finding, type SourceTree } from './tree.ts';

/** The law of the house, read from the sources. There is no list of exceptions, so that it can only stay empty. */
const RULES: Readonly<Record<string, (tree: SourceTree) => Finding[]>> = {
  'imports point down': floors,
  'no import cycles': cycles,
  'modules are entered by their two doors': moduleDoors,
  'edges are declared, acyclic and used': edgesDeclared,
  'browser code and contracts keep to their doors': browserDoors,
  'SQL stands in the store and names its own schema': sqlPlaces,
  'migrations keep to their schema': migrationSchemas,
  'sizes stay below their stop values': sizes,
  'names and forbidden words': names,
  'every module has the same interior': moduleInterior,
  'one stem from contract to file': oneStem,
  'every command has its four proofs': commandProofs,
  'nothing is dead': dead,
};

describe('the house', () => {
  const tree = readSourceTree();
  for (const [title, rule] of Object.entries(RULES)) {
    test(title, () => {
      const findings = rule(tree).map(({ rule: name, place, remedy }) => `[${name}] ${place} ${remedy}`);
      expect(findings).toEqual([]);
    });
  }
});
