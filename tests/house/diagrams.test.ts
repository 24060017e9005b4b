import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MEMBERSHIP_TABLE } from '#modules/consortium/contract/memberships.ts';
import { downTable, outwardTable } from '#modules/referral/contract/states.ts';
import { BED_TABLE } from '#modules/scheduling/contract/beds.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { readEdges } from './rules/doors.ts';
import { readSourceTree, ROOT } from './tree.ts';

/** Drawn from the tables that the server and the screens read. */
const TABLES: Readonly<Record<string, StateTable<string, string>>> = {
  'Referral up and sideways · 上转与平转': outwardTable as StateTable<string, string>,
  'Referral down · 下转': downTable as StateTable<string, string>,
  'Membership · 成员关系': MEMBERSHIP_TABLE as StateTable<string, string>,
  'Bed · 床位': BED_TABLE as StateTable<string, string>,
};

function stateDiagram(table: StateTable<string, string>): string {
  const arrows = Object.entries(table).flatMap(([state, actions]) =>
    Object.entries(actions).map(([action, next]) => `  ${name(state)} --> ${name(next ?? state)}: ${action}`),
  );
  return ['```mermaid', 'stateDiagram-v2', ...arrows, '```'].join('\n');
}

/** Mermaid takes no hyphen in the name of a state. */
const name = (state: string): string => state.replace(/-/g, '_');

function roomDiagram(edges: ReadonlyMap<string, string>): string {
  return ['```mermaid', 'flowchart LR', ...[...edges.keys()].map((edge) => `  ${edge.replace(' -> ', ' --> ')}`), '```'].join('\n');
}

test('the diagrams are drawn from the tables (draw them anew with YIGONG_WRITE=1)', () => {
  const text = [
    '# States and rooms, drawn',
    '',
    'Drawn from the state tables and from modules/edges.json by `YIGONG_WRITE=1 npx vitest run tests/house/diagrams.test.ts`; never edited.',
    '',
    '## Which room may call which',
    '',
    roomDiagram(readEdges(readSourceTree())),
    '',
    ...Object.entries(TABLES).flatMap(([title, table]) => [`## ${title}`, '', stateDiagram(table), '']),
  ].join('\n');
  const file = join(ROOT, 'docs/guide/diagrams.gen.md');
  if (process.env.YIGONG_WRITE === '1') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
});
