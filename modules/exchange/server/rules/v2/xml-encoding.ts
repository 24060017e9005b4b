import type { XmlElement } from '../xml/read-xml.ts';
import { V2Refusal, type Field, type Message, type Repetition, type Segment, type Separators, type XmlShape } from './message.ts';
import { escapeText, decodeText } from './escapes.ts';

const STANDARD: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };
const SEGMENT = /^[A-Z][A-Z0-9]{2}$/;

/** HL7 v2 XML encoding rules (v2xml 2003): groups around segments, elements named SEG.n and TYPE.n. */
export function parseXmlMessage(root: XmlElement): Message {
  const segments: Segment[] = [];
  const groups: string[][] = [];
  const types: Record<string, string> = {};
  let serial = 0;
  const walk = (element: XmlElement, around: readonly string[]): void => {
    for (const child of element.children) {
      if (!SEGMENT.test(child.name)) {
        serial += 1;
        walk(child, [...around, `${child.name}#${serial}`]);
        continue;
      }
      segments.push(segmentOf(child, types));
      groups.push([...around]);
    }
  };
  walk(root, []);
  if (segments[0]?.name !== 'MSH') throw new V2Refusal('v2.not-a-message', { segment: segments[0]?.name ?? root.name });
  return { separators: STANDARD, segments, before: '', xml: { root: root.name, namespace: root.attributes['xmlns'], groups, types } };
}

function segmentOf(element: XmlElement, types: Record<string, string>): Segment {
  const fields: Repetition[][] = [];
  for (const child of element.children) {
    const number = numberOf(child.name);
    if (number === undefined || number > 500) throw new V2Refusal('v2.xml', { segment: element.name }, child.name.slice(0, 40));
    const reps = (fields[number - 1] ??= []);
    reps.push(...repetitionsOf(child, types));
  }
  if (element.name === 'MSH') {
    fields[0] = [[[STANDARD.field]]];
    fields[1] = [[['^~\\&']]];
  }
  const complete = Array.from(fields, (field): Field => (field === undefined || field.length === 0 ? [[['']]] : field));
  return { name: element.name, fields: complete, ending: '\r' };
}

const numberOf = (name: string): number | undefined => {
  const match = /\.(\d{1,3})$/.exec(name);
  return match === null ? undefined : Number(match[1]);
};

const typeOf = (name: string): string => name.replace(/\.\d+$/, '');

function repetitionsOf(element: XmlElement, types: Record<string, string>): Repetition[] {
  if (element.children.length === 0) return [[[escapeText(element.text.trim(), STANDARD)]]];
  // An older shape wraps each repetition in the name of its type.
  const wrapped = element.children.every((child) => numberOf(child.name) === undefined);
  if (wrapped) {
    types[element.name] = `${element.children[0]!.name}*`;
    return element.children.map((child) => componentsOf(child, types));
  }
  types[element.name] = typeOf(element.children[0]!.name);
  return [componentsOf(element, types)];
}

function componentsOf(element: XmlElement, types: Record<string, string>): Repetition {
  if (element.children.length === 0) return [[escapeText(element.text.trim(), STANDARD)]];
  const components: string[][] = [];
  for (const child of element.children) {
    const number = numberOf(child.name);
    if (number === undefined || number > 200) continue;
    if (child.children.length > 0) types[child.name] = typeOf(child.children[0]!.name);
    components[number - 1] = subcomponentsOf(child);
  }
  return Array.from(components, (component) => component ?? ['']);
}

function subcomponentsOf(element: XmlElement): string[] {
  if (element.children.length === 0) return [escapeText(element.text.trim(), STANDARD)];
  const parts: string[] = [];
  for (const child of element.children) parts[(numberOf(child.name) ?? 1) - 1] = escapeText(child.text.trim(), STANDARD);
  return Array.from(parts, (part) => part ?? '');
}

/** The XML encoding of a message that came in it; empty elements are left out, as the rules allow. */
export function serialiseXmlMessage(message: Message): string {
  const shape = message.xml;
  if (shape === undefined) throw new V2Refusal('v2.xml');
  const lines: string[] = [];
  let open: readonly string[] = [];
  const closeTo = (depth: number): void => {
    for (const group of [...open].reverse().slice(0, open.length - depth)) lines.push(`</${group.split('#')[0]}>`);
    open = open.slice(0, depth);
  };
  message.segments.forEach((segment, index) => {
    const around = shape.groups[index] ?? [];
    let depth = 0;
    while (depth < open.length && open[depth] === around[depth]) depth += 1;
    closeTo(depth);
    for (const group of around.slice(depth)) lines.push(`<${group.split('#')[0]}>`);
    open = around;
    lines.push(segmentXml(segment, shape));
  });
  closeTo(0);
  const namespace = shape.namespace === undefined ? '' : ` xmlns="${shape.namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${shape.root}${namespace}>\n${lines.join('\n')}\n</${shape.root}>\n`;
}

function segmentXml({ name, fields }: Segment, shape: XmlShape): string {
  const parts = fields.flatMap((field, index) => {
    const element = `${name}.${index + 1}`;
    if (name === 'MSH' && index < 2) return [`<${element}>${xmlText(field[0]?.[0]?.[0] ?? '')}</${element}>`];
    const type = shape.types[element];
    if (type?.endsWith('*')) {
      const inner = field.map((repetition) => wrap(type.slice(0, -1), componentsXml(repetition, type.slice(0, -1), shape))).join('');
      return inner === '' ? [] : [`<${element}>${inner}</${element}>`];
    }
    return field.map((repetition) => wrap(element, type === undefined ? plain(repetition[0]?.[0] ?? '') : componentsXml(repetition, type, shape))).filter((text) => text !== '');
  });
  return `<${name}>${parts.join('')}</${name}>`;
}

function componentsXml(repetition: Repetition, type: string, shape: XmlShape): string {
  return repetition.map((component, index) => {
    const element = `${type}.${index + 1}`;
    const inner = shape.types[element];
    if (inner === undefined) return wrap(element, plain(component[0] ?? ''));
    return wrap(element, component.map((part, at) => wrap(`${inner}.${at + 1}`, plain(part))).join(''));
  }).join('');
}

const wrap = (element: string, inner: string): string => (inner === '' ? '' : `<${element}>${inner}</${element}>`);
const plain = (raw: string): string => xmlText(decodeText(raw, STANDARD));
const xmlText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
