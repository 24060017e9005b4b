import { searchProblem } from './search-problem.ts';

/** A search parameter as written: `code:modifier=value`, chained names kept whole. */
export interface RawParameter {
  readonly name: string;
  readonly value: string;
}

/** `Observation?subject=Patient/1&_count=20` → type and parameters; `+` and %-escapes are decoded. */
export function parseQuery(query: string): { type: string; parameters: RawParameter[] } {
  const mark = query.indexOf('?');
  const type = mark < 0 ? query : query.slice(0, mark);
  return { type, parameters: mark < 0 ? [] : parseParameters(query.slice(mark + 1)) };
}

/** Throws `fhir.search-invalid` for an escape that is none (`%zz`) or bytes that are no UTF-8 (`%c3%28`). */
export function parseParameters(text: string): RawParameter[] {
  const parameters = [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
  if (!text.includes('%')) return parameters;
  const wrong = /%(?![0-9a-f]{2})/i.test(text) || (!/\ufffd|%ef%bf%bd/i.test(text) && parameters.some(({ name, value }) => `${name}${value}`.includes('\ufffd')));
  if (wrong) throw searchProblem('?', '地址中的 % 编码不正确。', 'The address holds a percent-encoding that is none of UTF-8.');
  return parameters;
}

/** Splits at an unescaped separator (`,`, `$` or `|`); `\,` stands for a comma (R4 §3.1.1.4.0.1). Escapes are kept. */
export function splitEscaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === '\\' && index + 1 < text.length) {
      part += character + text[index + 1]!;
      index += 1;
    } else if (character === separator) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

export const unescapeValue = (text: string): string => text.replace(/\\([\\,$|])/g, '$1');
