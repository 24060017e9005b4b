import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { choiceProperty, isResourceElement, isResourceType, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../problems.ts';
import { escapeAttribute, escapeText, parseXml, XmlError, type XmlElement } from './xml-parser.ts';

const FHIR = 'http://hl7.org/fhir';
const XHTML = 'http://www.w3.org/1999/xhtml';

/**
 * A resource in FHIR XML as the object its JSON would give (https://hl7.org/fhir/R4/xml.html); decimals keep their digits.
 * Throws `fhir.not-xml` with the line and `fhir.invalid` with the paths of elements that the structure does not have.
 */
export function parseFhirXml(text: string): unknown {
  return readXmlElement(parsedXml(text));
}

/** As `parseFhirXml`, of a resource element inside another document. `inAnyOrder`: elements stand where a patch put them, not where the definition has them. */
export function readXmlElement(root: XmlElement, { inAnyOrder = false } = {}): unknown {
  const reader = new ResourceReader(inAnyOrder);
  const json = reader.resource(root, root.name);
  if (reader.problems.length > 0) throw fhirProblem('fhir.invalid', reader.problems);
  return parseFhirJson(json);
}

/** The root element. Throws `fhir.not-xml`. */
export function parsedXml(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const message = { zh: `第 ${error.line} 行不是有效的 XML。`, en: `${error.message} (line ${error.line}).` };
    throw fhirProblem('fhir.not-xml', [{ path: '', message }]);
  }
}

interface Found {
  readonly row: Placed;
  readonly type: string;
  readonly elements: XmlElement[];
}

/** Writes JSON text, so that numbers keep the form in which they were written. */
class ResourceReader {
  readonly problems: ProblemDetail[] = [];
  private readonly inAnyOrder: boolean;

  constructor(inAnyOrder: boolean) {
    this.inAnyOrder = inAnyOrder;
  }

  resource(element: XmlElement, path: string): string {
    if (element.namespace !== FHIR) this.report(path, `命名空间应为 ${FHIR}。`, `The namespace should be ${FHIR}.`);
    if (!isResourceType(element.name)) {
      this.report(path, '不是 FHIR R4 资源类型。', 'This is not an R4 resource type.');
      return '{}';
    }
    const members = this.members(element, element.name, path);
    return `{${[`"resourceType":${JSON.stringify(element.name)}`, ...members].join(',')}}`;
  }

  private members(element: XmlElement, structure: string, path: string): string[] {
    const members: string[] = [];
    const isResource = structureOf(structure).kind === 'resource';
    for (const [name, value] of element.attributes) {
      if (name === 'xsi:schemaLocation') continue;
      if (isResource || !(name === 'id' || (name === 'url' && structure === 'Extension'))) this.report(`${path}.${name}`, '没有这个属性。', 'There is no such attribute.');
      else members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
    }
    for (const [property, found] of this.grouped(element, structure, path)) members.push(...this.property(property, found, `${path}.${property}`));
    return members;
  }

  private grouped(element: XmlElement, structure: string, path: string): Map<string, Found> {
    const groups = new Map<string, Found>();
    const isResource = structureOf(structure).kind === 'resource';
    let last = -1;
    for (const child of element.children) {
      if (typeof child === 'string') {
        if (child.trim() !== '') this.report(path, '元素之间不能有文字。', 'There is text between elements.');
        continue;
      }
      const known = groups.get(child.name);
      const row = known ?? elementRow(structure, child.name);
      // Ids of elements and urls of extensions are attributes; the order is that of the definition (R4 §2.6.1).
      const isAttribute = !isResource && (child.name === 'id' || (child.name === 'url' && structure === 'Extension'));
      if (row && row.row.order < last && !this.inAnyOrder) this.report(`${path}.${child.name}`, '元素的次序不符合定义。', 'The element is out of order.');
      if (isAttribute) this.report(`${path}.${child.name}`, '应写作属性。', 'This is written as an attribute.');
      last = Math.max(last, row?.row.order ?? -1);
      if (known) known.elements.push(child);
      else if (row) groups.set(child.name, { ...row, elements: [child] });
      else this.report(`${path}.${child.name}`, '没有这个元素。', 'There is no such element.');
    }
    return groups;
  }

