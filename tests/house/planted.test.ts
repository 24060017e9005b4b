import { describe, expect, test } from 'vitest';
import { dead } from './rules/dead.ts';
import { browserDoors, edgesDeclared, moduleDoors } from './rules/doors.ts';
import { cycles, floors } from './rules/floors.ts';
import { moduleInterior, names } from './rules/names.ts';
import { commandProofs, oneStem } from './rules/proofs.ts';
import { sizes } from './rules/sizes.ts';
import { migrationSchemas, sqlPlaces } from './rules/sql.ts';
import { plant, treeOf, type Finding, type SourceTree } from './tree.ts';

interface Planted {
  readonly title: string;
  readonly rule: (tree: SourceTree) => Finding[];
  readonly files: Readonly<Record<string, string>>;
  /** A word of the remedy, so that the right rule bites. */
  readonly says: string;
}

const lines = (count: number, line: string): string => Array.from({ length: count }, () => line).join('\n');
const schema = { 'modules/ward/migrations/20260101T0000_create_ward.sql': 'create schema ward; create schema other;' };

/** Each row plants one offence into a small clean tree; the inspector must find it. */
const OFFENCES: readonly Planted[] = [
  { title: 'platform that imports a module', rule: floors, files: { 'platform/http/x.ts': "import { contract } from '#modules/ward/contract.ts';" }, says: 'lies above it' },
  { title: 'a kernel that imports a package', rule: floors, files: { 'platform/kernel/x.ts': "import { z } from 'zod';" }, says: 'imports nothing' },
  { title: 'a cycle of types', rule: cycles, files: { 'platform/http/a.ts': "import type { B } from './b.ts';", 'platform/http/b.ts': "import type { A } from './a.ts';" }, says: 'cycle' },
  { title: 'a way past the door of another module', rule: moduleDoors, files: { 'modules/ward/server/store.ts': "import { rows } from '#modules/clinic/server/store.ts';" }, says: 'past the doors' },
  { title: 'an undeclared edge', rule: moduleDoors, files: { 'modules/ward/server/commands/x.ts': "import { find } from '#modules/clinic/server/api.ts';" }, says: 'without the edge' },
  { title: 'edges in a circle', rule: edgesDeclared, files: { 'modules/edges.json': JSON.stringify({ 'ward -> clinic': 'because the bed needs the clinic', 'clinic -> ward': 'because the clinic needs the bed' }) }, says: 'circle' },
  { title: 'an edge nobody uses', rule: edgesDeclared, files: { 'modules/edges.json': JSON.stringify({ 'ward -> clinic': 'because the bed needs the clinic' }) }, says: 'not used' },
  { title: 'an edge without a reason', rule: edgesDeclared, files: { 'modules/edges.json': JSON.stringify({ 'ward -> clinic': 'needed' }) }, says: 'no reason' },
  { title: 'a screen with server code', rule: browserDoors, files: { 'modules/ward/web/page.tsx': "import { store } from '../server/store.ts';" }, says: 'browser code imports' },
  { title: 'a screen with a Node module', rule: browserDoors, files: { 'modules/ward/web/page.tsx': "import { readFileSync } from 'node:fs';" }, says: 'server only' },
  { title: 'a contract with a driver', rule: browserDoors, files: { 'modules/ward/contract.ts': "import pg from 'pg';" }, says: 'a contract imports only' },
  { title: 'words of all contracts with a database', rule: browserDoors, files: { 'platform/contract/list.ts': "import type { Sql } from '#platform/database/transaction.ts';" }, says: 'a contract imports only' },
  { title: 'SQL outside the store', rule: sqlPlaces, files: { 'modules/ward/server/queries/x.ts': "export const text = 'select 1 from ward.bed';" }, says: 'outside store.ts' },
  { title: 'SQL on another schema', rule: sqlPlaces, files: { ...schema, 'modules/ward/server/store.ts': "export const text = 'select 1 from other.thing';" }, says: 'names the schema "other"' },
  { title: 'a foreign key across schemas', rule: migrationSchemas, files: { ...schema, 'modules/ward/migrations/20260101T0001_add_key.sql': 'alter table ward.bed add foreign key (id) references other.thing (id);' }, says: 'names the schema "other"' },
  { title: 'a migration without a verb', rule: migrationSchemas, files: { 'modules/ward/migrations/0001.sql': 'create schema ward;' }, says: 'is not named' },
  { title: 'a file past 400 lines', rule: sizes, files: { 'platform/http/x.ts': lines(401, 'export const a = 1;') }, says: 'stop at 400' },
  { title: 'a function past 70 lines', rule: sizes, files: { 'platform/http/x.ts': `function long() {\n${lines(70, '  run();')}\n}` }, says: 'stop at 70' },
  { title: 'a component past 120 lines', rule: sizes, files: { 'platform/web/x.tsx': `function Long() {\n${lines(120, '  run();')}\n}` }, says: 'stop at 120' },
  { title: 'a function of four parameters', rule: sizes, files: { 'platform/http/x.ts': 'const f = (a: 1, b: 2, c: 3, d: 4) => a;' }, says: 'parameters' },
  { title: 'a folder of 26 entries', rule: sizes, files: Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`platform/http/n${index}.ts`, ''])), says: 'stop at 25' },
  { title: 'a drawer', rule: names, files: { 'platform/http/utils.ts': '' }, says: 'Name it after what it does' },
  { title: 'a file in camel case', rule: names, files: { 'platform/http/openDoor.ts': '' }, says: 'kebab-case' },
  { title: 'a default export', rule: names, files: { 'platform/http/x.ts': 'export default 1;' }, says: 'default export' },
  { title: 'a barrel', rule: names, files: { 'platform/http/index.ts': "export * from './x.ts';" }, says: 'barrel' },
  { title: 'any', rule: names, files: { 'platform/http/x.ts': 'export const x = (y: any) => y;' }, says: '`any`' },
  { title: 'a reminder', rule: names, files: { 'platform/http/x.ts': '// TODO later' }, says: 'reminder word' },
  { title: 'a silenced type checker', rule: names, files: { 'platform/http/x.ts': '// @ts-ignore' }, says: 'silences' },
  { title: 'a strange entry in a module', rule: moduleInterior, files: { 'modules/ward/services/x.ts': '' }, says: 'does not belong' },
  { title: 'a README without its headings', rule: moduleInterior, files: { 'modules/ward/README.md': '# Ward\n## Purpose\n' }, says: 'lacks the headings' },
  { title: 'a command without its file', rule: oneStem, files: { 'modules/ward/contract.ts': "export const x = command({ name: 'openWard', path: '/wards' });" }, says: 'open-ward.ts' },
  { title: 'a command without its proofs', rule: commandProofs, files: { 'modules/ward/contract.ts': "export const x = command({ name: 'openWard', path: '/wards' });" }, says: 'lacks the proofs' },
  { title: 'a dead file', rule: dead, files: { 'platform/http/x.ts': 'export const x = 1;' }, says: 'imported by nothing' },
  { title: 'a dead export', rule: dead, files: { 'platform/http/x.ts': 'export const x = 1; export const y = 2;', 'platform/http/x.test.ts': "import { x } from './x.ts';" }, says: 'exports y' },
];

describe('the inspector finds', () => {
  for (const { title, rule, files, says } of OFFENCES) {
    test(title, () => {
      const findings = rule(plant(treeOf(new Map()), files));
      expect(findings.map((finding) => finding.remedy).join('\n')).toContain(says);
    });
  }
});
