import { axes, documentOf, type XmlNode } from './xpath-nodes.ts';
import { compare, functions, toBoolean, toNodes, XPathError, type Context, type Expression } from './xpath-values.ts';
import type { XmlElement } from '../xml-parser.ts';

const LENGTH_MAX = 2000;
const NESTING_MAX = 30;
/** Nodes that one selector may look at: a resource of 64 MB by a plain path, no `//*[//*[//*]]`. */
const VISITS_MAX = 2_000_000;

const TOKEN = /\s*(?:("[^"]*"|'[^']*')|(\d+(?:\.\d*)?|\.\d+)|(\.\.|\/\/|::|!=|<=|>=|[()[\].@,|/=<>*:-])|([\p{L}_][\p{L}\p{N}_.-]*))/uy;

interface Token {
  readonly kind: 'text' | 'number' | 'sign' | 'name';
  readonly text: string;
}

/**
 * The nodes that a selector names, in the order of the document: XPath 1.0 without arithmetic, variables and `id()`
 * (https://www.w3.org/TR/xpath-10/; RFC 5261 §4.1 asks for less). A path that does not begin with `/` begins at the document (RFC 5261 §4.1).
 * `namespaces`: those declared where the selector stands; its default one is that of unprefixed elements (§4.2.2), and without one they may be of any.
 * Throws `XPathError`.
 */
export function selectNodes(root: XmlElement, selector: string, namespaces: ReadonlyMap<string, string>): XmlNode[] {
  if (selector.length > LENGTH_MAX) throw new XPathError('the selector is too long');
  const document = documentOf(root);
  const found = toNodes(new SelectorReader(tokensOf(selector), namespaces).read()({ node: document, position: 1, size: 1 }));
  return [...found];
}

function tokensOf(selector: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = selector.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(selector);
    if (!found) throw new XPathError(`nothing known at “${selector.slice(at, at + 20)}”`);
    const [, text, number, sign, name] = found;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'name', text: name! });
  }
  return tokens;
}

type Test = (node: XmlNode) => boolean;

class SelectorReader {
  private readonly tokens: readonly Token[];
  private readonly namespaces: ReadonlyMap<string, string>;
  private at = 0;
  private depth = 0;
  private visits = 0;

  constructor(tokens: readonly Token[], namespaces: ReadonlyMap<string, string>) {
    this.tokens = tokens;
    this.namespaces = namespaces;
  }

  read(): Expression {
    const expression = this.either();
    if (this.at < this.tokens.length) throw new XPathError(`“${this.tokens[this.at]!.text}” is not expected`);
    return expression;
  }

