import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTRACTS, MODULES } from '#apps/server/modules.ts';
import { platformProblems } from '#platform/errors/platform-problems.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import { manualText } from './manual-text.ts';
import { isScript, isTest, readSourceTree, ROOT } from './tree.ts';

const contracts: readonly ModuleContract[] = CONTRACTS;
const OPEN_PERMISSIONS = new Set(['public', 'signed-in']);

/** What the contracts declare is used, and what is used is declared. */
describe('the contracts', () => {
  test('every operation is bound to a handler, once', () => {
    const declared = MODULES.flatMap(({ contract }) => Object.values(contract.operations).map((operation) => operation.name)).sort();
    const bound = MODULES.flatMap((module) => module.operations.map(({ operation }) => operation.name)).sort();
    expect(bound).toEqual(declared);
    expect(new Set(declared).size).toBe(declared.length);
  });

  test('no two operations share method and address', () => {
    const places = contracts.flatMap((contract) => Object.values(contract.operations).map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`));
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  test('every permission asked for is declared, every declared one is asked for', () => {
    const declared = new Set(contracts.flatMap((contract) => Object.keys(contract.permissions)));
    const operations = contracts.flatMap((contract) => Object.values(contract.operations));
    const sources = sourceText();
    expect(operations.map(({ permission }) => permission).filter((each) => !declared.has(each) && !OPEN_PERMISSIONS.has(each))).toEqual([]);
    expect([...declared].filter((each) => !operations.some(({ permission }) => permission === each) && !sources.includes(`'${each}'`))).toEqual([]);
  });

  test('every event of a command is declared, every declared event is emitted or announced by a command', () => {
    const declared = new Set(contracts.flatMap((contract) => Object.keys(contract.events)));
    const commands = MODULES.flatMap(({ contract }) => Object.values(contract.operations)).filter((operation) => operation.kind === 'command');
    expect(commands.map((each) => (each.kind === 'command' ? each.event : '')).filter((event) => !declared.has(event))).toEqual([]);
    const sources = sourceText();
    expect([...declared].filter((event) => !sources.includes(`'${event}'`))).toEqual([]);
  });

  test('every reaction follows an event that somebody declares', () => {
    const declared = new Set([...contracts.flatMap((contract) => Object.keys(contract.events)), 'fhir.patient-written']);
    expect(MODULES.flatMap(({ reactions }) => reactions.map(({ on }) => on)).filter((event) => !declared.has(event))).toEqual([]);
  });

  test('every problem code is raised somewhere', () => {
    const sources = sourceText();
    const codes = [...Object.keys(platformProblems), ...contracts.flatMap((contract) => Object.keys(contract.problems))];
    expect(codes.filter((code) => occurrences(sources, `'${code}'`) < 2)).toEqual([]);
  });

  test('permissions and problem codes begin with the name of their room', () => {
    const strangers = contracts.flatMap(({ module, permissions, problems, events }) =>
      [...Object.keys(permissions), ...Object.keys(problems), ...Object.keys(events)].filter((name) => !belongsTo(module, name)),
    );
    expect(strangers).toEqual([]);
  });

  test('the manual lists every permission, event and problem (write it anew with YIGONG_WRITE=1)', () => {
    const file = join(ROOT, 'docs/guide/reference.gen.md');
    const text = manualText(contracts);
    if (process.env.YIGONG_WRITE === '1') writeFileSync(file, text);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
  });
});

/** `referral.accept` of `referral`, `resident.register` of `residents`; `portal.` is the residents' own door. */
const belongsTo = (module: string, name: string): boolean => [module, module.replace(/s$/, ''), 'portal'].includes(name.split('.')[0] ?? '');

let sources: string | undefined;

/** All program text of the house without tests. */
function sourceText(): string {
  sources ??= [...readSourceTree().files.values()]
    .filter(({ path }) => isScript(path) && !isTest(path))
    .map(({ text }) => text)
    .join('\n');
  return sources;
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;
