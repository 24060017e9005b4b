/** FHIRPath as a tree: the whole grammar that constraints use; what `compile.ts` cannot run goes to the interpreting engine. */
export type PathNode =
  | { readonly kind: 'literal'; readonly value: string | number | boolean; readonly isDecimal?: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'this' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'child'; readonly of: PathNode | undefined; readonly name: string }
  | { readonly kind: 'call'; readonly of: PathNode | undefined; readonly name: string; readonly parameters: readonly PathNode[] }
  | { readonly kind: 'index'; readonly of: PathNode; readonly at: PathNode }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: PathNode; readonly right: PathNode };

/** Of Integer (FHIRPath 2.0 §4.1.3). */
export const INTEGER_MAX = 2_147_483_647;

/** Thrown for what this parser or compiler leaves to the engine. */
export class PathUnsupported extends Error {}

const TOKEN = /\s*(%`[^`]+`|%[A-Za-z_][\w-]*|\$this|`[^`]+`|[A-Za-z_]\w*|'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?|<=|>=|!=|!~|[-+*/&=~<>().,|[\]{}])/y;

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) throw new PathUnsupported(text);
    tokens.push(match[1]!);
  }
  return tokens;
}

/** Binary operators, loosest first (https://hl7.org/fhirpath/N1/#operator-precedence). */
const LEVELS: readonly (readonly string[])[] = [
  ['implies'], ['or', 'xor'], ['and'], ['in', 'contains'], ['=', '!=', '~', '!~'], ['<', '>', '<=', '>='], ['|'], ['is', 'as'], ['+', '-', '&'], ['*', '/'],
];

/** Words that may stand behind a number; others are its unit. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(LEVELS.flat());
/** Words that are no names unless they stand in backticks (§9.5). */
const KEYWORDS: ReadonlySet<string> = new Set('and div false implies mod or true xor'.split(' '));

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
const unescape = (text: string): string => text.slice(1, -1).replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (_, hex?: string, letter?: string) =>
  hex === undefined ? (ESCAPES[letter!] ?? letter!) : String.fromCharCode(Number.parseInt(hex, 16)));

class PathParser {
  readonly tokens: readonly string[];
  at = 0;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  take(expected?: string): string {
    const token = this.tokens[this.at];
    if (token === undefined || (expected !== undefined && token !== expected)) throw new PathUnsupported(`${token} instead of ${expected}`);
    this.at += 1;
    return token;
  }

  isNext(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  binary(level = 0): PathNode {
    const operators = LEVELS[level];
    if (!operators) return this.postfix();
    let left = this.binary(level + 1);
    for (let token = this.tokens[this.at]; token !== undefined && operators.includes(token); token = this.tokens[this.at]) {
      this.at += 1;
      left = { kind: 'binary', operator: token, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private postfix(): PathNode {
    let node = this.term();
    for (;;) {
      if (this.isNext('.')) {
        node = this.member(node);
      } else if (this.isNext('[')) {
        node = { kind: 'index', of: node, at: this.binary() };
        this.take(']');
      } else {
        return node;
      }
    }
  }

  private member(of: PathNode | undefined): PathNode {
    const token = this.take();
    if (token === '$this' && of === undefined) return { kind: 'this' };
    if (KEYWORDS.has(token)) throw new PathUnsupported(token);
    const name = token.replace(/^`|`$/g, '');
    if (!/^[A-Za-z_]/.test(name)) throw new PathUnsupported(name);
    if (!this.isNext('(')) return { kind: 'child', of, name };
    const parameters: PathNode[] = [];
    while (!this.isNext(')')) {
      parameters.push(this.binary());
      if (this.tokens[this.at] !== ')') this.take(',');
    }
    return { kind: 'call', of, name, parameters };
  }

  private term(): PathNode {
    const token = this.tokens[this.at] ?? '';
    if (this.isNext('(')) {
      const inner = this.binary();
      this.take(')');
      return inner;
    }
    if (this.isNext('{')) {
      this.take('}');
      return { kind: 'empty' };
    }
    if (/^[A-Za-z_`$]/.test(token) && token !== 'true' && token !== 'false') return this.member(undefined);
    this.at += 1;
    if (token.startsWith('%')) return { kind: 'variable', name: token.slice(1).replaceAll('`', '') };
    if (token.startsWith("'")) return { kind: 'literal', value: unescape(token) };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    if (/^\d+$/.test(token) && Number(token) > INTEGER_MAX) throw new PathUnsupported(token);
    const next = this.tokens[this.at] ?? '';
    if (/^\d/.test(token) && (!/^[a-z']/.test(next) || OPERATOR_WORDS.has(next))) return { kind: 'literal', value: Number(token), ...(token.includes('.') ? { isDecimal: true } : {}) };
    throw new PathUnsupported(token);
  }
}

/** Throws PathUnsupported for syntax outside the subset. */
export function parseFhirPath(text: string): PathNode {
  const parser = new PathParser(tokenise(text));
  const node = parser.binary();
  if (parser.at < parser.tokens.length) throw new PathUnsupported(text);
  return node;
}
