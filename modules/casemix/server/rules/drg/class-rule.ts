/** A rule over classes of procedures: `(class1 or (class2 and class3))`. */
export type ClassRule =
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'not'; readonly rule: ClassRule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly ClassRule[] };

const TOKEN = /\s*([()!]|&&?|\|\|?|[\p{L}_][\p{L}\p{N}_]*)/uy;
const WORDS: Readonly<Record<string, string>> = { '&': 'and', '&&': 'and', '|': 'or', '||': 'or', '!': 'not' };
const DEPTH_MAX = 32;

/** Reads a rule; `and` binds closer than `or`. Returns undefined for anything that is no such rule. */
export function parseClassRule(text: string): ClassRule | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = { tokens, at: 0 };
  const rule = readOr(reader, 0);
  return rule !== undefined && reader.at === tokens.length ? rule : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) return undefined;
    const token = match[1]!;
    const lower = token.toLowerCase();
    tokens.push(WORDS[token] ?? (lower === 'and' || lower === 'or' || lower === 'not' ? lower : token));
  }
  return tokens;
}

function readOr(reader: Reader, depth: number): ClassRule | undefined {
  return readChain(reader, depth, 'or');
}

function readChain(reader: Reader, depth: number, word: 'and' | 'or'): ClassRule | undefined {
  const next = word === 'or' ? (): ClassRule | undefined => readChain(reader, depth, 'and') : (): ClassRule | undefined => readOne(reader, depth + 1);
  const first = next();
  if (first === undefined) return undefined;
  const rules = [first];
  while (reader.tokens[reader.at] === word) {
    reader.at += 1;
    const more = next();
    if (more === undefined) return undefined;
    rules.push(more);
  }
  return rules.length === 1 ? first : { kind: word, rules };
}

function readOne(reader: Reader, depth: number): ClassRule | undefined {
  if (depth > DEPTH_MAX) return undefined;
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === '(') {
    const inner = readOr(reader, depth);
    if (inner === undefined || reader.tokens[reader.at] !== ')') return undefined;
    reader.at += 1;
    return inner;
  }
  if (token === 'not') {
    const rule = readOne(reader, depth + 1);
    return rule === undefined ? undefined : { kind: 'not', rule };
  }
  if (token === undefined || token === ')' || token === 'and' || token === 'or') return undefined;
  return { kind: 'class', name: token };
}

/** Names of the classes that a rule asks for. */
export function classesOf(rule: ClassRule): string[] {
  if (rule.kind === 'class') return [rule.name];
  if (rule.kind === 'not') return classesOf(rule.rule);
  return rule.rules.flatMap(classesOf);
}

/** Whether the rule holds when `has` tells which classes are present. */
export function ruleHolds(rule: ClassRule, has: (name: string) => boolean): boolean {
  if (rule.kind === 'class') return has(rule.name);
  if (rule.kind === 'not') return !ruleHolds(rule.rule, has);
  return rule.kind === 'and' ? rule.rules.every((part) => ruleHolds(part, has)) : rule.rules.some((part) => ruleHolds(part, has));
}
