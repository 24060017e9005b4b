import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../problems.ts';
import { rowScopeOf } from '../repository/access.ts';
import type { Bindings } from './bindings.ts';
import { isIndexedComposite } from './extraction/composite.ts';
import { compositeCondition, partCodes } from './condition-composite.ts';
import { holdsAny, inNarrow, type ConditionContext, type ParameterQuery } from './condition-context.ts';
import { dateCondition, instantCondition } from './condition-date.ts';
import { keysOf } from './condition-keys.ts';
import { numberCondition } from './condition-number.ts';
import { stringCondition, uriBelow } from './condition-string.ts';
import { decimalOf, resourceKey } from './hash.ts';
import { requireAllowed } from './custom/limits.ts';
import { setName } from './lookups/lookups.ts';
import { UNIONS } from './extraction/main-parameters.ts';
import { parametersOf, type SearchParameterRow } from './parameter-table.ts';
import { alwaysNamesThePerson, namesThePerson, parameterTarget } from './parameter-target.ts';
import { splitEscaped, unescapeValue } from './query-string.ts';
import { chainProblem, missingProblem, modifierProblem, reverseChainProblem, searchProblem } from './search-problem.ts';
import { filterCondition } from './special/filter/filter-condition.ts';
import { OVERLAPS } from './special/filter/filter-parameters.ts';
import { functionalList } from './special/functional-lists.ts';
import { linkedByAddress } from './special/linked-by-address.ts';
import { specialCondition } from './special/special-parameters.ts';
import { beginningCondition } from './text/text-condition.ts';

/** SQL that is true for matching rows; undefined when the type has no such parameter. */
export function parameterCondition(query: ParameterQuery, context: ConditionContext): string | undefined {
  if (query.name.startsWith('_has:')) return reverseChain(query, context);
  const dot = query.name.indexOf('.');
  const [code = '', modifier] = (dot < 0 ? query.name : query.name.slice(0, dot)).split(':');
  if (dot >= 0 && NOT_CHAINED.has(code)) throw chainProblem(query.name);
  if (modifier === 'missing' && OF_ALL.has(code)) return isMissing(query.value, code) ? 'false' : 'true';
  if (modifier === 'not' && code === '_id') return `not (${idCondition(query)})`;
  if (modifier !== undefined && (code === '_id' || code === '_lastUpdated' || code === '_list' || code === '_filter')) throw modifierProblem(code, modifier);
  if (code === '_id') return idCondition(query);
  if (code === '_lastUpdated') return eachValue(query.value, (value) => lastUpdated(query, value, context));
  if (code === '_filter') return filterCondition(query, parameterCondition, context);
  if (code === '_list' && query.value.startsWith('$')) return functionalList(query, parameterCondition, context);
  const special = specialCondition(code, query, context);
  if (special !== undefined) return special;
  const parameter = parametersOf(query.type).get(code);
  if (!parameter) return undefined;
  if (parameter.custom) requireAllowed(parameter, { modifier, chained: dot < 0 ? undefined : query.name.slice(dot + 1), value: query.value });
  if (parameter.custom?.isReady === false) context.unready?.add(parameter);
  if (dot >= 0) return chain(query, { parameter, targetType: modifier, rest: query.name.slice(dot + 1) }, context);
  const union = UNIONS[`${query.type}.${code}`];
  if (union) {
    const suffix = modifier === undefined ? '' : `:${modifier}`;
    const parts = union.map((part) => parameterCondition({ ...query, name: part + suffix }, context));
    const isEvery = modifier === 'not' || modifier === 'not-in' || (modifier === 'missing' && query.value === 'true');
    return `(${parts.join(isEvery ? ' and ' : ' or ')})`;
  }
  if (modifier === 'missing') return missingCondition(query, parameter);
  if (modifier === 'text' && (parameter.type === 'token' || parameter.type === 'reference')) return beginningCondition(query, parameter, context);
  return valueCondition(query, { parameter, modifier }, context);
}

/** What no resource lacks. */
const OF_ALL: ReadonlySet<string> = new Set(['_id', '_lastUpdated']);

const NOT_CHAINED: ReadonlySet<string> = new Set(['_id', '_lastUpdated', '_list', '_text', '_content', '_filter', 'near']);

/** Values separated by commas are alternatives. */
function eachValue(value: string, condition: (value: string) => string): string {
  const parts = splitEscaped(value, ',').map(condition);
  return parts.length === 1 ? parts[0]! : `(${parts.map((part) => `(${part})`).join(' or ')})`;
}

interface Asked {
  readonly parameter: SearchParameterRow;
  readonly modifier: string | undefined;
}

/** Besides `:missing`, which every type has. */
const WITHOUT_MODIFIERS: ReadonlySet<string> = new Set(['number', 'quantity', 'date', 'composite', 'special']);

