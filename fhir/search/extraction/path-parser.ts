/**
 * The part of FHIRPath that search parameters use: paths, unions, `as`/`ofType`, `where(x = 'y')`,
 * `where(resolve() is T)`, `[n]`, `exists()`, `!=`, `and`, `resolve()`, `extension('url')`, `%resource`.
 */
export type Step =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'as'; readonly type: string }
  | { readonly kind: 'where-equals'; readonly name: string; readonly value: string }
  | { readonly kind: 'where-resolves'; readonly type: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'extension'; readonly url: string };

export type Expression =
  | { readonly kind: 'path'; readonly fromResource: boolean; readonly steps: readonly Step[] }
  | { readonly kind: 'union'; readonly parts: readonly Expression[] }
  /** True when the element exists and is not `false`: the only boolean expression of R4 (`Patient.deceased`). */
  | { readonly kind: 'exists-and-not-false'; readonly path: Expression };

class PathSyntaxError extends Error {}

const TOKEN = /\s*(%resource|[A-Za-z_][A-Za-z0-9_]*|'(?:[^'\\]|\\.)*'|\d+|!=|[().|[\]=])/y;

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new PathSyntaxError(`Not understood at ${at}: ${text}`);
    tokens.push(match[1]!);
  }
  return tokens;
}

/** Parses an expression; throws PathSyntaxError for what is outside the subset. */
export function parsePath(text: string): Expression {
  const parser = new Parser(tokenise(text), text);
  return parser.parse();
}

class Parser {
  readonly tokens: string[];
  readonly text: string;
  position = 0;

  constructor(tokens: string[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }

  parse(): Expression {
    const expression = this.union();
    if (this.peek() === 'and') return this.existsAndNotFalse(expression);
    if (this.position < this.tokens.length) this.fail();
    return expression;
  }

  private union(): Expression {
    const parts = [this.typed()];
    while (this.peek() === '|') {
      this.position += 1;
      parts.push(this.typed());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'union', parts };
  }

  private typed(): Expression {
    const path = this.path();
    if (this.peek() !== 'as') return path;
    this.position += 1;
    return append(path, { kind: 'as', type: this.take() });
  }

  private path(): Expression {
    let expression: Expression;
    if (this.peek() === '(') {
      this.position += 1;
      expression = this.union();
      this.expect(')');
    } else if (this.peek() === '%resource') {
      this.position += 1;
      expression = { kind: 'path', fromResource: true, steps: [] };
    } else {
      expression = { kind: 'path', fromResource: false, steps: [{ kind: 'child', name: this.take() }] };
    }
    for (;;) {
      const step = this.step();
      if (step === undefined) return expression;
      if (step !== 'skip') expression = append(expression, step);
    }
  }

  private step(): Step | 'skip' | undefined {
    if (this.peek() === '[') {
      this.position += 1;
      const index = Number(this.take());
      this.expect(']');
      return { kind: 'index', index };
    }
    if (this.peek() !== '.') return undefined;
    this.position += 1;
    const name = this.take();
    if (this.peek() !== '(') return { kind: 'child', name };
    this.position += 1;
    const step = this.call(name);
    this.expect(')');
    return step;
  }

  private call(name: string): Step | 'skip' {
    if (name === 'as' || name === 'ofType') return { kind: 'as', type: this.take() };
    if (name === 'exists' || name === 'resolve') return 'skip';
    if (name === 'extension') return { kind: 'extension', url: unquote(this.take()) };
    if (name !== 'where') return this.fail();
    const first = this.take();
    if (first === 'resolve') {
      this.expect('(');
      this.expect(')');
      this.expect('is');
      return { kind: 'where-resolves', type: this.take() };
    }
    this.expect('=');
    return { kind: 'where-equals', name: first, value: unquote(this.take()) };
  }

  /** `X.exists() and X != false`. */
  private existsAndNotFalse(path: Expression): Expression {
    this.expect('and');
    this.path();
    this.expect('!=');
    this.expect('false');
    return { kind: 'exists-and-not-false', path };
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private take(): string {
    const token = this.tokens[this.position];
    if (token === undefined) return this.fail();
    this.position += 1;
    return token;
  }

  private expect(token: string): void {
    if (this.take() !== token) this.fail();
  }

  private fail(): never {
    throw new PathSyntaxError(`Outside the search subset of FHIRPath: ${this.text}`);
  }
}

const unquote = (token: string): string => token.slice(1, -1).replace(/\\(.)/g, '$1');

function append(expression: Expression, step: Step): Expression {
  if (expression.kind === 'union') return { kind: 'union', parts: expression.parts.map((part) => append(part, step)) };
  if (expression.kind !== 'path') throw new PathSyntaxError('A boolean expression has no children');
  return { ...expression, steps: [...expression.steps, step] };
}
