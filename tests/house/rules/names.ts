import ts from 'typescript';
import { isGenerated, isScript, isTest, placeOf, type Finding, type SourceTree } from '../tree.ts';

const FORBIDDEN = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'lib']);
const DEFAULT_EXPORT_ALLOWED = /(^|\/)(vite|vitest)\.config\.ts$|platform\/testing\/global-set-?up\.ts$/;

const MODULE_ENTRIES = new Set(['README.md', 'contract.ts', 'contract', 'server', 'web', 'portal', 'cli', 'migrations']);
const SERVER_ENTRIES = new Set(['module.ts', 'routes.ts', 'commands', 'queries', 'rules.ts', 'rules', 'store.ts', 'store', 'reactions.ts', 'jobs.ts', 'api.ts']);
const README_HEADINGS = ['Purpose', 'Words', 'States', 'Tables', 'Events in and out', 'Permissions', 'Screens', 'Limits', 'Standards'];

/** Kebab-case, no drawer words, no default exports, no barrels, no `any`, no reminders. */
export function names(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const { path, text } of tree.files.values()) {
    const say = (remedy: string): void => void findings.push({ rule: 'names', place: path, remedy });
    const parts = path.split('/').map((part) => part.replace(/\..*$/, ''));
    const drawer = parts.find((part) => FORBIDDEN.has(part));
    if (drawer) say(`is called "${drawer}". Name it after what it does.`);
    if (!isScript(path)) continue;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*\.tsx?$/.test(path.split('/').at(-1) ?? '')) say('is not kebab-case.');
    if (isGenerated(path)) continue;
    if (/^export default/m.test(text) && !DEFAULT_EXPORT_ALLOWED.test(path)) say('has a default export. Use a named one.');
    if (/(^|\/)index\.tsx?$/.test(path)) say('is a barrel. Import from the file that defines the thing.');
    if (usesAny(tree.parse(path))) say('uses `any`. Take `unknown` at the edge and parse it.');
    if (!path.startsWith('tests/house/')) findings.push(...forbiddenText(path, text));
  }
  return findings;
}

function usesAny(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, (child) => usesAny(child) || undefined) ?? false);
}

function forbiddenText(path: string, text: string): Finding[] {
  const banned: [RegExp, string][] = [
    [/\b(TODO|FIXME|XXX|HACK)\b/, 'holds a reminder word. Do it now, or write it into the closing note.'],
    [/@ts-(ignore|nocheck|expect-error)/, 'silences the type checker.'],
    [/(eslint|oxlint)-disable/, 'silences the linter.'],
    [/\b(describe|it|test)\.only\(/, 'runs only one test.'],
  ];
  const code = text.replace(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/g, "''");
  return banned.filter(([pattern]) => pattern.test(code)).map(([, remedy]) => ({ rule: 'names', place: path, remedy }));
}

/** Every module has the same interior and the README's fixed headings. */
export function moduleInterior(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  const rooms = new Set<string>();
  for (const path of tree.files.keys()) {
    const { room } = placeOf(path);
    if (room === undefined || room === 'edges.json') continue;
    rooms.add(room);
    const [, , entry = '', inner = ''] = path.split('/');
    const remedy = 'does not belong into a module. The interior is fixed: README.md contract.ts server/ web/ portal/ cli/ migrations/.';
    if (!MODULE_ENTRIES.has(entry.replace('.test', ''))) findings.push({ rule: 'interior', place: path, remedy });
    else if (entry === 'server' && !SERVER_ENTRIES.has(inner.replace('.test', '')) && !isTest(path)) {
      findings.push({ rule: 'interior', place: path, remedy: `does not belong into server/, which holds ${[...SERVER_ENTRIES].join(' ')}.` });
    }
  }
  for (const room of rooms) findings.push(...readmeHeadings(tree, room));
  return findings;
}

function readmeHeadings(tree: SourceTree, room: string): Finding[] {
  const place = `modules/${room}/README.md`;
  const text = tree.files.get(place)?.text;
  if (text === undefined) return [{ rule: 'interior', place, remedy: `is missing. Headings: ${README_HEADINGS.join(' · ')}.` }];
  const found = [...text.matchAll(/^## (.+)$/gm)].map((match) => (match[1] ?? '').trim());
  const missing = README_HEADINGS.filter((heading) => !found.includes(heading));
  return missing.length === 0 ? [] : [{ rule: 'interior', place, remedy: `lacks the headings ${missing.join(', ')}.` }];
}
