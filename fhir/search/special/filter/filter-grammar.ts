import type { Problem } from '#platform/kernel/problem.ts';
import { searchProblem } from '../../search-problem.ts';

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb', 'pr', 'po', 'ss', 'sb', 'in', 'ni', 're'] as const;
export type FilterOperator = (typeof OPERATORS)[number];

/** `family co "li"`, with the parameter of the resource itself. */
export interface FilterTest {
  readonly kind: 'test';
  /** May name the type of a reference: `subject:Patient`. */
  readonly code: string;
  readonly operator: FilterOperator;
  readonly value: string;
}

/** `subject[gender eq male].name co "li"`: what is referred to must fit a filter, kept as its text. */
export interface FilterStep {
  readonly kind: 'step';
  readonly code: string;
  readonly filter: string;
}

export type FilterNode =
  | FilterTest
  | FilterStep
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly part: FilterNode };

const DEPTH_MAX = 20;
const TESTS_MAX = 60;

/** Reads the value of `_filter` (https://hl7.org/fhir/R4/search_filter.html); `and` and `or` bind alike, from the left. Throws `fhir.search-invalid` with the place. */
export function parseFilter(text: string): FilterNode {
  const reader = new Reader(text);
  const node = reader.logic(0);
  reader.end();
  return node;
}

class Reader {
  private readonly text: string;
  private at = 0;
  private tests = 0;

  constructor(text: string) {
    this.text = text;
  }

  logic(depth: number): FilterNode {
    if (depth > DEPTH_MAX) throw this.problem('嵌套过深', 'nested too deeply');
    let node = this.one(depth);
    for (let word = this.match(/\s+(and|or)(?=[\s(])/y); word !== undefined; word = this.match(/\s+(and|or)(?=[\s(])/y)) {
      const kind = word[1] as 'and' | 'or';
      const next = this.one(depth);
      node = node.kind === kind ? { kind, parts: [...node.parts, next] } : { kind, parts: [node, next] };
    }
    return node;
  }

  end(): void {
    this.match(/\s+/y);
    if (this.at < this.text.length) throw this.problem('应为 and、or 或结尾', 'and, or or the end is expected');
  }

  private one(depth: number): FilterNode {
    this.match(/\s+/y);
    const open = this.match(/(not)?\s*\(/y);
    if (open === undefined) return this.test(depth);
    const part = this.logic(depth + 1);
    this.expect(/\s*\)/y, ')');
    // What stands in brackets stays together.
    return open[1] === undefined ? { kind: 'and', parts: [part] } : { kind: 'not', part };
  }

  private test(depth: number): FilterNode {
    this.tests += 1;
    if (this.tests > TESTS_MAX || depth > DEPTH_MAX) throw this.problem('条件过多', 'too many conditions');
    const code = this.expect(/[A-Za-z_][A-Za-z0-9_-]*(?::[A-Z][A-Za-z]*)?/y, '参数名', 'the name of a parameter')[0];
    const inner = this.match(/\[/y) && this.bracketed(depth);
    if (this.match(/\./y)) {
      const start = this.at;
      this.test(depth + 1);
      const rest = this.text.slice(start, this.at);
      return { kind: 'step', code, filter: inner === undefined ? rest : `(${inner}) and ${rest}` };
    }
    if (inner !== undefined) throw this.problem('] 之后应为 .', 'after ] a . is expected');
    const operator = this.expect(/\s+([a-z]+)(?=\s)/y, '比较符', 'an operator')[1]!;
    if (!(OPERATORS as readonly string[]).includes(operator)) throw this.problem(`没有比较符 ${operator}`, `there is no operator ${operator}`);
    return { kind: 'test', code, operator: operator as FilterOperator, value: this.value() };
  }

  /** The text of a filter up to its `]`. */
  private bracketed(depth: number): string {
    const start = this.at;
    this.logic(depth + 1);
    const inner = this.text.slice(start, this.at);
    this.expect(/\s*\]/y, ']');
    return inner;
  }

  private value(): string {
    this.match(/\s+/y);
    const quoted = this.match(/"(?:[^"\\]|\\.)*"/sy);
    if (quoted === undefined) return this.expect(/[^\s)\]"]+/y, '值', 'a value')[0];
    try {
      return JSON.parse(quoted[0]) as string;
    } catch {
      throw this.problem('引号内的文字有误', 'the quoted text is not a JSON string');
    }
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private expect(pattern: RegExp, zh: string, en = zh): RegExpExecArray {
    const found = this.match(pattern);
    if (!found) throw this.problem(`应为 ${zh}`, `${en} is expected`);
    return found;
  }

  private problem(zh: string, en: string): Problem {
    return searchProblem('_filter', `第 ${this.at + 1} 个字符处：${zh}。`, `At character ${this.at + 1}: ${en}.`);
  }
}
