import type { XmlElement } from '../xml-parser.ts';

/** A node of the XPath data model (https://www.w3.org/TR/xpath-10/#data-model); comments are not kept by the reader. */
export interface XmlNode {
  readonly kind: 'document' | 'element' | 'attribute' | 'text';
  readonly parent: XmlNode | undefined;
  /** The element itself; of an attribute or a text the one that holds it; of the document its root. */
  readonly element: XmlElement;
  /** Local name of an element, name of an attribute as written. */
  readonly name: string;
  /** Place among the children of the element that holds it. */
  readonly at: number;
  /** Place in the document. */
  readonly order: number;
  readonly children: XmlNode[];
  readonly attributes: XmlNode[];
}

/** The nodes of a document. Texts that stand side by side become one, as XPath has them. */
export function documentOf(root: XmlElement): XmlNode {
  let order = 0;
  const node = (kind: XmlNode['kind'], parent: XmlNode | undefined, own: Pick<XmlNode, 'element' | 'name' | 'at'>): XmlNode =>
    ({ kind, parent, ...own, order: order++, children: [], attributes: [] });
  const enter = (parent: XmlNode, element: XmlElement, at: number): XmlNode => {
    const made = node('element', parent, { element, name: element.name, at });
    made.attributes.push(...[...element.attributes.keys()].map((name) => node('attribute', made, { element, name, at: -1 })));
    joinTexts(element);
    element.children.forEach((child, place) => made.children.push(typeof child === 'string' ? node('text', made, { element, name: '', at: place }) : enter(made, child, place)));
    return made;
  };
  const document = node('document', undefined, { element: root, name: '', at: 0 });
  document.children.push(enter(document, root, 0));
  return document;
}

function joinTexts({ children }: XmlElement): void {
  for (let at = children.length - 1; at > 0; at -= 1) {
    const [one, other] = [children[at - 1], children[at]];
    if (typeof one === 'string' && typeof other === 'string') children.splice(at - 1, 2, one + other);
  }
}

/** https://www.w3.org/TR/xpath-10/#dt-string-value */
export function textOf({ kind, element, name, at }: XmlNode): string {
  if (kind === 'attribute') return element.attributes.get(name) ?? '';
  if (kind === 'text') return String(element.children[at]);
  return wholeText(element);
}

const wholeText = ({ children }: XmlElement): string => children.map((child) => (typeof child === 'string' ? child : wholeText(child))).join('');

function* below(node: XmlNode): Generator<XmlNode> {
  for (const child of node.children) {
    yield child;
    yield* below(child);
  }
}

function* above({ parent }: XmlNode): Generator<XmlNode> {
  for (let each = parent; each; each = each.parent) yield each;
}

const beside = ({ parent, kind }: XmlNode): readonly XmlNode[] => (kind === 'attribute' ? [] : (parent?.children ?? []));

/** Nodes of an axis, nearest first. */
export const axes: Readonly<Record<string, (node: XmlNode) => Iterable<XmlNode>>> = {
  child: ({ children }) => children,
  attribute: ({ attributes }) => attributes,
  self: (node) => [node],
  parent: ({ parent }) => (parent ? [parent] : []),
  descendant: below,
  'descendant-or-self': function* (node) {
    yield node;
    yield* below(node);
  },
  ancestor: above,
  'ancestor-or-self': function* (node) {
    yield node;
    yield* above(node);
  },
  'following-sibling': (node) => beside(node).filter(({ order }) => order > node.order),
  'preceding-sibling': (node) => beside(node).filter(({ order }) => order < node.order).reverse(),
};
