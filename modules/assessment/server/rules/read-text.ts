import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { SchemeFinding } from '../../contract/scheme.ts';

export type Place = readonly (string | number)[];
export interface Fault {
  readonly path: Place;
  readonly code: string;
  readonly message: SchemeFinding['message'];
}

export interface ReadText<Content> {
  /** Only there when nothing is wrong. */
  readonly content?: Content;
  readonly findings: readonly SchemeFinding[];
}

/** Reads YAML or JSON by a schema, then by rules of its own; every finding names line, column and path. */
export function readText<Content>(text: string, { schema, charactersMax, check }: { schema: z.ZodType<Content>; charactersMax: number; check: (content: Content) => Fault[] }): ReadText<Content> {
  if (text.length > charactersMax) return only('too-long', '文件过长，拒绝读取而不截断', 'the file is too long; it is refused, not cut');
  const lines = new LineCounter();
  // Anchors could multiply a short text without bound; a scheme or questionnaire has no need of them.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true, version: '1.2', merge: false });
  if (document.errors.length > 0) {
    return { findings: document.errors.map((error) => ({ line: error.linePos?.[0].line ?? 1, column: error.linePos?.[0].col ?? 1, path: '', code: 'yaml', message: words(error.message.split('\n')[0] ?? '') })) };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return only('alias', '不允许使用 YAML 别名', 'aliases of YAML are not allowed');
  }
  const locate = (path: readonly PropertyKey[]) => placeOf(document, lines, path.map((part) => (typeof part === 'symbol' ? String(part) : part)));
  const parsed = schema.safeParse(versionAsWritten(value, document));
  if (!parsed.success) {
    return { findings: sorted(parsed.error.issues.map((issue) => ({ ...locate(issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path), code: 'shape', message: words(issue.message) }))) };
  }
  const faults = check(parsed.data);
  return faults.length > 0 ? { findings: sorted(faults.map(({ path, code, message }) => ({ ...locate(path), code, message }))) } : { content: parsed.data, findings: [] };
}

const only = (code: string, zh: string, en: string) => ({ findings: [{ line: 1, column: 1, path: '', code, message: { zh, en } }] });

/** `version: 2026.10` is a text to a person and 2026.1 to YAML: what was written counts. */
function versionAsWritten(value: unknown, document: Document.Parsed): unknown {
  if (typeof value !== 'object' || value === null || !('version' in value)) return value;
  const node = document.get('version', true) as { source?: string } | undefined;
  return typeof value.version === 'number' && node?.source !== undefined ? { ...value, version: node.source } : value;
}

function placeOf(document: Document.Parsed, lines: LineCounter, path: Place): Pick<SchemeFinding, 'line' | 'column' | 'path'> {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = (node as { range?: readonly number[] } | null | undefined)?.range?.[0];
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    return { line, column: col, path: path.join('.') };
  }
  return { line: 1, column: 1, path: path.join('.') };
}

const words = (message: string): SchemeFinding['message'] => {
  const [en, zh] = message.split(' / ');
  return { zh: zh ?? message, en: en ?? message };
};

const sorted = (findings: readonly SchemeFinding[]): SchemeFinding[] => [...findings].sort((a, b) => a.line - b.line || a.column - b.column || a.path.localeCompare(b.path));