  private property(property: string, { row, type, elements }: Found, path: string): string[] {
    const name = JSON.stringify(property);
    if (row.max === 1 && elements.length > 1) this.report(path, '只能出现一次。', 'This occurs at most once.');
    const many = row.max !== 1;
    const place = (index: number): string => (many ? `${path}[${index}]` : path);
    if (type === 'xhtml') return [`${name}:${JSON.stringify(xhtmlText(elements[0]!, true))}`];
    if (isStructure(type) || isResourceElement(type)) {
      const values = elements.map((element, index) => (isResourceElement(type) ? this.inner(element, place(index)) : this.object(element, type, place(index))));
      return [`${name}:${many ? `[${values.join(',')}]` : values[0]!}`];
    }
    const pairs = elements.map((element, index) => this.primitive(element, type, place(index)));
    const members: string[] = [];
    const list = (pick: 0 | 1): string => (many ? `[${pairs.map((pair) => pair[pick] ?? 'null').join(',')}]` : pairs[0]![pick]!);
    if (pairs.some(([value]) => value !== undefined)) members.push(`${name}:${list(0)}`);
    if (pairs.some(([, sibling]) => sibling !== undefined)) members.push(`${JSON.stringify(`_${property}`)}:${list(1)}`);
    return members;
  }

  private object(element: XmlElement, type: string, path: string): string {
    this.checkNamespace(element, path);
    return `{${this.members(element, type, path).join(',')}}`;
  }

  private inner(element: XmlElement, path: string): string {
    const resources = element.children.filter((child) => typeof child !== 'string');
    if (resources.length === 1) return this.resource(resources[0]!, path);
    this.report(path, '应恰有一个资源。', 'There should be exactly one resource.');
    return '{}';
  }

  /** The value, and id and extensions beside it. */
  private primitive(element: XmlElement, type: string, path: string): [string | undefined, string | undefined] {
    this.checkNamespace(element, path);
    const { value, ...rest } = Object.fromEntries(element.attributes);
    const inside: XmlElement = { ...element, attributes: new Map(Object.entries(rest)) };
    const members = this.members(inside, 'Element', path);
    if (value === undefined && members.length === 0) this.report(path, '元素不能为空。', 'An element has a value or content.');
    return [value === undefined ? undefined : literalOf(value, type), members.length === 0 ? undefined : `{${members.join(',')}}`];
  }

  private checkNamespace(element: XmlElement, path: string): void {
    if (element.namespace !== FHIR) this.report(path, `命名空间应为 ${FHIR}。`, `The namespace should be ${FHIR}.`);
  }

  private report(path: string, zh: string, en: string): void {
    if (this.problems.length < 50) this.problems.push({ path, message: { zh, en } });
  }
}

type Placed = ElementRow & { readonly order: number };

function elementRow(structure: string, name: string): { row: Placed; type: string } | undefined {
  for (const [order, each] of structureOf(structure).elements.entries()) {
    const row = { ...each, order };
    if (row.max === 0) continue;
    if (!row.choice) {
      if (row.name === name) return { row, type: row.types[0]! };
      continue;
    }
    const type = row.types.find((each) => choiceProperty(row.name, each) === name);
    if (type !== undefined) return { row, type };
  }
  return undefined;
}

const NUMERIC = new Set(['integer', 'positiveInt', 'unsignedInt', 'decimal']);

/** What is no literal of its type stays a string, which the validator then refuses with its path. */
function literalOf(value: string, type: string): string {
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value;
  if (NUMERIC.has(type) && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return value;
  return JSON.stringify(value);
}

function xhtmlText(element: XmlElement, isRoot: boolean): string {
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const namespace = isRoot ? ` xmlns="${element.namespace === '' ? XHTML : escapeAttribute(element.namespace)}"` : '';
  const inside = element.children.map((child) => (typeof child === 'string' ? escapeText(child) : xhtmlText(child, false))).join('');
  return inside === '' ? `<${element.name}${namespace}${attributes}/>` : `<${element.name}${namespace}${attributes}>${inside}</${element.name}>`;
}
