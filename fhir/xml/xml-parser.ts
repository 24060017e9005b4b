/** A strict reader of well-formed XML without a document type: no entities but the five of XML, no external anything. */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
  /** Prefixes declared here and around, the default one under an empty name. */
  readonly namespaces?: ReadonlyMap<string, string>;
}

/** What is wrong, and in which line. */
export class XmlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** FHIR nests 60 deep at most; narratives add a few. */
const DEPTH_MAX = 200;
const NAMESPACES_MAX = 50;

const NAME = '[A-Za-z_][A-Za-z0-9_.:-]*';
const PIECE = new RegExp(
  '<!--[^]*?-->|<!\\[CDATA\\[([^]*?)\\]\\]>|<\\?[^]*?\\?>' +
    `|</(${NAME})\\s*>` +
    `|<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^<"]*"|'[^<']*'))*)\\s*(/?)>` +
    '|([^<]+)',
  'y',
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^<"]*)"|'([^<']*)')`, 'g');

interface Open {
  readonly element: XmlElement;
  readonly qualified: string;
  readonly namespaces: ReadonlyMap<string, string>;
}

/** Throws `XmlError`. */
export function parseXml(text: string): XmlElement {
  const reader = new Reader(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  return reader.read();
}

class Reader {
  private readonly text: string;
  private readonly stack: Open[] = [];
  private root: XmlElement | undefined;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): XmlElement {
    while (this.at < this.text.length) {
      PIECE.lastIndex = this.at;
      const piece = PIECE.exec(this.text);
      if (!piece) throw this.error(this.text.startsWith('<!', this.at) ? 'A document type or entity declaration is refused' : 'Not well-formed');
      const [whole, data, closing, opening, attributes, empty, characters] = piece;
      if (characters !== undefined) this.addText(this.decode(characters));
      else if (data !== undefined) this.addText(data);
      else if (closing !== undefined) this.close(closing);
      else if (opening !== undefined) this.open(opening, attributes ?? '', empty === '/');
      this.at += whole.length;
    }
    if (this.stack.length > 0 || !this.root) throw this.error('The document ends too early');
    return this.root;
  }

  private addText(text: string): void {
    const parent = this.stack.at(-1)?.element;
    if (parent) parent.children.push(text);
    else if (text.trim() !== '') throw this.error('Text outside the root element');
  }

  private close(qualified: string): void {
    if (this.stack.pop()?.qualified !== qualified) throw this.error(`</${qualified}> closes nothing`);
  }

  private open(qualified: string, attributeText: string, isEmpty: boolean): void {
    if (this.stack.length >= DEPTH_MAX) throw this.error('Nested too deeply');
    if (this.root && this.stack.length === 0) throw this.error('More than one root element');
    const attributes = new Map<string, string>();
    const outer = this.stack.at(-1)?.namespaces;
    const declared = new Map(attributeText.includes('xmlns') ? outer : undefined);
    for (const [, name, double, single] of attributeText.matchAll(ATTRIBUTE)) {
      const value = this.decode(double ?? single ?? '');
      if (name === 'xmlns') declared.set('', value);
      else if (name!.startsWith('xmlns:')) declared.set(name!.slice(6), value);
      else if (attributes.has(name!)) throw this.error(`The attribute ${name} occurs twice`);
      else attributes.set(name!, value);
    }
    const namespaces = declared.size > 0 || outer === undefined ? declared : outer;
    if (namespaces.size > NAMESPACES_MAX) throw this.error('Too many namespaces');
    const colon = qualified.indexOf(':');
    const prefix = colon < 0 ? '' : qualified.slice(0, colon);
    const namespace = namespaces.get(prefix);
    if (namespace === undefined && prefix !== '') throw this.error(`The prefix ${prefix} is not declared`);
    const element: XmlElement = { name: qualified.slice(colon + 1), namespace: namespace ?? '', attributes, children: [], namespaces };
    this.stack.at(-1)?.element.children.push(element);
    this.root ??= element;
    if (!isEmpty) this.stack.push({ element, qualified, namespaces });
  }

  private decode(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));|&/g, (found, ...groups: (string | undefined)[]) => {
      const [hex, decimal, name] = groups;
      if (name !== undefined) return NAMED[name]!;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (found === '&' || !isCharacter(code)) throw this.error('An entity or character reference that XML does not define');
      return String.fromCodePoint(code);
    });
  }

  private error(message: string): XmlError {
    return new XmlError(message, this.text.slice(0, this.at).split('\n').length);
  }
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** https://www.w3.org/TR/xml/#NT-Char */
const isCharacter = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);

export const escapeText = (text: string): string => text.replace(/[&<>]/g, (found) => ESCAPES[found]!);
export const escapeAttribute = (text: string): string => text.replace(/[&<>"\n\r\t]/g, (found) => ESCAPES[found]!);
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };
