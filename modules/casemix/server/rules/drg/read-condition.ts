import type { Findings } from '../findings.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import { classesOf, parseClassRule } from './class-rule.ts';
import { readConditionName, severityLevels, type Comparison, type NamedCondition } from './condition-name.ts';
import type { CodeList, Condition, NumberField, Range, SeverityLevel } from './condition.ts';

/** Where a condition stands and which lists its names mean. */
export interface ConditionScope {
  readonly place: string;
  readonly lists: ReadonlyMap<string, CodeList>;
  readonly classes: readonly CodeList[];
  readonly regions: readonly CodeList[];
  readonly findings: Findings;
  /** Names of the lists that a condition has asked for. */
  readonly used: Set<string>;
  /** How deep combinations are nested here. */
  readonly depth?: number;
}

type Values = Readonly<Record<string, unknown>>;

const DEPTH_MAX = 16;
const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of conditions that must all hold, or one object: `{type, …}` or `{name: value, …}` as the DRG rows have it. */
export function readConditions(raw: unknown, given: ConditionScope): Condition {
  const depth = given.depth ?? 0;
  const scope: ConditionScope = { ...given, depth: depth + 1 };
  const at = (index: number): ConditionScope => ({ ...scope, place: `${scope.place}[${index}]` });
  if (depth > DEPTH_MAX) return refuse(scope, '条件嵌套过深', 'conditions are nested too deep');
  if (raw === undefined || raw === null) return { kind: 'all', conditions: [] };
  if (Array.isArray(raw)) return all(raw.map((item, index) => readConditions(item, at(index))));
  if (!isValues(raw)) return refuse(scope, '条件应为对象', 'a condition must be an object');
  if (typeof raw.type === 'string') return readTyped(raw.type, raw, { ...scope, place: `${scope.place} ${raw.type}` });
  return all(Object.entries(raw).map(([name, value]) => readTyped(name, valuesOf(name, value), { ...scope, place: `${scope.place}.${name}` })));
}

const all = (conditions: readonly Condition[]): Condition => (conditions.length === 1 ? conditions[0]! : { kind: 'all', conditions });

function refuse(scope: ConditionScope, zh: string, en: string): Condition {
  scope.findings.add(scope.place, zh, en);
  return { kind: 'any', conditions: [] };
}

/** `{"age_years": {"min": 1}}` and `{"dx_in": "dx2"}`: the value of a short form as the parameters of the long one. */
function valuesOf(name: string, value: unknown): Values {
  const named = readConditionName(name);
  if (isValues(value) && named?.kind !== 'combine') return value;
  if (named?.kind === 'combine') return { conditions: value };
  return named?.kind === 'codes' && named.listed ? { list: value } : named?.kind === 'classes' ? { rule: value } : { value };
}

function readTyped(name: string, values: Values, scope: ConditionScope): Condition {
  const named = readConditionName(name);
  if (named === undefined) return refuse(scope, `未知条件类型 ${name}`, `condition kind ${name} is not known`);
  if (named.kind === 'combine') return readCombination(named.how, values, scope);
  if (named.kind !== 'codes' && named.kind !== 'classes' && values.value === false) return { kind: 'not', condition: readNamed(named, { ...values, value: true }, scope) };
  if (named.kind === 'codes' && values.value === false && !named.listed) return { kind: 'not', condition: readNamed(named, values, scope) };
  return readNamed(named, values, scope);
}

function readCombination(how: 'all' | 'any' | 'not', values: Values, scope: ConditionScope): Condition {
  const raw = values.conditions ?? values.of ?? values.condition ?? values.rules ?? values.value ?? values.when;
  if (raw === undefined || raw === null) return refuse(scope, '组合条件没有内容', 'a combination has no conditions');
  if (how === 'not') return { kind: 'not', condition: Array.isArray(raw) ? { kind: 'any', conditions: readEach(raw, scope) } : readConditions(raw, scope) };
  if (!Array.isArray(raw) || raw.length === 0) return refuse(scope, '组合条件须为非空列表', 'a combination needs a list that is not empty');
  return { kind: how, conditions: readEach(raw, scope) };
}

const readEach = (raw: readonly unknown[], scope: ConditionScope): Condition[] =>
  raw.map((item, index) => readConditions(item, { ...scope, place: `${scope.place}[${index}]` }));

function readNamed(named: Exclude<NamedCondition, { kind: 'combine' }>, values: Values, scope: ConditionScope): Condition {
  if (named.kind === 'number') return readNumber(named, values, scope);
  if (named.kind === 'word') return readWord(named, values, scope);
  if (named.kind === 'codes') return readCodes(named, values, scope);
  if (named.kind === 'severity') return readSeverity(named, values, scope);
  if (named.kind === 'classes') return readClasses(values, scope);
  if (named.kind === 'died') return { kind: 'word', field: 'dischargeWay', values: ['5'] };
  return readRegions(values, scope);
}

