import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it stands in the file, order and repetition kept. `text` is its own character data, entities decoded. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export type XmlFault = 'xml.too-large' | 'xml.document-type' | 'xml.entity' | 'xml.not-well-formed' | 'xml.too-deep';

/** Why a file is not read; `line` counts from 1 where it is known. */
export class XmlRefusal extends Error {
  readonly fault: XmlFault;
  readonly line: number | undefined;

  constructor(fault: XmlFault, line?: number) {
    super(fault);
    this.name = 'XmlRefusal';
    this.fault = fault;
    this.line = line;
  }
}

const CHARACTERS_MAX = 40_000_000;
const DEPTH_MAX = 200;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded below: the five of XML and numbers, nothing that a document declares.
  processEntities: false,
  removeNSPrefix: true,
  cdataPropName: '#cdata',
  maxNestedTags: DEPTH_MAX,
});

/** Reads one document. No document type with declarations, no entity besides the five of XML: nothing is ever fetched or expanded. */
export function readXml(text: string): XmlElement {
  if (text.length > CHARACTERS_MAX) throw new XmlRefusal('xml.too-large');
  const bare = withoutDocumentType(text.replace(/^\uFEFF/, '').replace(/^\s+(?=<)/, ''));
  requireKnownEntities(bare);
  const valid = XMLValidator.validate(bare);
  if (valid !== true) throw new XmlRefusal('xml.not-well-formed', valid.err.line);
  let nodes: unknown;
  try {
    nodes = parser.parse(bare);
  } catch {
    throw new XmlRefusal('xml.too-deep');
  }
  const root = elementsOf(nodes, 0).find(({ name }) => !name.startsWith('?'));
  if (root === undefined) throw new XmlRefusal('xml.not-well-formed');
  return root;
}

/** A mere reference to a document type is left out; one that declares anything is refused. */
function withoutDocumentType(text: string): string {
  const at = prologueEnd(text);
  if (text.slice(at, at + 9).toUpperCase() !== '<!DOCTYPE') {
    if (/<!(DOCTYPE|ENTITY)/i.test(withoutOpaque(text))) throw new XmlRefusal('xml.document-type');
    return text;
  }
  const end = text.indexOf('>', at);
  const type = end < 0 ? '' : text.slice(at + 2, end);
  if (end < 0 || /[[<]/.test(type)) throw new XmlRefusal('xml.document-type', lineOf(text, at));
  return text.slice(0, at) + text.slice(end + 1);
}

/** Where white space, comments and processing instructions at the beginning end. One pass: no pattern could be led astray by many comments. */
function prologueEnd(text: string): number {
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at += 1;
    const close = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : undefined;
    const end = close === undefined ? -1 : text.indexOf(close, at + 2);
    if (close === undefined || end < 0) return at;
    at = end + close.length;
  }
}

/** Comments and CDATA blanked out, lines kept. Each search goes on where the last one ended: what does not come any more is not looked for once a comment. */
function withoutOpaque(text: string): string {
  const parts: string[] = [];
  const next = { comment: -2, data: -2 };
  let at = 0;
  for (;;) {
    if (next.comment !== -1 && next.comment < at) next.comment = text.indexOf('<!--', at);
    if (next.data !== -1 && next.data < at) next.data = text.indexOf('<![CDATA[', at);
    const { comment, data } = next;
    const start = comment < 0 ? data : data < 0 ? comment : Math.min(comment, data);
    const close = start === comment ? '-->' : ']]>';
    const end = start < 0 ? -1 : text.indexOf(close, start + 4);
    if (start < 0 || end < 0) return [...parts, text.slice(at)].join('');
    parts.push(text.slice(at, start), text.slice(start, end + 3).replace(/[^\n]/g, ' '));
    at = end + 3;
  }
}

function requireKnownEntities(text: string): void {
  const outside = withoutOpaque(text);
  for (const match of outside.matchAll(/&([^;\s<&]{0,64});/g)) {
    if (decodeEntity(match[1] ?? '') === undefined) throw new XmlRefusal('xml.entity', lineOf(outside, match.index));
  }
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

function decodeEntity(name: string): string | undefined {
  const number = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (number === null) return NAMED[name];
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

const decoded = (text: string): string => text.replace(/&([^;\s<&]{0,64});/g, (whole, name: string) => decodeEntity(name) ?? whole);

type Node = Readonly<Record<string, unknown>>;

function elementsOf(nodes: unknown, depth: number): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  if (depth > DEPTH_MAX) throw new XmlRefusal('xml.too-deep');
  return (nodes as Node[]).flatMap((node): XmlElement[] => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text' || name === '#cdata') return [];
    const children = node[name] as Node[];
    return [{ name, attributes: attributesOf(node[':@']), children: elementsOf(children, depth + 1), text: textOf(children) }];
  });
}

function attributesOf(given: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((given ?? {}) as Record<string, unknown>).map(([name, value]) => [name, decoded(String(value))]));
}

function textOf(children: readonly Node[]): string {
  return children.map((child) => {
    if ('#text' in child) return decoded(String(child['#text']));
    return '#cdata' in child ? ((child['#cdata'] as Node[])[0]?.['#text'] ?? '').toString() : '';
  }).join('');
}

/** The first child of this name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined => element?.children.find((child) => child.name === name);

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] => element?.children.filter((child) => child.name === name) ?? [];

/** Text of the element and all within, white space folded. */
export function wholeText(element: XmlElement | undefined): string {
  const collect = (each: XmlElement): string => [each.text, ...each.children.map(collect)].join(' ');
  return element === undefined ? '' : collect(element).replace(/\s+/g, ' ').trim();
}
