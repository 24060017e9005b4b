import { LineCounter, parseDocument, type Document } from 'yaml';
import { packFiles, type PackFile, type PackFinding, type RegionPack } from '../../contract/pack.ts';
import { checkPack } from './check-pack.ts';
import type { Known, Locate, Place } from './pack-place.ts';

/** The texts of a region's files by name without ending (`tasks` for `tasks.yaml`). */
export type PackTexts = Readonly<Partial<Record<PackFile, string>>>;

/** A pack is only there when nothing is wrong with it. */
export interface ReadPack {
  readonly pack?: RegionPack;
  readonly findings: readonly PackFinding[];
}

const MANDATORY: readonly PackFile[] = ['region', 'tasks'];
const EMPTY: Readonly<Record<string, unknown>> = {
  consortia: { consortia: [] }, governance: { committees: [] }, targets: { targets: [] }, timeline: { phases: [] }, rules: { rules: [] }, indicators: { set: [] },
};

/** Longest text of one file, in characters: a policy of any city is far below. */
const FILE_CHARACTERS_MAX = 2_000_000;

interface Source {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Reads and checks the files of a region; every finding names file, line and column. */
export function readPack(texts: PackTexts, known: Known): ReadPack {
  const findings: PackFinding[] = [];
  const sources = new Map<PackFile, Source>();
  const values: Record<string, unknown> = {};
  const locate: Locate = (file, place) => placeOf(file, place, sources.get(file));
  for (const file of Object.keys(packFiles) as PackFile[]) {
    const value = readFile(file, texts[file], { sources, findings });
    const parsed = value === undefined ? undefined : packFiles[file].safeParse(value);
    if (parsed === undefined) continue;
    if (parsed.success) values[file] = parsed.data;
    else for (const issue of parsed.error.issues) findings.push({ ...locate(file, placeWithin(issue)), code: 'shape', message: words(issue.message) });
  }
  if (findings.length > 0) return { findings: sorted(findings) };
  const pack = assemble(values);
  const contradictions = checkPack(pack, { known, locate });
  return contradictions.length > 0 ? { findings: sorted(contradictions) } : { pack, findings: [] };
}

function readFile(file: PackFile, text: string | undefined, into: { sources: Map<PackFile, Source>; findings: PackFinding[] }): unknown {
  if (text === undefined) {
    if (!MANDATORY.includes(file)) return EMPTY[file];
    into.findings.push({ file: `${file}.yaml`, line: 1, column: 1, path: '', code: 'missing-file', message: { zh: `缺少 ${file}.yaml`, en: `${file}.yaml is missing` } });
    return undefined;
  }
  if (text.length > FILE_CHARACTERS_MAX) {
    into.findings.push({ file: `${file}.yaml`, line: 1, column: 1, path: '', code: 'too-long', message: { zh: '文件过长，拒绝读取而不截断', en: 'the file is too long; it is refused, not cut' } });
    return undefined;
  }
  const deep = deepLine(text);
  if (deep !== undefined) {
    into.findings.push({ file: `${file}.yaml`, line: deep, column: 1, path: '', code: 'too-deep', message: { zh: '嵌套过深', en: 'nested deeper than any pack is' } });
    return undefined;
  }
  const lines = new LineCounter();
  // Anchors could multiply a short text without bound; a pack has no need of them.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true, version: '1.2', merge: false });
  into.sources.set(file, { document, lines });
  for (const error of document.errors) {
    const at = error.linePos?.[0] ?? { line: 1, col: 1 };
    into.findings.push({ file: `${file}.yaml`, line: at.line, column: at.col, path: '', code: 'yaml', message: words(error.message.split('\n')[0] ?? error.code) });
  }
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    into.findings.push({ file: `${file}.yaml`, line: 1, column: 1, path: '', code: 'alias', message: { zh: '不允许使用 YAML 别名', en: 'aliases of YAML are not allowed' } });
    return undefined;
  }
}

const DEPTH_MAX = 60;

/** The line on which brackets or list marks are nested deeper than any pack needs; the parser would take long over them. */
function deepLine(text: string): number | undefined {
  let [depth, line] = [0, 1];
  for (const letter of text) {
    if (letter === '\n') line += 1;
    else if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
    if (depth > DEPTH_MAX) return line;
  }
  const marked = text.split('\n').findIndex((each) => /^\s*(?:[-?:]\s+){61}/.test(each));
  return marked < 0 ? undefined : marked + 1;
}

/** An unknown key is reported at the key itself. */
function placeWithin(issue: { code?: string; path: readonly PropertyKey[]; keys?: readonly string[] }): Place {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  return issue.code === 'unrecognized_keys' && issue.keys?.[0] !== undefined ? [...path, issue.keys[0]] : path;
}

function placeOf(file: PackFile, place: Place, source: Source | undefined): ReturnType<Locate> {
  for (let length = place.length; source !== undefined && length >= 0; length -= 1) {
    const node = length === 0 ? source.document.contents : source.document.getIn(place.slice(0, length), true);
    const start = (node as { range?: readonly number[] } | undefined)?.range?.[0];
    if (start === undefined) continue;
    const { line, col } = source.lines.linePos(start);
    return { file: `${file}.yaml`, line, column: col, path: place.join('.') };
  }
  return { file: `${file}.yaml`, line: 1, column: 1, path: place.join('.') };
}

const words = (message: string): PackFinding['message'] => {
  const [en, zh] = message.split(' / ');
  return { zh: zh ?? message, en: en ?? message };
};

const sorted = (findings: readonly PackFinding[]): PackFinding[] => [...findings].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);

function assemble(values: Record<string, unknown>): RegionPack {
  const { indicators, ...rest } = values as Record<string, Record<string, unknown>>;
  return { ...Object.assign({}, ...Object.values(rest)), indicatorSet: indicators?.['set'] } as RegionPack;
}
