import { readXmlElement, parsedXml } from '#fhir/xml/read-xml.ts';
import { printFhirXml } from '#fhir/xml/write-xml.ts';
import type { XmlElement } from '#fhir/xml/xml-parser.ts';
import { XPathError } from '#fhir/xml/xpath/xpath-values.ts';
import { selectNodes } from '#fhir/xml/xpath/xpath.ts';
import type { XmlNode } from '#fhir/xml/xpath/xpath-nodes.ts';
import { fhirProblem } from '../../problems.ts';
import type { Content } from './patch-location.ts';
import { patchProblem } from './patch-problem.ts';

const OPERATIONS_MAX = 1000;
const FHIR = 'http://hl7.org/fhir';
/** Media type of an XML Patch (RFC 5261 §8). */
export const XML_PATCH = 'application/xml-patch+xml';

/** A body of `application/xml-patch+xml`, as it was read. */
export class XmlPatch {
  readonly root: XmlElement;

  /** Throws `fhir.not-xml`, `fhir.patch-invalid`. */
  constructor(text: string) {
    this.root = parsedXml(text);
    if (this.root.name !== 'diff') throw fhirProblem('fhir.not-xml', [{ path: this.root.name, message: { zh: '补丁的根元素应为 diff。', en: 'The root element of an XML Patch is diff.' } }]);
  }
}

interface Step {
  readonly at: string;
  readonly operation: XmlElement;
  readonly place: XmlNode;
  /** What the operation holds, without white space around it where that has no meaning. */
  readonly content: readonly (XmlElement | string)[];
}

/**
 * Applies an XML Patch (https://www.rfc-editor.org/rfc/rfc5261) to the XML form of a resource and gives the resource that comes of it.
 * Elements may end up in any order among others of different names: the definition knows their places.
 * Throws `fhir.patch-invalid` naming the operation (`diff/add[2]`), `fhir.invalid` for a result that is no resource.
 */
export function applyXmlPatch(resource: Content, { root }: XmlPatch): Content {
  const target = { root: parsedXml(printFhirXml(resource)) };
  const counts = new Map<string, number>();
  const operations = root.children.filter((child): child is XmlElement => typeof child !== 'string');
  if (root.children.some((child) => typeof child === 'string' && child.trim() !== '')) throw patchProblem('diff', '操作之间不能有文字。', 'There is text between the operations.');
  if (operations.length > OPERATIONS_MAX) throw patchProblem('diff', `补丁最多 ${OPERATIONS_MAX} 个操作。`, `A patch has at most ${OPERATIONS_MAX} operations.`);
  for (const operation of operations) {
    const count = (counts.get(operation.name) ?? 0) + 1;
    counts.set(operation.name, count);
    applyStep(target, operation, `diff/${operation.name}[${count}]`);
  }
  return readXmlElement(target.root, { inAnyOrder: true }) as Content;
}

interface Target {
  root: XmlElement;
}

const STEPS: Readonly<Record<string, { readonly attributes: readonly string[]; readonly apply: (target: Target, step: Step) => void }>> = {
  add: { attributes: ['sel', 'pos', 'type'], apply: add },
  replace: { attributes: ['sel'], apply: replace },
  remove: { attributes: ['sel', 'ws'], apply: remove },
};

function applyStep(target: Target, operation: XmlElement, at: string): void {
  const known = Object.hasOwn(STEPS, operation.name) ? STEPS[operation.name] : undefined;
  if (!known) throw patchProblem(at, '操作只能是 add、replace、remove。', 'An operation is add, replace or remove.');
  const odd = [...operation.attributes.keys()].find((name) => !known.attributes.includes(name) && !name.includes(':') && name !== 'id');
  if (odd !== undefined) throw patchProblem(at, `操作没有属性 ${odd}。`, `The operation has no attribute ${odd}.`);
  const selector = operation.attributes.get('sel');
  if (selector === undefined) throw patchProblem(at, '操作缺少 sel。', 'The operation lacks sel.');
  known.apply(target, { at, operation, place: single(target, operation, { selector, at }), content: contentOf(operation, selector) });
}

/** A selector names exactly one node (RFC 5261 §4.1); nothing is chosen for the client. */
function single({ root }: Target, { namespaces }: XmlElement, { selector, at }: { selector: string; at: string }): XmlNode {
  if (/(?:^|\/)\s*namespace::/.test(selector)) throw patchProblem(at, '命名空间声明不属于资源内容，不能修改。', 'Namespace declarations are no part of a resource and cannot be changed.');
  const found = selected(root, selector, { namespaces: namespaces ?? new Map(), at });
  if (found.length === 1 && found[0]!.kind !== 'document') return found[0]!;
  throw patchProblem(at, `选择器 ${selector} 应恰好指向一个节点，现为 ${found.length} 个。`, `${selector} should name exactly one node; it names ${found.length}.`);
}

function selected(root: XmlElement, selector: string, { namespaces, at }: { namespaces: ReadonlyMap<string, string>; at: string }): XmlNode[] {
  try {
    return selectNodes(root, selector, namespaces);
  } catch (error) {
    if (!(error instanceof XPathError)) throw error;
    throw patchProblem(at, `选择器 ${selector} 无法使用。`, `${selector} cannot be used: ${error.message}.`);
  }
}

