import { isStructure } from '#fhir/types/structure-table.ts';

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|`[^`]*`|@[\dT:.+\-Z]+|[A-Za-z_$%][\w$]*|\d+(?:\.\d+)?|<=|>=|!=|!~|[^\s]/gy;

/** What ends an operand of `~` on its left and on its right, at the same depth (https://hl7.org/fhirpath/N1/#operator-precedence). */
const LOOSER: ReadonlySet<string> = new Set(['and', 'or', 'xor', 'implies', 'in', 'contains', ',', 'asc', 'desc']);
const EQUALITY: ReadonlySet<string> = new Set(['=', '!=', '~', '!~']);

/** Name of the function that stands for `~`. */
export const EQUIVALENT = 'yigongEquivalent';

/**
 * What the library reads otherwise than the standard, written as it understands it: `~` of collections, whose order does not
 * count (FHIRPath 2.0 §6.1.3), as a call of `yigongEquivalent()`, and the key `-family` of `sort()` as `family desc`, where nothing comes
 * first: the negative of nothing is nothing, and lower than everything. The negative of an element, which the library has not (`-Patient.multipleBirth`), as a product.
 */
export function rewritten(given: string): string {
  const expression = withNames(given);
  if (!/~|\bsort\s*\(|-\s*[A-Za-z_$%`({]/.test(expression)) return expression;
  const tokens = expression.match(TOKEN);
  if (tokens?.join('') !== expression) return expression;
  return withNegatives(withDescending(withEquivalence(tokens)).join('').match(TOKEN) ?? []).join('');
}

const SYSTEM_TYPES: ReadonlySet<string> = new Set('Any Boolean String Integer Long Decimal Date DateTime Time Quantity'.split(' '));
/** Names outside texts and comments: a variable in quotes or with hyphens, and a type of the namespace System. */
const NAMES = /'(?:[^'\\]|\\.)*'|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|%"([^"]+)"|%((?:vs|ext)-[\w.-]*\w)|\bSystem\.([A-Z]\w*)/g;

/**
 * `%"vs-gender"` and `%vs-gender` as R4 writes them are `%\`vs-gender\``; a type of FHIR that the namespace System does not have is a type of nothing, not
 * a mistake. The library knows no such type: a resource that is never what is asked about stands for it.
 */
const withNames = (expression: string): string =>
  (/%|System\./.test(expression)
    ? expression.replace(NAMES, (whole, ...groups: (string | undefined)[]) => {
      const [quoted, hyphened, type] = groups;
      const variable = quoted ?? hyphened;
      if (variable !== undefined) return `%\`${variable}\``;
      return type !== undefined && !SYSTEM_TYPES.has(type) && isStructure(type) ? `FHIR.${type === 'CatalogEntry' ? 'Basic' : 'CatalogEntry'}` : whole;
    })
    : expression);

const isSpace = (token: string): boolean => /^(\s|\/\/|\/\*)/.test(token);
const isOpening = (token: string | undefined): boolean => token === '(' || token === '[' || token === '{';
const isClosing = (token: string | undefined): boolean => token === ')' || token === ']' || token === '}';

function withEquivalence(tokens: readonly string[]): string[] {
  let written = [...tokens];
  for (let at = 0; at < written.length; at += 1) {
    const operator = written[at]!;
    if (operator !== '~' && operator !== '!~') continue;
    const [from, to] = [edge(written, at, -1), edge(written, at, 1)];
    const [left, right] = [written.slice(from, at).join(''), written.slice(at + 1, to).join('')];
    const call = [' ', '(', left, '\n', ')', '.', EQUIVALENT, '(', ...written.slice(at + 1, to), '\n', ')', ...(operator === '!~' ? ['.', 'not', '(', ')'] : [])];
    if (left.trim() === '' || right.trim() === '') return [...tokens];
    written = [...written.slice(0, from), ...call, ' ', ...written.slice(to)];
    at = from + 7;
  }
  return written;
}

/** Where the operand beside `at` begins (`step` -1) or ends (1, exclusive). */
function edge(tokens: readonly string[], at: number, step: 1 | -1): number {
  let depth = 0;
  for (let place = at + step; place >= 0 && place < tokens.length; place += step) {
    const token = tokens[place]!;
    if (step === 1 ? isOpening(token) : isClosing(token)) depth += 1;
    else if (step === 1 ? isClosing(token) : isOpening(token)) {
      if (depth === 0) return step === 1 ? place : place + 1;
      depth -= 1;
    } else if (depth === 0 && before(tokens, place) !== '.' && (LOOSER.has(token) || (step === 1 && EQUALITY.has(token)))) {
      return step === 1 ? place : place + 1;
    }
  }
  return step === 1 ? tokens.length : 0;
}

const before = (tokens: readonly string[], at: number): string | undefined => tokens.slice(0, at).findLast((token) => !isSpace(token));

function withDescending(tokens: readonly string[]): string[] {
  const written = [...tokens];
  for (const [at, token] of tokens.entries()) {
    if (token !== 'sort' || tokens[at + 1] !== '(') continue;
    let [depth, minus] = [0, -1];
    for (let place = at + 2; place < tokens.length && depth >= 0; place += 1) {
      const each = tokens[place]!;
      const isFirst = depth === 0 && ['(', ','].includes(before(tokens, place) ?? '');
      if (isFirst && each === '-' && !/^\d/.test(tokens[place + 1] ?? '')) minus = place;
      const isEnd = depth === 0 && (each === ',' || each === ')');
      if (isEnd && minus >= 0) {
        const key = tokens.slice(minus + 1, place).join('');
        written[minus] = `iif((${key}\n).exists(), 1, 0), `;
        written[place] = ` desc${each}`;
        minus = -1;
      }
      depth += isOpening(each) ? 1 : isClosing(each) ? -1 : 0;
    }
  }
  return written;
}

/** What a minus stands behind when it has no left side. */
const isOperator = (token: string | undefined): boolean => token === undefined || /^(?:[(,[{=<>~|&+*/-]|!=|<=|>=|!~|and|or|xor|implies|in|contains|div|mod)$/.test(token);

function withNegatives(tokens: readonly string[]): string[] {
  const written = [...tokens];
  for (let at = written.length - 1; at >= 0; at -= 1) {
    if (written[at] !== '-' || !isOperator(before(written, at))) continue;
    const from = written.findIndex((token, place) => place > at && !isSpace(token));
    const first = from < 0 ? '' : written[from]!;
    if (!/^[A-Za-z_$%`({]/.test(first)) continue;
    const to = operandEnd(written, from);
    written.splice(at, to - at, '(', '-1', ' * ', '(', ...written.slice(from, to), '\n', ')', ')');
  }
  return written;
}

/** After a term and the `.name`, `(…)` and `[…]` that belong to it. */
function operandEnd(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (isOpening(token)) depth += 1;
    else if (isClosing(token)) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && !isSpace(token) && token !== '.' && at > from && before(tokens, at) !== '.' && before(tokens, at) !== '%') return at;
  }
  return tokens.length;
}
