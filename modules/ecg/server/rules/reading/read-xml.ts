import { XMLParser, XMLValidator } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { EcgFailure } from './ecg-failure.ts';

/** An element without prefixes, in the order of the file. `path` is where it stands, for messages. */
export interface XmlElement {
  readonly name: string;
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const DEPTH_MAX = 100;
const ELEMENTS_MAX = 500_000;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false,
  // The five entities of XML and numbers are decoded below; a document declares none here.
  processEntities: false,
  removeNSPrefix: true, cdataPropName: '#cdata', maxNestedTags: DEPTH_MAX,
});

/** Reads one document. A document type is refused: devices write none, and entities that it declares are the known way to exhaust a reader. */
export function readXml(bytes: Buffer): XmlElement {
  const text = decodeXml(bytes);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new EcgFailure('entity', 'document type', 'declares a document type or entities, which no ECG needs');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new EcgFailure('malformed', `line ${valid.err.line}`, 'is not well-formed XML');
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch {
    throw new EcgFailure('too-large', 'document', `has elements in more than ${DEPTH_MAX} levels`);
  }
  const budget = { left: ELEMENTS_MAX };
  const root = elementsOf(nodes, '', budget).find(({ name }) => !name.startsWith('?'));
  if (root === undefined) throw new EcgFailure('malformed', 'document', 'holds no element');
  return root;
}

/** By byte order mark, then by what the declaration says, then UTF-8. */
function decodeXml(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, 'utf-16le').replace(/^\uFEFF/, '');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf-16be').replace(/^\uFEFF/, '');
  if (bytes[0] === 0x3c && bytes[1] === 0) return iconv.decode(bytes, 'utf-16le');
  const named = /^[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(bytes.toString('latin1', 0, 300))?.[1];
  const encoding = named !== undefined && iconv.encodingExists(named) && !/^utf-?16/i.test(named) ? named : 'utf-8';
  return iconv.decode(bytes, encoding).replace(/^\uFEFF/, '').replace(/^\s+(?=<)/, '');
}

function elementsOf(nodes: unknown, path: string, budget: { left: number }): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  const counts = new Map<string, number>();
  return nodes.flatMap((node: Record<string, unknown>): XmlElement[] => {
    const name = Object.keys(node).find((key) => key !== ':@' && !key.startsWith('#'));
    if (name === undefined) return [];
    budget.left -= 1;
    if (budget.left < 0) throw new EcgFailure('too-large', path, `holds more than ${ELEMENTS_MAX} elements`);
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const here = `${path}/${name}${number > 1 ? `[${number}]` : ''}`;
    const children = node[name];
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    return [{ name, path: here, attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, decodeEntities(String(value))])), children: elementsOf(children, here, budget), text: textOf(children) }];
  });
}

function textOf(children: unknown): string {
  if (!Array.isArray(children)) return '';
  return children.map((child: Record<string, unknown>) => ('#text' in child ? decodeEntities(String(child['#text'])) : '#cdata' in child ? cdataOf(child['#cdata']) : '')).join('');
}

const cdataOf = (value: unknown): string => (Array.isArray(value) ? value.map((each: Record<string, unknown>) => String(each['#text'] ?? '')).join('') : String(value));

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[A-Za-z][\w.-]*);/gi, (_whole, body: string) => {
    if (!body.startsWith('#')) {
      const known = NAMED[body];
      if (known === undefined) throw new EcgFailure('entity', 'text', 'uses an entity that XML does not have');
      return known;
    }
    const code = body[1] === 'x' || body[1] === 'X' ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(code);
  });
}

export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => element?.children.find((each) => each.name === name);
export const childrenNamed = (element: XmlElement | undefined, name: string): XmlElement[] => element?.children.filter((each) => each.name === name) ?? [];

/** Follows names down, the first of each. */
export const at = (element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined => names.reduce<XmlElement | undefined>((here, name) => child(here, name), element);

/** Every element of a name below, in the order of the file. */
export function descendants(element: XmlElement | undefined, name: string): XmlElement[] {
  if (element === undefined) return [];
  return element.children.flatMap((each) => [...(each.name === name ? [each] : []), ...descendants(each, name)]);
}

export const textIn = (element: XmlElement | undefined): string | null => {
  const text = element?.text.trim() ?? '';
  return text === '' ? null : text;
};

export const attribute = (element: XmlElement | undefined, name: string): string | null => {
  const value = element?.attributes[name]?.trim() ?? '';
  return value === '' ? null : value;
};

/** A finite number, or null. */
export const numberIn = (text: string | null | undefined): number | null => {
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text.trim());
  return Number.isFinite(value) ? value : null;
};
