import { createHash } from 'node:crypto';
import { elementSpans, memberSpans, wholeSpan, type Span } from './json-spans.ts';

/** One resource to be written, as text; `place` names where it came from. */
export interface ImportEntry {
  readonly place: string;
  readonly type: string;
  readonly id: string;
  readonly text: string;
}

export interface Refused {
  readonly place: string;
  readonly reason: string;
}

export interface Reading {
  readonly entries: readonly ImportEntry[];
  readonly refused: readonly Refused[];
  /** Good JSON, but nothing of FHIR. */
  readonly foreign?: boolean;
}

const URN = /^urn:(uuid|oid):(.+)$/;

/**
 * Reads a JSON text that holds one resource or a Bundle. Each entry becomes a PUT under a fixed id: its own, that of its
 * `urn:uuid:` fullUrl, or a hash of its content; references to those URNs are rewritten. So a repeat changes nothing.
 * `keep` stores a Bundle as the resource it is: each line of NDJSON is one resource (FHIR Bulk Data, "ndjson").
 */
export function readEntries(text: string, place: string, bundles: 'unpack' | 'keep' = 'unpack'): Reading {
  let parsed: { resourceType?: unknown; type?: unknown };
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, '')) as typeof parsed;
  } catch (error) {
    return { entries: [], refused: [{ place, reason: `不是正确的 JSON · not valid JSON: ${(error as Error).message}` }] };
  }
  if (typeof parsed !== 'object' || parsed === null || typeof parsed.resourceType !== 'string') {
    return { entries: [], refused: [{ place, reason: '没有 resourceType · no resourceType' }], foreign: true };
  }
  const span = wholeSpan(text);
  const isParcel = bundles === 'unpack' && parsed.resourceType === 'Bundle' && ['transaction', 'batch', 'collection', 'searchset', 'history'].includes(String(parsed.type));
  if (!isParcel) return { entries: [entryOf({ text, span, place })], refused: [] };
  return readBundle(text, span, place);
}

function readBundle(text: string, bundle: Span, place: string): Reading {
  const list = memberSpans(text, bundle).get('entry');
  const refused: Refused[] = [];
  const raw: { place: string; span: Span; fullUrl: string | undefined }[] = [];
  for (const [index, element] of (list ? elementSpans(text, list) : []).entries()) {
    const at = `${place} entry ${index}`;
    const members = memberSpans(text, element);
    const resource = members.get('resource');
    const fullUrl = stringAt(text, members.get('fullUrl'));
    if (resource) raw.push({ place: at, span: resource, fullUrl });
    else refused.push({ place: at, reason: '条目中没有资源 · the entry holds no resource' });
  }
  const entries = raw.map(({ place: at, span, fullUrl }) => ({ entry: entryOf({ text, span, place: at, fullUrl }), fullUrl }));
  const targets = new Map(entries.flatMap(({ entry, fullUrl }) => (fullUrl !== undefined && URN.test(fullUrl) ? [[fullUrl, `${entry.type}/${entry.id}`] as const] : [])));
  return { entries: entries.map(({ entry }) => ({ ...entry, text: withTargets(entry.text, targets) })), refused };
}

/** Only whole strings are replaced, so a URN inside a narrative stays. */
function withTargets(text: string, targets: ReadonlyMap<string, string>): string {
  if (targets.size === 0) return text;
  return text.replace(/("reference"\s*:\s*)"(urn:(?:uuid|oid):[^"\\]+)"/g, (whole, name: string, urn: string) => {
    const target = targets.get(urn);
    return target === undefined ? whole : `${name}"${target}"`;
  });
}

interface RawEntry {
  readonly text: string;
  readonly span: Span;
  readonly place: string;
  readonly fullUrl?: string | undefined;
}

function entryOf({ text, span, place, fullUrl }: RawEntry): ImportEntry {
  const resource = text.slice(span.start, span.end);
  const members = memberSpans(text, span);
  const type = stringAt(text, members.get('resourceType')) ?? 'Unknown';
  const own = stringAt(text, members.get('id'));
  if (own !== undefined) return { place, type, id: own, text: resource };
  const id = URN.exec(fullUrl ?? '')?.[2] ?? createHash('sha256').update(resource).digest('hex').slice(0, 40);
  return { place, type, id, text: `{"id":${JSON.stringify(id)}${members.size > 0 ? ',' : ''}${resource.slice(1)}` };
}

function stringAt(text: string, span: Span | undefined): string | undefined {
  if (!span || text[span.start] !== '"') return undefined;
  return JSON.parse(text.slice(span.start, span.end)) as string;
}
