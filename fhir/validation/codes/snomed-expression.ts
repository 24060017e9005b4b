const TOKEN = /\s+|\/\*[\s\S]*?\*\/|\|[^|]*\||"(?:[^"\\]|\\.)*"|\{\{|\}\}|<<!|>>!|!!>|!!<|<!|>!|<<|>>|<=|>=|!=|\.\.|[<>^*:,.(){}[\]=#]|[+-]?\d+(?:\.\d+)?|[A-Za-z]+|./gy;
const OPERATORS: ReadonlySet<string> = new Set(['<', '<<', '<!', '<<!', '>', '>>', '>!', '>>!', '!!>', '!!<']);
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** Whether a text is an expression constraint by the grammar of ECL 2 (https://docs.snomed.org/ecl); what it stands for is not asked. */
export function isExpressionConstraint(text: string): boolean {
  try {
    const reader = new Reader(text);
    reader.constraint();
    return reader.isAtEnd;
  } catch (error) {
    if (error instanceof NoConstraint) return false;
    throw error;
  }
}

class NoConstraint extends Error {}

const DEPTH_MAX = 60;

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = (text.match(TOKEN) ?? []).filter((token) => !/^(\s|\/\*)/.test(token));
  }

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  /** Operands joined by AND, OR or MINUS, with a refinement, or followed by attributes after dots. */
  constraint(): void {
    if ((this.depth += 1) > DEPTH_MAX) throw new NoConstraint();
    this.operand();
    while (this.take('.')) this.operand();
    if (this.take(':')) this.refinement();
    else if (this.joined('MINUS')) this.operand();
    else {
      // One kind at a time; the other needs brackets.
      const isAnd = this.next === ',' || this.next?.toUpperCase() === 'AND';
      while (this.joined(isAnd ? 'AND' : 'OR')) this.operand();
    }
    this.depth -= 1;
  }

  private operand(): void {
    if (OPERATORS.has(this.next ?? '')) this.at += 1;
    this.take('^');
    if (this.take('(')) {
      this.constraint();
      this.need(')');
    } else if (!this.take('*')) this.concept();
    while (this.take('{{')) {
      while (this.next !== undefined && this.next !== '}}') this.at += 1;
      this.need('}}');
    }
  }

  private concept(): void {
    if (!/^\d{6,18}$/.test(this.next ?? '')) throw new NoConstraint();
    this.at += 1;
    if (this.next?.startsWith('|')) this.at += 1;
  }

  private refinement(): void {
    if ((this.depth += 1) > DEPTH_MAX) throw new NoConstraint();
    this.group();
    while (this.joined('AND', 'OR')) this.group();
    this.depth -= 1;
  }

  private group(): void {
    const start = this.at;
    this.cardinality();
    const closing = this.take('{') ? '}' : this.take('(') ? ')' : undefined;
    if (closing === undefined) {
      this.at = start;
      this.attribute();
      return;
    }
    this.refinement();
    this.need(closing);
  }

  private attribute(): void {
    this.cardinality();
    this.take('R');
    this.operand();
    if (!COMPARISONS.has(this.next ?? '')) throw new NoConstraint();
    this.at += 1;
    if (this.take('#')) this.match(/^[+-]?\d/);
    else if (this.next?.startsWith('"') || /^(true|false)$/i.test(this.next ?? '')) this.at += 1;
    else this.operand();
  }

  private cardinality(): void {
    if (!this.take('[')) return;
    this.match(/^\d+$/);
    this.need('..');
    if (!this.take('*')) this.match(/^\d+$/);
    this.need(']');
  }

  /** AND is written as a comma too. */
  private joined(...words: string[]): boolean {
    const isJoined = words.includes((this.next ?? '').toUpperCase()) || (words.includes('AND') && this.next === ',');
    if (isJoined) this.at += 1;
    return isJoined;
  }

  private get next(): string | undefined {
    return this.tokens[this.at];
  }

  private take(token: string): boolean {
    const isNext = this.next === token;
    if (isNext) this.at += 1;
    return isNext;
  }

  private need(token: string): void {
    if (!this.take(token)) throw new NoConstraint();
  }

  private match(pattern: RegExp): void {
    if (!pattern.test(this.next ?? '')) throw new NoConstraint();
    this.at += 1;
  }
}
