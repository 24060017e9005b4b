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

/** Each condition is another table to the planner, whose work grows faster than their number: 150 names took it ten seconds. */
const PARAMETERS_MAX = 64;
/** Steps of a chain, forward and backward. */
const STEPS_MAX = 10;

/** Throws `fhir.search-invalid` for an escape that is none (`%zz`), bytes that are no UTF-8 (`%c3%28`), more than 64 parameters or a chain of more than ten steps. */
export function parseParameters(text: string): RawParameter[] {
  const parameters = [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
  if (parameters.length > PARAMETERS_MAX) throw searchProblem('?', `一次检索最多 ${PARAMETERS_MAX} 个参数。`, `A search has ${PARAMETERS_MAX} parameters at most.`);
  const long = parameters.find(({ name }) => name.split(/\.|_has:/).length - 1 > STEPS_MAX);
  if (long) throw searchProblem(long.name.slice(0, 40), `链式检索最多 ${STEPS_MAX} 步。`, `A chain has ${STEPS_MAX} steps at most.`);
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
