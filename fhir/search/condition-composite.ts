import { inNarrow, type ConditionContext, type ParameterCondition, type ParameterQuery } from './condition-context.ts';
import { dateCondition } from './condition-date.ts';
import { formsOf, pairKey } from './condition-keys.ts';
import { numberCondition } from './condition-number.ts';
import { stringCondition } from './condition-string.ts';
import { isPairComposite } from './extract.ts';
import { combinedKey, hashText } from './hash.ts';
import { parametersOf, type ComponentRow, type SearchParameterRow } from './parameter-table.ts';
import { parameterTarget } from './parameter-target.ts';
import { splitEscaped } from './query-string.ts';
import { searchProblem } from './search-problem.ts';

export interface Composite {
  readonly parameter: SearchParameterRow;
  /** For the parts that are parameters of their own. */
  readonly condition: ParameterCondition;
}

/** `code-value-quantity=8480-6$gt140`: both parts in the same element. */
export function compositeCondition(query: ParameterQuery, asked: Composite, context: ConditionContext): string {
  const { parameter } = asked;
  const parts = splitEscaped(query.value, '$');
  if (parts.length !== parameter.components.length) throw searchProblem(parameter.code, '组合参数的各部分以 $ 分隔，数目不符。', 'The parts of a composite are separated by $; their number does not fit.');
  if (!isPairComposite(parameter)) return conjunction(query, { ...asked, parts }, context);
  return pairCondition(query, { parameter, parts: [parts[0]!, parts[1]!] }, context);
}

/** Over the resource itself: each part as its own parameter. */
function conjunction(query: ParameterQuery, { parameter, parts, condition }: Composite & { parts: readonly string[] }, context: ConditionContext): string {
  const conditions = parameter.components.map((component, index) => {
    const code = codeOf(query.type, component);
    const part = code === undefined ? undefined : condition({ ...query, name: code, value: parts[index]! }, context);
    if (part === undefined) throw searchProblem(parameter.code, '暂不支持该组合参数。', 'This composite is not supported.');
    return part;
  });
  return `(${conditions.join(' and ')})`;
}


function codeOf(type: string, component: ComponentRow): string | undefined {
  for (const parameter of parametersOf(type).values()) if (parameter.id === component.definition) return parameter.code;
  return undefined;
}

interface Pair {
  readonly parameter: SearchParameterRow;
  readonly parts: readonly [string, string];
}

function pairCondition(query: ParameterQuery, { parameter, parts }: Pair, context: ConditionContext): string {
  const { bindings, now } = context;
  const { hash } = parameterTarget(query.type, parameter.code);
  const [first, second] = parameter.components as [ComponentRow, ComponentRow];
  const ask = (type: SearchParameterRow['type'], value: string): string[] =>
    formsOf({ type: query.type, parameter: { ...parameter, type, expression: '' }, modifier: undefined, value, bases: context.bases });
  const left = ask(first.type === 'reference' ? 'token' : first.type, parts[0])[0]!;
  const rows = bindings.bind(combinedKey(hash, hashText(left)), 'bigint');
  const value = parts[1];
  const isReference = value.includes('/') && first.type === 'reference';
  switch (isReference ? 'reference' : second.type) {
    case 'quantity':
    case 'number':
      return inNarrow('number_value n', query, `n.parameter = ${rows} and ${numberCondition({ name: parameter.code, value, isQuantity: second.type === 'quantity' }, bindings)}`);
    case 'date':
      return inNarrow('date_value d', query, `d.parameter = ${rows} and ${dateCondition({ name: parameter.code, value, now }, { low: 'd.low', high: 'd.high' }, bindings)}`);
    case 'string':
      return inNarrow('string_value s', query, `s.parameter = ${rows} and ${stringCondition({ name: parameter.code, modifier: undefined, value }, bindings)}`);
    default: {
      const forms = ask(isReference ? 'reference' : 'token', value);
      const keys = forms.map((form) => pairKey(hash, left, form));
      return `${query.alias}.keys && ${bindings.bind(`{${keys.join(',')}}`, 'bigint[]')}`;
    }
  }
}
