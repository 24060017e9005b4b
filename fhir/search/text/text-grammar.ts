import { ownEntry } from '#platform/kernel/own-entry.ts';
import { splitEscaped, unescapeValue } from '../query-string.ts';
import { searchProblem } from '../search-problem.ts';
import { foldWords } from './fold-words.ts';

/** A text query: phrases of folded words under AND, OR and NOT (https://hl7.org/fhir/R4/search.html#text). */
export type TextQuery =
  | { readonly kind: 'phrase'; readonly words: string; readonly written: string }
  | { readonly kind: 'not'; readonly part: TextQuery }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly TextQuery[] };

interface Token {
  readonly kind: 'word' | 'and' | 'or' | 'not' | '(' | ')';
  readonly text: string;
}

const PHRASES_MAX = 20;
const DEPTH_MAX = 10;
const TOKEN = /"([^"]*)"|[()|]|[^\s()"|,;，。；、：]+/gu;
const QUOTES = /[“”„‟«»「」『』〝〞]/gu;
const WORDS: Readonly<Record<string, Token['kind']>> = { and: 'and', or: 'or', not: 'not', '(': '(', ')': ')', '|': 'or', '&': 'and', '&&': 'and', '||': 'or' };

/**
 * `(骨 OR 肝) and 转移`, `"2型糖尿病" 高血压`, `高血压 NOT 妊娠`, `CT平扫`; words side by side must all occur, alternatives may also
 * be separated by commas. Throws `fhir.search-invalid` for what is not complete.
 */
export function parseText(name: string, value: string): TextQuery {
  const alternatives = splitEscaped(value, ',').map((part) => parseOne(name, unescapeValue(part)));
  const query = joined('or', alternatives);
  if (phrasesOf(query).length > PHRASES_MAX) throw searchProblem(name, `一次最多 ${PHRASES_MAX} 个词。`, `At most ${PHRASES_MAX} words at once.`);
  return query;
}

export const phrasesOf = (query: TextQuery): string[] =>
  query.kind === 'phrase' ? [query.words] : query.kind === 'not' ? phrasesOf(query.part) : query.parts.flatMap(phrasesOf);

function parseOne(name: string, text: string): TextQuery {
  const reader = new Reader(name, tokensOf(text.replace(QUOTES, '"').normalize('NFKC')));
  const query = reader.or(0);
  if (reader.peek()) throw incomplete(name);
  return query;
}

const incomplete = (name: string): Error => searchProblem(name, '检索词不完整：请检查括号、引号和 AND、OR、NOT。', 'The text query is not complete: check brackets, quotes, AND, OR and NOT.');

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].flatMap((match): Token[] => {
    if (match[1] !== undefined) return foldWords(match[1]) === '' ? [] : [{ kind: 'word', text: match[1] }];
    const kind = ownEntry(WORDS, match[0].toLowerCase());
    if (kind) return [{ kind, text: match[0] }];
    const word: Token = { kind: 'word', text: match[0].replace(/^-/, '') };
    if (foldWords(word.text) === '') return [];
    return match[0].startsWith('-') ? [{ kind: 'not', text: '-' }, word] : [word];
  });
}

const joined = (kind: 'and' | 'or', parts: readonly TextQuery[]): TextQuery => (parts.length === 1 ? parts[0]! : { kind, parts });

class Reader {
  private place = 0;
  private readonly name: string;
  private readonly tokens: readonly Token[];

  constructor(name: string, tokens: readonly Token[]) {
    this.name = name;
    this.tokens = tokens;
  }

  peek(): Token['kind'] | undefined {
    return this.tokens[this.place]?.kind;
  }

  or(depth: number): TextQuery {
    const parts = [this.and(depth)];
    while (this.take('or')) parts.push(this.and(depth));
    return joined('or', parts);
  }

  private and(depth: number): TextQuery {
    const parts = [this.unary(depth)];
    for (let next = this.peek(); next !== undefined && next !== 'or' && next !== ')'; next = this.peek()) {
      this.take('and');
      parts.push(this.unary(depth));
    }
    return joined('and', parts);
  }

  private unary(depth: number): TextQuery {
    if (depth > DEPTH_MAX) throw incomplete(this.name);
    if (this.take('not')) return { kind: 'not', part: this.unary(depth + 1) };
    if (this.take('(')) {
      const inner = this.or(depth + 1);
      if (!this.take(')')) throw incomplete(this.name);
      return inner;
    }
    const token = this.tokens[this.place];
    if (token?.kind !== 'word') throw incomplete(this.name);
    this.place += 1;
    return { kind: 'phrase', words: foldWords(token.text), written: token.text };
  }

  private take(kind: Token['kind']): boolean {
    if (this.peek() !== kind) return false;
    this.place += 1;
    return true;
  }
}
