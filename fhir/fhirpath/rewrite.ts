import { isStructure } from '#fhir/types/structure-table.ts';
import type { SyntaxNode } from './arity.ts';
import { INTEGER_MAX } from './parse.ts';

/** Functions that stand for what the library reads otherwise than the standard: `~`, the order of two values, an index. */
export const STANDING = { equivalent: 'yigongEquivalent', order: 'yigongOrder', index: 'yigongIndex' } as const;

/**
 * An expression written again as the library understands it: `~` of collections, whose order does not count (FHIRPath 2.0 §6.1.3), comparisons,
 * indexes and signs as calls and products, the key `-family` of `sort()` as `family desc` where nothing comes first (the negative of nothing is
 * nothing, and lower than everything).
 */
export const rewritten = (tree: SyntaxNode): string => print(tree);

const SYSTEM_TYPES: ReadonlySet<string> = new Set('Any Boolean String Integer Long Decimal Date DateTime Time Quantity'.split(' '));
/** Names outside texts and comments: a variable in quotes or with hyphens, and a type of the namespace System. */
const NAMES = /'(?:[^'\\]|\\.)*'|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|%"([^"]+)"|%((?:vs|ext)-[\w.-]*\w)|\bSystem\.([A-Z]\w*)/g;

/**
 * `%"vs-gender"` and `%vs-gender` as R4 writes them are `%\`vs-gender\``; a type of FHIR that the namespace System does not have is a type of nothing, not
 * a mistake. The library knows no such type: a resource that is never what is asked about stands for it.
 */
export const withNames = (expression: string): string =>
  (/%|System\./.test(expression)
    ? expression.replace(NAMES, (whole, ...groups: (string | undefined)[]) => {
      const [quoted, hyphened, type] = groups;
      const variable = quoted ?? hyphened;
      if (variable !== undefined) return `%\`${variable}\``;
      return type !== undefined && !SYSTEM_TYPES.has(type) && isStructure(type) ? `FHIR.${type === 'CatalogEntry' ? 'Basic' : 'CatalogEntry'}` : whole;
    })
    : expression);

const childrenOf = ({ children }: SyntaxNode): readonly SyntaxNode[] => children ?? [];
const printAll = (node: SyntaxNode): string[] => childrenOf(node).map(print);

const infix = (node: SyntaxNode): string => printAll(node).join(` ${node.text} `);

/** Nodes by their type; of others the children are printed, or the text of what has none. */
const PRINTED: Readonly<Record<string, (node: SyntaxNode) => string>> = {
  ParenthesizedTerm: (node) => `(${printAll(node).join('')})`,
  InvocationExpression: (node) => printAll(node).join('.'),
  IndexerExpression: indexer,
  PolarityExpression: polarity,
  MultiplicativeExpression: infix, AdditiveExpression: infix, UnionExpression: infix, TypeExpression: infix, MembershipExpression: infix, AndExpression: infix, OrExpression: infix, ImpliesExpression: infix,
  InequalityExpression: (node) => `${STANDING.order}('${node.text}', ${printAll(node).join(', ')})`,
  EqualityExpression: (node) => (node.text?.endsWith('~') ? `${STANDING.equivalent}(${printAll(node).join(', ')})${node.text === '!~' ? '.not()' : ''}` : infix(node)),
  TypeSpecifier: (node) => node.text ?? '',
  ExternalConstantTerm: (node) => `%${node.delimitedText === undefined ? node.text : node.delimitedText.startsWith("'") ? node.delimitedText : `\`${node.delimitedText}\``}`,
  NullLiteral: () => '{}',
  NumberLiteral: (node) => numbered(node),
  DateLiteral: dated, DateTimeLiteral: dated,
  QuantityLiteral: (node) => `${node.value} ${node.unit}`,
  ThisInvocation: () => '$this', IndexInvocation: () => '$index', TotalInvocation: () => '$total',
  Functn: call,
  SortDirectionArgument: sortKey,
  InstanceSelector: (node) => `${node.text}{${childrenOf(node).slice(1).map(print).join(', ') || ':'}}`,
  InstanceElementSelector: (node) => printAll(node).join(': '),
};

function print(node: SyntaxNode): string {
  const own = PRINTED[node.type ?? ''];
  if (own) return own(node);
  return childrenOf(node).length > 0 ? printAll(node).join('') : (node.text ?? '');
}

const isNumber = (node: SyntaxNode | undefined): boolean => /^\d+(\.\d+)?$/.test(node?.text ?? '') && !node?.children?.length;

/** The literal that a term is and nothing else. */
function literalOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let each = node;
  while (each && ['TermExpression', 'LiteralTerm'].includes(each.type ?? '') && each.children?.length === 1) each = each.children[0];
  return each?.type === 'NumberLiteral' || each?.type === 'QuantityLiteral' ? each : undefined;
}

function indexer(node: SyntaxNode): string {
  const [of, at] = childrenOf(node);
  const index = print(at!);
  return `${print(of!)}[${isNumber(literalOf(at)) && !index.includes('.') ? index : `${STANDING.index}(${index})`}]`;
}

/** A sign before anything but a number as it is written is a product: the library knows no sign of an element, nor of nothing. */
function polarity(node: SyntaxNode): string {
  const [operand] = childrenOf(node);
  const literal = literalOf(operand);
  if (literal?.type === 'NumberLiteral') return `${node.text}${numbered(literal, node.text === '-' ? 1 : 0)}`;
  return literal ? `${node.text}${print(operand!)}` : `(${node.text === '-' ? '-1' : '1'} * ${print(operand!)})`;
}

/** Integers end with 2147483647, and begin one further below nothing (§4.1.3); what is written beyond is no number. */
function numbered({ text = '' }: SyntaxNode, more = 0): string {
  if (!text.includes('.') && Number(text) > INTEGER_MAX + more) throw new Error(`There is no such Integer: ${text}`);
  return text;
}

/** Years begin with 0001 (§4.1.5). */
function dated(node: SyntaxNode): string {
  if (node.text?.startsWith('@0000')) throw new Error(`There is no year 0000: ${node.text}`);
  return node.text ?? '';
}

function call(node: SyntaxNode): string {
  const [first, list] = childrenOf(node);
  if (first?.type !== 'Identifier') return `${node.text}(${printAll(node).join(', ')})`;
  return `${print(first)}(${list ? printAll(list).join(', ') : ''})`;
}

function sortKey(node: SyntaxNode): string {
  const [key] = childrenOf(node);
  const direction = node.direction === undefined ? '' : ` ${node.direction}`;
  const negated = key?.type === 'PolarityExpression' && key.text === '-' ? childrenOf(key)[0] : undefined;
  if (!negated || literalOf(negated)) return `${print(key!)}${direction}`;
  const term = print(negated);
  return `iif((${term}).exists(), 1, 0), ${term} desc`;
}