function valueCondition(query: ParameterQuery, asked: Asked, context: ConditionContext): string {
  const { parameter, modifier } = asked;
  const { bindings } = context;
  const key = parameterKeyOf(query.type, parameter.code, bindings);
  const overlaps = modifier === OVERLAPS && parameter.type === 'date';
  if (modifier !== undefined && WITHOUT_MODIFIERS.has(parameter.type) && !overlaps) throw modifierProblem(parameter.code, modifier);
  switch (parameter.type) {
    case 'uri':
      if (modifier === 'below') return inNarrow('string_value s', query, `s.parameter = ${key} and (${eachValue(query.value, (value) => uriBelow(value, bindings))})`);
      return keysCondition(query, asked, context);
    case 'token':
    case 'reference':
      return keysCondition(query, asked, context);
    case 'string':
      return inNarrow('string_value s', query, `s.parameter = ${key} and (${eachValue(query.value, (value) => stringCondition({ name: parameter.code, modifier, value, parameter: key }, bindings))})`);
    case 'number':
    case 'quantity': {
      const isQuantity = parameter.type === 'quantity';
      return inNarrow('number_value n', query, `n.parameter = ${key} and (${eachValue(query.value, (value) => numberCondition({ name: parameter.code, value, isQuantity }, bindings))})`);
    }
    case 'date':
      return eachValue(query.value, (value) => dateParameter(query, { parameter, value, overlaps }, context));
    case 'composite':
      return eachValue(query.value, (value) => compositeCondition({ ...query, value }, { parameter, condition: parameterCondition }, context));
    case 'special':
      throw searchProblem(parameter.code, '暂不支持该参数。', 'This parameter is not supported.');
  }
}

export function parameterKeyOf(type: string, code: string, bindings: Bindings): string {
  const { hash } = parameterTarget(type, code);
  return bindings.bind(decimalOf(hash.high, hash.low), 'bigint');
}

function keysCondition(query: ParameterQuery, { parameter, modifier }: Asked, context: ConditionContext): string {
  const standing = standsFor(query, { parameter, modifier }, context);
  const values = standing ?? splitEscaped(query.value, ',');
  const keys = values.flatMap((value) => keysOf({ type: query.type, parameter, modifier: standing ? undefined : modifier, value, bases: context.bases }));
  const condition = holdsAny(query.alias, keys, context.bindings);
  if (modifier === 'not' || modifier === 'not-in') return `not (${condition})`;
  const person = values.length === 1 && modifier === undefined ? personAsked(query.type, parameter, values[0]!) : undefined;
  if (person === undefined) return condition;
  // The person index is narrower than the key index; the key stays as an exact check that no index is tempted by.
  return `${query.alias}.person_key = ${context.bindings.bind(resourceKey('Patient', person), 'bigint')} and (${condition}) is true`;
}

/** What `:in`, `:not-in`, `:above` and `:below` of tokens, and the latter two of references, were looked up to stand for. */
function standsFor(query: ParameterQuery, { parameter, modifier }: Asked, { lookups }: ConditionContext): readonly string[] | undefined {
  const isSet = parameter.type === 'token' ? ['in', 'not-in', 'above', 'below'] : parameter.type === 'reference' ? ['above', 'below'] : [];
  if (modifier === undefined || !isSet.includes(modifier)) return undefined;
  return lookups === undefined ? [] : lookups.sets.get(setName(query.type, `${parameter.code}:${modifier}`, query.value));
}

/** The patient that `subject=Patient/x` or `patient=x` asks for, when that decides the row's person. */
export function personAsked(type: string, parameter: SearchParameterRow, value: string): string | undefined {
  if (!namesThePerson(type, parameter)) return undefined;
  const id = /^(Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value);
  return id && (id[1] !== undefined || parameter.code === 'patient') ? id[2] : undefined;
}

function missingCondition(query: ParameterQuery, parameter: SearchParameterRow): string {
  const parts = parameter.type === 'composite' && !isIndexedComposite(parameter) ? partCodes(query.type, parameter) : [parameter.code];
  const present = `${query.alias}.present @> array[${parts.map((code) => parameterTarget(query.type, code).presence).join(',')}]`;
  return isMissing(query.value, parameter.code) ? `not (${present})` : present;
}

function isMissing(value: string, code: string): boolean {
  if (value !== 'true' && value !== 'false') throw missingProblem(code);
  return value === 'true';
}

function idCondition(query: ParameterQuery): string {
  const keys = splitEscaped(query.value, ',').map((id) => resourceKey(query.type, unescapeValue(id)));
  return `${query.alias}.key in (${keys.map((key) => `'${key}'::bigint`).join(',')})`;
}

function lastUpdated(query: ParameterQuery, value: string, { bindings, now }: ConditionContext): string {
  return instantCondition({ name: '_lastUpdated', value, now }, `${query.alias}.last_updated`, bindings);
}

