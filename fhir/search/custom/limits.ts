import type { SearchParameter } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import type { SearchLimits, SearchParameterRow } from '../parameter-table.ts';
import { splitEscaped } from '../query-string.ts';
import { modifierProblem, searchProblem } from '../search-problem.ts';

/** Undefined when a definition limits nothing. */
export function limitsOf({ multipleOr, multipleAnd, modifier, comparator, chain }: SearchParameter): SearchLimits | undefined {
  const limits: SearchLimits = {
    ...(multipleOr === false ? { multipleOr } : {}), ...(multipleAnd === false ? { multipleAnd } : {}),
    ...(modifier ? { modifier } : {}), ...(comparator ? { comparator } : {}), ...(chain ? { chain } : {}),
  };
  return Object.keys(limits).length > 0 ? limits : undefined;
}

/** A condition as asked: modifier, the name after the dot of a chain, the values. */
export interface AskedCondition {
  readonly modifier: string | undefined;
  readonly chained: string | undefined;
  readonly value: string;
}

const PREFIX = /^(?:eq|ne|gt|lt|ge|le|sa|eb|ap)/;
const PREFIXED: ReadonlySet<string> = new Set(['number', 'quantity', 'date']);

/** Throws `fhir.search-invalid` for what the definition of a parameter does not allow. */
export function requireAllowed({ code, type, custom }: SearchParameterRow, { modifier, chained, value }: AskedCondition): void {
  const limits = custom?.limits;
  if (!limits) return;
  if (modifier !== undefined && limits.modifier && chained === undefined && !limits.modifier.includes(nameOf(modifier))) throw modifierProblem(code, modifier);
  const link = chained?.split(/[:.]/)[0];
  if (link !== undefined && limits.chain && !limits.chain.some((each) => each.split(/[:.]/)[0] === link)) {
    throw searchProblem(code, `定义不允许链接 ${link}。`, `Its definition does not allow ${link} to be chained.`);
  }
  if (chained !== undefined || modifier === 'missing') return;
  const values = splitEscaped(value, ',');
  if (limits.multipleOr === false && values.length > 1) throw searchProblem(code, '定义不允许一次给出多个值。', 'Its definition does not allow several values.');
  const refused = PREFIXED.has(type) && limits.comparator ? values.map((each) => PREFIX.exec(each)?.[0] ?? 'eq').find((each) => each !== 'eq' && !limits.comparator!.includes(each)) : undefined;
  if (refused !== undefined) throw searchProblem(code, `定义不允许比较符 ${refused}。`, `Its definition does not allow the prefix ${refused}.`);
}

/** As SearchParameter.modifier names them. */
const nameOf = (modifier: string): string => (modifier === 'of-type' ? 'ofType' : isResourceType(modifier) ? 'type' : modifier);

/** The same parameter in several conditions; `names` are those of all conditions on the type. */
export function requireOnce(parameters: ReadonlyMap<string, SearchParameterRow>, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const code = name.split(/[:.]/)[0]!;
    if (seen.has(code) && parameters.get(code)?.custom?.limits?.multipleAnd === false) throw searchProblem(code, '定义不允许多次给出该参数。', 'Its definition does not allow it more than once.');
    seen.add(code);
  }
}