  private isSign(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.kind === 'sign' && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isSign(text)) return false;
    this.at += 1;
    return true;
  }

  private require(text: string): void {
    if (!this.take(text)) throw new XPathError(`“${text}” is missing`);
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'name' || token.text !== word) return false;
    this.at += 1;
    return true;
  }

  private either(): Expression {
    this.depth += 1;
    if (this.depth > NESTING_MAX) throw new XPathError('nested too deeply');
    const parts = [this.both()];
    while (this.takeWord('or')) parts.push(this.both());
    this.depth -= 1;
    return parts.length === 1 ? parts[0]! : (context) => parts.some((part) => toBoolean(part(context)));
  }

  private both(): Expression {
    const parts = [this.comparison()];
    while (this.takeWord('and')) parts.push(this.comparison());
    return parts.length === 1 ? parts[0]! : (context) => parts.every((part) => toBoolean(part(context)));
  }

  private comparison(): Expression {
    let left = this.union();
    for (;;) {
      const operator = ['=', '!=', '<=', '>=', '<', '>'].find((each) => this.take(each));
      if (operator === undefined) return left;
      const [one, other] = [left, this.union()];
      left = (context) => compare(one(context), operator, other(context));
    }
  }

  private union(): Expression {
    const parts = [this.path()];
    while (this.take('|')) parts.push(this.path());
    return parts.length === 1 ? parts[0]! : (context) => inOrder(parts.flatMap((part) => [...toNodes(part(context))]));
  }

  private path(): Expression {
    const primary = this.primary();
    if (primary) return this.steps(this.predicated(primary));
    if (this.take('/')) {
      const atRoot: Expression = ({ node }) => [rootOf(node)];
      return this.isStep() ? this.steps(this.step(atRoot)) : atRoot;
    }
    if (this.isSign('//')) return this.steps(({ node }) => [rootOf(node)]);
    return this.steps(this.step(({ node }) => [node]));
  }

  private isStep(): boolean {
    return this.tokens[this.at]?.kind === 'name' || ['.', '..', '@', '*'].some((each) => this.isSign(each));
  }

  /** What is no path: a literal, brackets, a call. */
  private primary(): Expression | undefined {
    const token = this.tokens[this.at];
    if (token?.kind === 'text' || token?.kind === 'number') {
      this.at += 1;
      const value = token.kind === 'text' ? token.text : Number(token.text);
      return () => value;
    }
    if (this.take('(')) {
      const inner = this.either();
      this.require(')');
      return inner;
    }
    return token?.kind === 'name' && this.isSign('(', 1) && !NODE_TYPES.has(token.text) ? this.call(token.text) : undefined;
  }

  private call(name: string): Expression {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!known) throw new XPathError(`${name}() is not served`);
    this.at += 2;
    const given: Expression[] = [];
    if (!this.isSign(')')) do given.push(this.either()); while (this.take(','));
    this.require(')');
    if (given.length < known.fewest || given.length > known.most) throw new XPathError(`${name}() has not its arguments`);
    return (context) => known.call(given.map((each) => each(context)), context);
  }

  private steps(from: Expression): Expression {
    let path = from;
    for (;;) {
      if (this.take('//')) path = this.step(this.along(path, 'descendant-or-self', () => true));
      else if (this.take('/')) path = this.step(path);
      else return path;
    }
  }

  private step(from: Expression): Expression {
    if (this.take('..')) return this.along(from, 'parent', () => true);
    if (this.take('.')) return from;
    let axis = 'child';
    if (this.take('@')) axis = 'attribute';
    else if (this.isSign('::', 1)) {
      axis = this.tokens[this.at]!.text;
      this.at += 2;
      if (!Object.hasOwn(axes, axis)) throw new XPathError(`the axis ${axis} is not served`);
    }
    return this.along(from, axis, this.test(axis));
  }

  private test(axis: string): Test {
    const principal = axis === 'attribute' ? 'attribute' : 'element';
    if (this.take('*')) return ({ kind }) => kind === principal;
    const token = this.tokens[this.at];
    if (token?.kind !== 'name') throw new XPathError('a name is missing');
    this.at += 1;
    if (NODE_TYPES.has(token.text) && this.take('(')) {
      this.require(')');
      return token.text === 'node' ? () => true : ({ kind }) => kind === token.text;
    }
    if (!this.take(':')) return principal === 'attribute' ? this.attributeTest(token.text) : this.elementTest(token.text, this.namespaces.get('') || undefined);
    const namespace = this.namespaces.get(token.text);
    if (namespace === undefined) throw new XPathError(`the prefix ${token.text} is not declared`);
    const local = this.take('*') ? undefined : this.tokens[this.at++]?.text;
    return principal === 'attribute' ? this.attributeTest(`${token.text}:${local}`) : this.elementTest(local, namespace);
  }

  private attributeTest(wanted: string): Test {
    return ({ kind, name }) => kind === 'attribute' && name === wanted;
  }

  private elementTest(wanted: string | undefined, namespace: string | undefined): Test {
    return ({ kind, name, element }) => kind === 'element' && (wanted === undefined || name === wanted) && (namespace === undefined || element.namespace === namespace);
  }

  /** Positions of predicates count along the axis from each node by itself. */
  private along(from: Expression, axis: string, test: Test): Expression {
    const predicates = this.predicates();
    const reach = axes[axis]!;
    return (context) => {
      const found = toNodes(from(context)).flatMap((node) => {
        const reached: XmlNode[] = [];
        for (const each of reach(node)) {
          this.visits += 1;
          if (this.visits > VISITS_MAX) throw new XPathError('the selector looks at too much');
          if (test(each)) reached.push(each);
        }
        return predicates.reduce(filtered, reached);
      });
      return inOrder(found);
    };
  }

  private predicates(): Expression[] {
    const predicates: Expression[] = [];
    while (this.take('[')) {
      predicates.push(this.either());
      this.require(']');
    }
    return predicates;
  }

  private predicated(primary: Expression): Expression {
    const predicates = this.predicates();
    return predicates.length === 0 ? primary : (context) => predicates.reduce(filtered, [...toNodes(primary(context))]);
  }
}

const NODE_TYPES: ReadonlySet<string> = new Set(['text', 'node', 'comment', 'processing-instruction']);

function filtered(nodes: readonly XmlNode[], predicate: Expression): XmlNode[] {
  return nodes.filter((node, index) => {
    const context: Context = { node, position: index + 1, size: nodes.length };
    const value = predicate(context);
    return typeof value === 'number' ? value === context.position : toBoolean(value);
  });
}

const inOrder = (nodes: readonly XmlNode[]): XmlNode[] => (nodes.length < 2 ? [...nodes] : [...new Set(nodes)].sort((a, b) => a.order - b.order));

function rootOf(node: XmlNode): XmlNode {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}