function dateParameter(query: ParameterQuery, { parameter, value, overlaps }: { parameter: SearchParameterRow; value: string; overlaps: boolean }, context: ConditionContext): string {
  const { bindings, now } = context;
  if (parameterTarget(query.type, parameter.code).isMainDate) {
    const columns = { low: `${query.alias}.at_low`, high: `${query.alias}.at_high` };
    return `(${query.alias}.at_high > '-infinity' and ${dateCondition({ name: parameter.code, value, now, overlaps }, columns, bindings)})`;
  }
  const condition = dateCondition({ name: parameter.code, value, now, overlaps }, { low: 'd.low', high: 'd.high' }, bindings);
  return inNarrow('date_value d', query, `d.parameter = ${parameterKeyOf(query.type, parameter.code, bindings)} and ${condition}`);
}

interface Chained {
  readonly parameter: SearchParameterRow;
  readonly targetType: string | undefined;
  readonly rest: string;
}

/** `subject:Patient.name=x`: rows that hold the key of a reference to a matching target. */
function chain(query: ParameterQuery, { parameter, targetType, rest }: Chained, context: ConditionContext): string {
  if (parameter.type !== 'reference') throw chainProblem(query.name);
  const types = targetType === undefined ? parameter.targets : [targetType];
  if (targetType !== undefined && !isResourceType(targetType)) throw modifierProblem(parameter.code, targetType);
  const key = parameterKeyOf(query.type, parameter.code, context.bindings);
  const parts = types.flatMap((type) => {
    const alias = context.bindings.alias();
    const condition = parameterCondition({ type, alias, name: rest, value: query.value }, context);
    if (condition === undefined) return [];
    const from = visibleRows(type, alias, context);
    if (type === 'Patient' && namesThePerson(query.type, parameter)) return [`${query.alias}${BY_PERSON}${alias}.person_key from ${from} and ${condition})${ofThePerson(query, parameter, key)}`];
    const found = { end: 'named', from, fromWithKeys: withKeys(from, alias), condition } as const;
    const byAddress = linkedByAddress({ parameter, owner: query, named: { type, alias }, found }, context);
    return [`${query.alias}.keys && array(select ${alias}.key # ${key} from ${from} and ${condition})`, ...(byAddress === undefined ? [] : [byAddress])];
  });
  if (parts.length === 0) throw searchProblem(query.name, '链接的目标类型没有该参数。', 'No target type of the chain has this parameter.');
  return parts.length === 1 ? parts[0]! : `(${parts.join(' or ')})`;
}

/** How a chain to the person reads: by the index of persons, however many they are (an array of thousands is compared with each row). */
export const BY_PERSON = '.person_key in (select ';

/**
 * Whose record a row belongs to may also follow from elements that the parameter does not read (an Observation about nobody whose focus is
 * a patient): then the row has to hold the reference itself. `is true` keeps the index of keys out of it.
 */
const ofThePerson = ({ type, alias }: { type: string; alias: string }, parameter: SearchParameterRow, key: string): string =>
  alwaysNamesThePerson(type, parameter) ? '' : ` and (${alias}.keys @> array[${alias}.person_key # ${key}]) is true`;

/** The rows with each of their keys as `held.key`. */
const withKeys = (rows: string, alias: string): string => rows.replace(' where ', ` cross join lateral unnest(${alias}.keys) as held (key) where `);

function visibleRows(type: string, alias: string, { subject, bindings, mayRead }: ConditionContext): string {
  if (mayRead?.(type) === false) throw fhirProblem('fhir.scope-missing');
  const scope = rowScopeOf(subject, type, { firstParameter: bindings.values.length + 1, alias });
  bindings.append(scope.values);
  return `fhir.resource ${alias} where ${alias}.resource_type = ${bindings.bind(type, 'text')} and not ${alias}.deleted and ${scope.text}`;
}

/** `_has:Observation:patient:code=x`: rows that a matching Observation refers to by `patient`. */
function reverseChain(query: ParameterQuery, context: ConditionContext): string {
  const [, type = '', code = '', ...rest] = query.name.split(':');
  const parameter = parametersOf(type).get(code);
  if (parameter?.custom?.isReady === false) context.unready?.add(parameter);
  if (parameter?.type !== 'reference' || rest.length === 0) throw reverseChainProblem(query.name);
  const alias = context.bindings.alias();
  const condition = parameterCondition({ type, alias, name: rest.join(':'), value: query.value }, context);
  if (condition === undefined) throw searchProblem(query.name, '没有该参数。', 'There is no such parameter.');
  const key = parameterKeyOf(type, code, context.bindings);
  if (query.type === 'Patient' && namesThePerson(type, parameter)) return `${query.alias}.key in (select ${alias}.person_key from ${visibleRows(type, alias, context)} and ${condition}${ofThePerson({ type, alias }, parameter, key)})`;
  const from = visibleRows(type, alias, context);
  const found = { end: 'owner', from, fromWithKeys: withKeys(from, alias), condition } as const;
  const held = `${query.alias}.key in (select held.key # ${key} from ${found.fromWithKeys} and ${condition})`;
  const byAddress = linkedByAddress({ parameter, owner: { type, alias }, named: query, found }, context);
  return byAddress === undefined ? held : `(${held} or ${byAddress})`;
}