/** White space around elements lays them out; around the text of an attribute or a text node it belongs to it. */
function contentOf({ children, name, attributes }: XmlElement, selector: string): readonly (XmlElement | string)[] {
  const isValue = /@[^/\]]+$|text\(\)(\[[^\]]*\])?$/.test(selector.trim()) || (name === 'add' && attributes.has('type'));
  const isMixed = children.some((child) => typeof child === 'string' && child.trim() !== '');
  return isValue || isMixed ? children : children.filter((child) => typeof child !== 'string');
}

function textIn({ at, content }: Step): string {
  if (content.some((child) => typeof child !== 'string')) throw patchProblem(at, '此处只能是文字。', 'Only text can stand here.');
  return content.join('');
}

/** Attributes of FHIR hold no white space at their ends that anybody means, but patches are often laid out in lines. */
const valueIn = (step: Step): string => textIn(step).replace(/^\s*\n\s*|\s*\n\s*$/g, '');

const writable = (element: XmlElement): Map<string, string> => element.attributes as Map<string, string>;

/** New elements without a namespace are of the one that they are put into: FHIR has none without. */
function copied(content: readonly (XmlElement | string)[], namespace: string): (XmlElement | string)[] {
  return content.map((child) => {
    if (typeof child === 'string') return child;
    const own = child.namespace === '' ? namespace : child.namespace;
    return { name: child.name, namespace: own, attributes: new Map(child.attributes), children: copied(child.children, own) };
  });
}

/** Beside the root nothing can stand; a resource inside `contained` is no root. */
const POSITIONS: ReadonlySet<string> = new Set(['before', 'after', 'prepend', 'append']);

function add(_target: Target, step: Step): void {
  const { operation, place, at, content } = step;
  const [type, position = 'append'] = [operation.attributes.get('type'), operation.attributes.get('pos')];
  if (type !== undefined) return addAttribute(step, type);
  if (!POSITIONS.has(position)) throw patchProblem(at, 'pos 只能是 before、after、prepend。', 'pos is before, after or prepend.');
  if (content.length === 0) throw patchProblem(at, '操作没有内容。', 'The operation holds nothing to add.');
  const isBeside = position === 'before' || position === 'after';
  if (place.kind === 'attribute' || (place.kind === 'text' && !isBeside)) throw patchProblem(at, '此节点不能有下级节点。', 'Nothing can be added to this node.');
  const holder = isBeside && place.kind === 'element' ? place.parent! : place;
  if (isBeside && holder.kind === 'document') throw patchProblem(at, '根元素旁边不能有内容。', 'Nothing can stand beside the root element.');
  const { children, namespace } = holder.element;
  const index = position === 'append' ? children.length : position === 'prepend' ? 0 : place.at + (position === 'after' ? 1 : 0);
  children.splice(index, 0, ...copied(content, namespace));
}

function addAttribute(step: Step, type: string): void {
  const { place, at, operation } = step;
  if (type.startsWith('namespace::')) throw patchProblem(at, '命名空间声明不属于资源内容，不能添加。', 'Namespace declarations are no part of a resource and cannot be added.');
  const name = /^(?:@|attribute::)([A-Za-z_][\w.:-]*)$/.exec(type)?.[1];
  if (name === undefined || operation.attributes.has('pos')) throw patchProblem(at, 'type 应为 @属性名，且不与 pos 同用。', 'type is @name, without pos.');
  if (place.kind !== 'element') throw patchProblem(at, '只有元素可以有属性。', 'Only elements have attributes.');
  if (place.element.attributes.has(name)) throw patchProblem(at, `属性 ${name} 已存在，请用 replace。`, `The attribute ${name} is there already; use replace.`);
  writable(place.element).set(name, valueIn(step));
}

function replace(target: Target, step: Step): void {
  const { place, at, content } = step;
  if (place.kind === 'attribute') return void writable(place.element).set(place.name, valueIn(step));
  if (place.kind === 'text') return void (place.element.children[place.at] = textIn(step));
  const elements = copied(content, place.parent!.kind === 'document' ? FHIR : place.parent!.element.namespace);
  const [element] = elements;
  if (elements.length !== 1 || element === undefined || typeof element === 'string') throw patchProblem(at, '替换元素时应恰有一个元素。', 'An element is replaced by exactly one element.');
  if (place.parent!.kind === 'document') target.root = element;
  else place.parent!.element.children[place.at] = element;
}

const WHITE_SPACE: ReadonlySet<string | undefined> = new Set([undefined, 'before', 'after', 'both']);

/** White space around is no content of a resource: `ws` is taken and has nothing to do. */
function remove(_target: Target, { place, at, operation }: Step): void {
  if (!WHITE_SPACE.has(operation.attributes.get('ws'))) throw patchProblem(at, 'ws 只能是 before、after、both。', 'ws is before, after or both.');
  if (operation.children.some((child) => typeof child !== 'string' || child.trim() !== '')) throw patchProblem(at, 'remove 不能有内容。', 'A remove holds nothing.');
  if (place.kind === 'attribute') return void writable(place.element).delete(place.name);
  if (place.parent!.kind === 'document') throw patchProblem(at, '不能删除资源本身。', 'The resource itself cannot be removed by a patch.');
  place.parent!.element.children.splice(place.at, 1);
}

