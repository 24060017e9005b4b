import ts from 'typescript';
import { isGenerated, isScript, isTest, resolveSpecifier, type Finding, type SourceTree } from '../tree.ts';

/** Files that something outside the sources starts. */
const ENTRIES = [/^apps\/(server|cli)\/main\.ts$/, /^apps\/(workbench|portal)\/main\.tsx$/, /^apps\/workbench\/offline\/service-worker\.ts$/, /^tools\/.+\/?.*\.ts$/, /\.test\.tsx?$/, /^(vite|vitest)\.config\.ts$/, /^platform\/testing\/.*set-?up.*\.ts$/, /^tests\/set-up\.ts$/, /^tests\/performance\/.*\.ts$/];

/** No file that nothing reaches, no export that nobody imports. */
export function dead(tree: SourceTree): Finding[] {
  const scripts = [...tree.files.keys()].filter((path) => isScript(path) && !isGenerated(path));
  const used = usedNames(tree);
  const findings: Finding[] = [];
  for (const path of scripts) {
    if (ENTRIES.some((entry) => entry.test(path))) continue;
    const names = used.get(path);
    if (names === undefined) {
      findings.push({ rule: 'dead', place: path, remedy: 'is imported by nothing. Wire it in or delete it.' });
      continue;
    }
    if (names.has('*') || isTest(path)) continue;
    for (const name of exportsOf(tree.parse(path))) {
      if (!names.has(name)) findings.push({ rule: 'dead', place: path, remedy: `exports ${name}, which nobody imports. Drop the export, or the thing.` });
    }
  }
  return findings;
}

/** For each file: the names that others import from it; `*` for a whole or dynamic import. */
function usedNames(tree: SourceTree): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  const note = (path: string, name: string): void => void used.set(path, (used.get(path) ?? new Set()).add(name));
  for (const path of tree.files.keys()) {
    if (!isScript(path)) continue;
    const named = new Set<string>();
    for (const statement of tree.parse(path).statements) {
      const specifier = specifierOf(statement);
      const target = specifier === undefined ? undefined : resolveSpecifier(path, specifier);
      if (target === undefined) continue;
      named.add(target);
      for (const name of importedNames(statement)) note(target, name);
    }
    for (const target of tree.importsOf(path)) if (!named.has(target)) note(target, '*');
  }
  return used;
}

function specifierOf(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  return statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined;
}

function importedNames(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause && ts.isNamedExports(clause) ? clause.elements.map((element) => (element.propertyName ?? element.name).text) : ['*'];
  }
  if (!ts.isImportDeclaration(statement) || !statement.importClause) return ['*'];
  const { namedBindings, name } = statement.importClause;
  const found = name ? ['default'] : [];
  if (!namedBindings) return found;
  if (ts.isNamespaceImport(namedBindings)) return ['*'];
  return [...found, ...namedBindings.elements.map((element) => (element.propertyName ?? element.name).text)];
}

function exportsOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  for (const statement of source.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) if (ts.isIdentifier(declaration.name)) found.push(declaration.name.text);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) found.push(statement.name.text);
    }
  }
  return found;
}