const OPERATORS: Readonly<Record<string, Comparison>> = {
  '<': 'lt', '<=': 'le', '≤': 'le', '>': 'gt', '>=': 'ge', '≥': 'ge', '=': 'eq', '==': 'eq', '!=': 'ne', '<>': 'ne', lt: 'lt', lte: 'le', le: 'le', max: 'le', gt: 'gt', gte: 'ge', ge: 'ge', min: 'ge',
  eq: 'eq', ne: 'ne', in: 'in', not_in: 'not-in', between: 'between',
};
const BOUNDS: Readonly<Record<string, Comparison>> = { min: 'ge', max: 'le', lt: 'lt', le: 'le', lte: 'le', gt: 'gt', ge: 'ge', gte: 'ge', eq: 'eq', from: 'ge', to: 'le', low: 'ge', high: 'le' };

function readNumber(named: NamedCondition & { kind: 'number' }, values: Values, scope: ConditionScope): Condition {
  const given = values.value ?? values.values;
  const operator = values.op ?? values.operator ?? values.cmp;
  const spoken = typeof operator === 'string' ? OPERATORS[operator] : undefined;
  if (operator !== undefined && (spoken === undefined || named.comparison !== undefined)) return refuse(scope, `未知比较 ${String(operator)}`, `comparison ${String(operator)} is not known`);
  if (given === undefined) return boundsOf(named.field, values, scope);
  const comparison = spoken ?? named.comparison;
  if (isValues(given)) return boundsOf(named.field, given, scope);
  if (comparison === 'between' || comparison === 'in' || comparison === 'not-in') return severalNumbers(named.field, { comparison, given }, scope);
  const number = numberOf(given);
  if (number === undefined) return refuse(scope, '须为数', 'a number is needed');
  return compared(named.field, comparison ?? 'eq', number);
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;

function boundsOf(field: NumberField, values: Values, scope: ConditionScope): Condition {
  const parts: Condition[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name === 'type') continue;
    const number = numberOf(value);
    const comparison = BOUNDS[name];
    if (comparison === undefined || number === undefined) return refuse(scope, `不认识的参数 ${name}`, `parameter ${name} is not known`);
    parts.push(compared(field, comparison, number));
  }
  return parts.length === 0 ? refuse(scope, '没有给出数值', 'no value is given') : all(parts);
}

function severalNumbers(field: NumberField, { comparison, given }: { comparison: Comparison; given: unknown }, scope: ConditionScope): Condition {
  const numbers = Array.isArray(given) ? given.map(numberOf) : [];
  if (numbers.length === 0 || numbers.includes(undefined)) return refuse(scope, '须为数的列表', 'a list of numbers is needed');
  const known = numbers as number[];
  if (comparison === 'between') {
    if (known.length !== 2 || known[0]! > known[1]!) return refuse(scope, '区间须为 [小, 大]', 'a range must be [low, high]');
    return { kind: 'number', field, ranges: [{ min: known[0]!, max: known[1]! }] };
  }
  const inside: Condition = { kind: 'number', field, ranges: known.map((number) => ({ min: number, max: number })) };
  return comparison === 'in' ? inside : { kind: 'not', condition: inside };
}

function compared(field: NumberField, comparison: Comparison, number: number): Condition {
  const range = rangeOf(comparison, number);
  const condition: Condition = { kind: 'number', field, ranges: [range] };
  return comparison === 'ne' ? { kind: 'not', condition } : condition;
}

function rangeOf(comparison: Comparison, number: number): Range {
  if (comparison === 'lt') return { max: number, maxOpen: true };
  if (comparison === 'le') return { max: number };
  if (comparison === 'gt') return { min: number, minOpen: true };
  if (comparison === 'ge') return { min: number };
  return { min: number, max: number };
}

const SEX: Readonly<Record<string, string>> = { '1': '1', '2': '2', m: '1', f: '2', male: '1', female: '2', 男: '1', 女: '2' };

function readWord(named: NamedCondition & { kind: 'word' }, values: Values, scope: ConditionScope): Condition {
  const given = values.value ?? values.values ?? values.in ?? values.list;
  const items = Array.isArray(given) ? given : [given];
  const words = items.map((item) => (typeof item === 'string' || typeof item === 'number' ? String(item).trim() : ''));
  const known = named.field === 'sex' ? words.map((word) => ownEntry(SEX, word.toLowerCase()) ?? '') : words;
  if (known.length === 0 || known.includes('')) return refuse(scope, '取值无法识别', 'a value is not known');
  if (named.comparison !== undefined && !['eq', 'ne', 'in', 'not-in'].includes(named.comparison)) return refuse(scope, '此字段只能比较是否相同', 'this field can only be compared for equality');
  const condition: Condition = { kind: 'word', field: named.field, values: known };
  return named.comparison === 'ne' || named.comparison === 'not-in' ? { kind: 'not', condition } : condition;
}

