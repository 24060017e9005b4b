import { isIndexedComposite, isOrderedKind, partCodeSystems, partKinds, rowsOfKind, type OrderedKind } from './extraction/composite.ts';
import { inNarrow, type ConditionContext, type ParameterCondition, type ParameterQuery } from './condition-context.ts';
import { dateCondition } from './condition-date.ts';
import { formsOf } from './condition-keys.ts';
import { numberCondition } from './condition-number.ts';
import { stringCondition } from './condition-string.ts';
import { decimalOf, elementSalt, ELEMENTS_TOLD, hashText, partSalt, placed, xor, type Hash } from './hash.ts';
import { parametersOf, type ComponentRow, type ParameterType, type SearchParameterRow } from './parameter-table.ts';
import { parameterTarget } from './parameter-target.ts';
import { splitEscaped } from './query-string.ts';
import { searchProblem } from './search-problem.ts';

export interface Composite {
  readonly parameter: SearchParameterRow;
  /** For the parts that are parameters of their own. */
  readonly condition: ParameterCondition;
}

/** `code-value-quantity=8480-6$gt140`: all parts in the same element. */
export function compositeCondition(query: ParameterQuery, asked: Composite, context: ConditionContext): string {
  const { parameter } = asked;
  const values = splitEscaped(query.value, '$');
  if (values.length !== parameter.components.length) throw searchProblem(parameter.code, '组合参数的各部分以 $ 分隔，数目不符。', 'The parts of a composite are separated by $; their number does not fit.');
  if (!isIndexedComposite(parameter)) return conjunction(query, { ...asked, values }, context);
  return indexedCondition(query, { parameter, values }, context);
}

/** Over the resource itself: each part as its own parameter. */
function conjunction(query: ParameterQuery, { parameter, values, condition }: Composite & { values: readonly string[] }, context: ConditionContext): string {
  const conditions = parameter.components.map((component, index) => {
    const code = codeOf(query.type, component);
    const part = code === undefined ? undefined : condition({ ...query, name: code, value: values[index]! }, context);
    if (part === undefined) throw searchProblem(parameter.code, '暂不支持该组合参数。', 'This composite is not supported.');
    return part;
  });
  const other = OTHER_CHOICE[`${query.type}.${parameter.code}`];
  if (other !== undefined) conditions.push(`not (${query.alias}.present @> array[${parameterTarget(query.type, other).presence}])`);
  return `(${conditions.join(' and ')})`;
}

/**
 * Composites whose part takes only one choice of an element where the parameter of its own takes another too: `value-string` also finds the
 * text of a concept, `code-value-string` does not (R4, Observation-code-value-string). Rows with the other choice are left out.
 */
const OTHER_CHOICE: Readonly<Record<string, string>> = { 'Observation.code-value-string': 'value-concept' };

function codeOf(type: string, component: ComponentRow): string | undefined {
  for (const parameter of parametersOf(type).values()) if (parameter.id === component.definition) return parameter.code;
  return undefined;
}

/** The parameters that the parts are, each on its own. */
export const partCodes = (type: string, { components }: SearchParameterRow): string[] => components.flatMap((component) => codeOf(type, component) ?? []);

interface Parts {
  readonly parameter: SearchParameterRow;
  readonly values: readonly string[];
}

interface OrderedPart {
  readonly kind: OrderedKind;
  readonly value: string;
  readonly place: number;
}

/** The counterpart of `compose` in `index-values.ts`. */
function indexedCondition(query: ParameterQuery, { parameter, values }: Parts, context: ConditionContext): string {
  let bases: Hash[] = [parameterTarget(query.type, parameter.code).hash];
  const ordered: OrderedPart[] = [];
  for (const [place, kind] of partKinds(query.type, parameter).entries()) {
    const value = values[place]!;
    if (value === '') throw searchProblem(parameter.code, '组合参数的各部分都要有值。', 'Every part of a composite needs a value.');
    if (isOrderedKind(kind)) ordered.push({ kind, value, place });
    else bases = bases.flatMap((base) => partForms(query.type, { kind, place, value, parameter }, context).map((form) => xor(base, placed(hashText(form), place))));
  }
  const [first, ...more] = ordered;
  if (first === undefined) return `${query.alias}.keys && ${arrayOf(bases, context)}`;
  if (more.length > 0) return `${query.alias}.key in (${sameElement(parameter, { bases, ordered }, context)})`;
  const { table, alias } = TABLES[rowsOfKind(first.kind)];
  const at = bases.length === 1 ? `= ${context.bindings.bind(decimalOf(bases[0]!.high, bases[0]!.low), 'bigint')}` : `= any(${arrayOf(bases, context)})`;
  return inNarrow(`${table} ${alias}`, query, `${alias}.parameter ${at} and ${orderedCondition(parameter, first, context)}`);
}

const arrayOf = (hashes: readonly Hash[], { bindings }: ConditionContext): string =>
  bindings.bind(`{${hashes.map(({ high, low }) => decimalOf(high, low)).join(',')}}`, 'bigint[]');

function partForms(type: string, { kind, place, value, parameter }: { kind: ParameterType; place: number; value: string; parameter: SearchParameterRow }, context: ConditionContext): string[] {
  return formsOf({ type, parameter: { ...parameter, type: kind, expression: '' }, modifier: undefined, value, bases: context.bases, codes: partCodeSystems(type, parameter)[place] });
}

const TABLES = {
  numbers: { table: 'number_value', alias: 'n' },
  dates: { table: 'date_value', alias: 'd' },
  strings: { table: 'string_value', alias: 's' },
} as const;

function orderedCondition({ code }: SearchParameterRow, { kind, value }: OrderedPart, { bindings, now }: ConditionContext): string {
  if (kind === 'date') return dateCondition({ name: code, value, now }, { low: 'd.low', high: 'd.high' }, bindings);
  if (kind === 'string') return stringCondition({ name: code, modifier: undefined, value }, bindings);
  return numberCondition({ name: code, value, isQuantity: kind === 'quantity' }, bindings);
}

/** Rows of several parts belong to one element when taking each part's salt off leaves the same. */
function sameElement(parameter: SearchParameterRow, { bases, ordered }: { bases: readonly Hash[]; ordered: readonly OrderedPart[] }, context: ConditionContext): string {
  const elements = Array.from({ length: ELEMENTS_TOLD }, (_, ordinal) => elementSalt(ordinal));
  const selects = ordered.map((part) => {
    const { table, alias } = TABLES[rowsOfKind(part.kind)];
    const salt = partSalt(part.place);
    const parameters = bases.flatMap((base) => elements.map((element) => xor(xor(base, element), salt)));
    const element = `${alias}.parameter # ${context.bindings.bind(decimalOf(salt.high, salt.low), 'bigint')}`;
    return `select ${alias}.key, ${element} as element from fhir.${table} ${alias} where ${alias}.parameter = any(${arrayOf(parameters, context)}) and ${orderedCondition(parameter, part, context)}`;
  });
  return `select key from (${selects.join(' intersect ')}) as same`;
}
