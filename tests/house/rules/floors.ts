import { isScript, isTest, placeOf, type Finding, type SourceTree } from '../tree.ts';

const HEIGHT: Readonly<Record<string, number>> = { platform: 0, fhir: 1, modules: 2, apps: 3, tools: 4, tests: 4 };

/** `tests/world` is the one world of tests, demonstration and `yigong generate` (docs/decisions/0005). */
const WORLD = 'tests/world/';

/** Imports point down: apps → modules → fhir → platform; the kernel imports nothing. */
export function floors(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const path of tree.files.keys()) {
    if (!isScript(path)) continue;
    const own = HEIGHT[placeOf(path).floor];
    if (own === undefined) continue;
    if (path.startsWith('platform/kernel/') && !isTest(path)) findings.push(...kernelImports(tree, path));
    for (const target of tree.importsOf(path)) {
      const other = HEIGHT[placeOf(target).floor];
      if (other === undefined || other <= own || isTest(path)) continue;
      if (target.startsWith(WORLD) && placeOf(path).floor === 'apps') continue;
      findings.push({
        rule: 'floors',
        place: path,
        remedy: `imports ${target}, which lies above it. Imports point down (apps → modules → fhir → platform): pass it in, raise an event, or move the shared noun below.`,
      });
    }
  }
  return findings;
}

function kernelImports(tree: SourceTree, path: string): Finding[] {
  const outside = [...tree.importsOf(path).filter((target) => !target.startsWith('platform/kernel/')), ...tree.packagesOf(path)];
  return outside.map((target) => ({
    rule: 'floors',
    place: path,
    remedy: `imports ${target}; the kernel imports nothing. State what you need as a structural type, or move the file out of the kernel.`,
  }));
}

/** No cycles, type imports included. Reports one path per knot. */
export function cycles(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack: string[] = [];
  const visit = (path: string): void => {
    state.set(path, 'open');
    stack.push(path);
    for (const target of tree.importsOf(path)) {
      if (!tree.files.has(target) || !isScript(target)) continue;
      const seen = state.get(target);
      if (seen === undefined) visit(target);
      else if (seen === 'open') findings.push(cycleFinding([...stack.slice(stack.indexOf(target)), target]));
    }
    stack.pop();
    state.set(path, 'done');
  };
  for (const path of tree.files.keys()) if (isScript(path) && !state.has(path)) visit(path);
  return findings;
}

const cycleFinding = (round: readonly string[]): Finding => ({
  rule: 'cycles',
  place: round[0] ?? '',
  remedy: `is part of a cycle (${round.join(' → ')}). Move what both need into a third file below them.`,
});
