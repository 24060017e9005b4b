import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One thing that breaks the house's law: where, and what to do instead. */
export interface Finding {
  readonly rule: string;
  readonly place: string;
  readonly remedy: string;
}

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The sources as the inspector sees them: from the disk, or with files planted by a test. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Parsed once, on first use. */
  parse(path: string): ts.SourceFile;
  /** Paths of the files in the tree that a file imports (types included); packages are left out. */
  importsOf(path: string): readonly string[];
  /** Names of the packages that a file imports. */
  packagesOf(path: string): readonly string[];
}

export const ROOT = join(import.meta.dirname, '..', '..');

export const isScript = (path: string): boolean => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts');
export const isGenerated = (path: string): boolean => /\.gen\.(ts|json|md|js)$/.test(path);
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('tests/') || path.startsWith('platform/testing/');

/** Reads every tracked and every new file that git does not ignore. */
export function readSourceTree(): SourceTree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  const files = new Map<string, SourceFile>();
  for (const path of listed.split('\0')) {
    if (path === '' || !/\.(ts|tsx|mts|mjs|sql|md|json|yaml|css|html)$/.test(path) || !existsSync(join(ROOT, path))) continue;
    files.set(path, { path, text: readFileSync(join(ROOT, path), 'utf8') });
  }
  return treeOf(files);
}

/** The tree with further files, or with files replaced. */
export function plant(tree: SourceTree, planted: Readonly<Record<string, string>>): SourceTree {
  const files = new Map(tree.files);
  for (const [path, text] of Object.entries(planted)) files.set(path, { path, text });
  return treeOf(files);
}

export function treeOf(files: ReadonlyMap<string, SourceFile>): SourceTree {
  const parsed = new Map<string, ts.SourceFile>();
  const imported = new Map<string, { files: string[]; packages: string[] }>();
  const parse = (path: string): ts.SourceFile => {
    const known = parsed.get(path);
    if (known) return known;
    const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const source = ts.createSourceFile(path, files.get(path)?.text ?? '', ts.ScriptTarget.ESNext, true, kind);
    parsed.set(path, source);
    return source;
  };
  const importsOf = (path: string) => {
    const known = imported.get(path);
    if (known) return known;
    const found = resolveImports(files, path);
    imported.set(path, found);
    return found;
  };
  return { files, parse, importsOf: (path) => importsOf(path).files, packagesOf: (path) => importsOf(path).packages };
}

function resolveImports(files: ReadonlyMap<string, SourceFile>, path: string): { files: string[]; packages: string[] } {
  const text = files.get(path)?.text ?? '';
  const found = { files: [] as string[], packages: [] as string[] };
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    const target = resolveSpecifier(path, fileName);
    if (target === undefined) found.packages.push(fileName);
    else found.files.push(target);
  }
  return found;
}

/** Relative and `#floor/...` specifiers become paths of the tree; anything else is a package. */
export function resolveSpecifier(from: string, specifier: string): string | undefined {
  const clean = specifier.replace(/\?.*$/, '');
  if (clean.startsWith('#')) return clean.slice(1);
  if (clean.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), clean));
  return undefined;
}

/** The top folder (`apps`, `modules`, `fhir`, `platform`, `tests`, `tools`), and for modules the room's name. */
export function placeOf(path: string): { floor: string; room: string | undefined } {
  const [floor = '', room] = path.split('/');
  return { floor, room: floor === 'modules' ? room : undefined };
}
