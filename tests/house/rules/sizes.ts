import ts from 'typescript';
import { isGenerated, isScript, isTest, type Finding, type SourceTree } from '../tree.ts';

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;
const COMPONENT_LINES_MAX = 120;
const PARAMETERS_MAX = 3;
const FOLDER_ENTRIES_MAX = 25;

/** Stop values of docs: file 400 lines, function 70, component 120, three parameters, folder 25 entries. */
export function sizes(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const { path, text } of tree.files.values()) {
    if (!isScript(path) || isGenerated(path)) continue;
    const lines = text.split('\n').length;
    if (lines > FILE_LINES_MAX && !isTest(path)) findings.push(tooBig(path, `has ${lines} lines (stop at ${FILE_LINES_MAX}). Split it by concern.`));
    if (!isTest(path)) findings.push(...functionSizes(tree.parse(path), path));
  }
  return [...findings, ...folderSizes(tree)];
}

const tooBig = (place: string, remedy: string): Finding => ({ rule: 'sizes', place, remedy });

function functionSizes(source: ts.SourceFile, path: string): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const lines = source.getLineAndCharacterOfPosition(node.end).line - start + 1;
      const max = isComponent(node) ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
      const place = `${path}:${start + 1}`;
      if (lines > max) findings.push(tooBig(place, `${nameOf(node)} has ${lines} lines (stop at ${max}). Take a named step out of it.`));
      if (node.parameters.length > PARAMETERS_MAX) {
        findings.push(tooBig(place, `${nameOf(node)} has ${node.parameters.length} parameters. From the fourth on, pass one object.`));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

function nameOf(node: ts.Node): string {
  if ('name' in node && node.name !== undefined) return (node.name as ts.Node).getText();
  if (node.parent && ts.isVariableDeclaration(node.parent)) return node.parent.name.getText();
  return 'a function';
}

/** A component is a capitalised function of a `.tsx` file. */
const isComponent = (node: ts.Node): boolean => node.getSourceFile().fileName.endsWith('.tsx') && /^[A-Z]/.test(nameOf(node));

function folderSizes(tree: SourceTree): Finding[] {
  const entries = new Map<string, Set<string>>();
  for (const path of tree.files.keys()) {
    if (isGenerated(path) || path.includes('/migrations/') || path.startsWith('docs/')) continue;
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      const entry = parts[depth] ?? '';
      // A test stands beside its file and counts with it.
      const stem = entry.replace(/\.test(?=\.tsx?$)/, '');
      entries.set(folder, (entries.get(folder) ?? new Set()).add(stem));
    }
  }
  return [...entries]
    .filter(([, names]) => names.size > FOLDER_ENTRIES_MAX)
    .map(([folder, names]) => tooBig(folder, `has ${names.size} entries (stop at ${FOLDER_ENTRIES_MAX}). Group what belongs together.`));
}