function readSeverity(named: NamedCondition & { kind: 'severity' }, values: Values, scope: ConditionScope): Condition {
  const given = named.levels ?? levelsOf(values.value ?? values.values ?? values.level ?? values.in);
  if (given === undefined) return refuse(scope, `未知严重程度 ${JSON.stringify(values.value ?? null)}`, `severity ${JSON.stringify(values.value ?? null)} is not known`);
  const condition: Condition = { kind: 'severity', levels: given };
  return named.negated ? { kind: 'not', condition } : condition;
}

function levelsOf(value: unknown): readonly SeverityLevel[] | undefined {
  if (value === null) return ['none'];
  const each = (Array.isArray(value) ? value : [value]).map((item) => (typeof item === 'string' ? severityLevels(item) : undefined));
  return each.length === 0 || each.includes(undefined) ? undefined : [...new Set(each.flatMap((levels) => levels!))];
}

function readCodes(named: NamedCondition & { kind: 'codes' }, values: Values, scope: ConditionScope): Condition {
  const atLeast = countOf(values, scope);
  const lists = named.listed ? listsOf(values, scope) : [];
  if (lists === undefined || atLeast === undefined) return { kind: 'any', conditions: [] };
  const condition: Condition = named.listed || named.valid
    ? { kind: 'codes', source: named.source, lists, valid: named.valid, atLeast }
    : { kind: 'present', source: named.source };
  return named.negated ? { kind: 'not', condition } : condition;
}

function countOf(values: Values, scope: ConditionScope): number | undefined {
  const given = values.count ?? values.at_least ?? values.atLeast ?? values.min_count ?? values.min;
  if (given === undefined) return 1;
  const number = numberOf(given);
  if (number !== undefined && Number.isInteger(number) && number >= 1) return number;
  refuse(scope, '个数须为正整数', 'the count must be a whole number above zero');
  return undefined;
}

/** A name of a list, several names, or the codes themselves. */
function listsOf(values: Values, scope: ConditionScope): CodeList[] | undefined {
  const given = values.list ?? values.lists ?? values.codes ?? values.values ?? values.value;
  const names = Array.isArray(given) ? given : [given];
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
    refuse(scope, '没有给出编码表', 'no list of codes is given');
    return undefined;
  }
  const known = (names as string[]).map((name) => scope.lists.get(name));
  for (const name of names as string[]) if (scope.lists.has(name)) scope.used.add(name);
  if (known.every((list) => list !== undefined)) return known as CodeList[];
  // Codes written in place hold a dot or a digit at the second position; a name that is not defined is a broken reference.
  if ((names as string[]).every((name) => !scope.lists.has(name) && /^[A-Z0-9]\d/.test(name))) return [{ name: 'codes', codes: names as string[] }];
  const missing = (names as string[]).filter((name) => !scope.lists.has(name));
  refuse(scope, `引用的编码表不存在：${missing.join('、')}`, `lists that are not there: ${missing.join(', ')}`);
  return undefined;
}

function readClasses(values: Values, scope: ConditionScope): Condition {
  const text = values.rule ?? values.value;
  const rule = typeof text === 'string' ? parseClassRule(text) : undefined;
  if (rule === undefined) return refuse(scope, `手术分类规则无法解析：${String(text)}`, `the rule over procedure classes cannot be read: ${String(text)}`);
  const missing = [...new Set(classesOf(rule))].filter((name) => !scope.classes.some((list) => list.name === name));
  if (missing.length > 0) return refuse(scope, `手术分类不存在：${missing.join('、')}`, `procedure classes that are not there: ${missing.join(', ')}`);
  return { kind: 'classes', text: text as string, rule, lists: scope.classes };
}

function readRegions(values: Values, scope: ConditionScope): Condition {
  const atLeast = numberOf(values.value ?? values.min ?? values.at_least ?? values.count ?? 2);
  if (scope.regions.length === 0) return refuse(scope, '没有定义身体部位', 'no body parts are defined');
  if (atLeast === undefined || !Number.isInteger(atLeast) || atLeast < 1) return refuse(scope, '部位个数须为正整数', 'the number of body parts must be a whole number above zero');
  return { kind: 'regions', regions: scope.regions, atLeast };
}
