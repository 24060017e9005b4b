import { plusMended } from '#fhir/search/condition-date.ts';
import { evaluateFilter } from '#fhir/search/special/filter/evaluate-filter.ts';
import { elementTypesOf } from '#fhir/search/parameter-target.ts';
import type { SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { splitEscaped, unescapeValue, type RawParameter } from '#fhir/search/query-string.ts';
import { chainProblem, missingProblem, modifierProblem, reverseChainProblem, searchProblem, valueProblem } from '#fhir/search/search-problem.ts';
import { functionalFilters } from '#fhir/search/special/functional-lists.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { elementTest, WORDED, type Asked, type ElementTest } from './element-tests.ts';
import { addressIn, elementsAt, elementsOf, parameterOf, type Element } from '#fhir/search/extraction/elements.ts';
import { meantTest } from './meant-tests.ts';
import { compareSpans, spanOf, spansOf, widenSpan } from './spans.ts';
import { specialTest } from './special-tests.ts';
import type { OwnParameter, ResourceTest, Surroundings } from './surroundings.ts';

/** Whether a resource of the type fits one parameter; undefined when the type has no such parameter. */
export function resourceTest(type: string, { name, value }: RawParameter, around: Surroundings): ResourceTest | undefined {
  if (name.startsWith('_has:')) return reverseChainTest({ name, value }, around);
  const dot = name.indexOf('.');
  const [code = '', modifier] = (dot < 0 ? name : name.slice(0, dot)).split(':');
  if (code === '_filter') {
    if (modifier !== undefined) throw modifierProblem(code, modifier);
    if (dot >= 0) throw chainProblem(name);
    return filterTest(type, value, around);
  }
  if (code === '_list' && modifier === undefined && value.startsWith('$')) {
    const tests = functionalFilters({ type, value }).map((filter) => resourceTest(type, filter, around)!);
    return (resource) => tests.every((test) => test(resource));
  }
  const own = OWN[code] ?? specialTest(type, code);
  if (own) return own({ code, modifier, value }, around);
  const parameter = parameterOf(type, code);
  if (!parameter) return undefined;
  if (dot >= 0) return chainTest({ parameter, targetType: modifier, rest: { name: name.slice(dot + 1), value } }, around);
  if (modifier === 'missing') return missingTest(parameter, value);
  if (modifier === 'text' && !isWorded(type, parameter)) throw modifierProblem(code, modifier);
  const meant = meantTest({ type, parameter, code, modifier, value }, around);
  if (meant) return (resource) => elementsOf(resource, parameter).some(meant) !== (modifier === 'not-in');
  const isNot = modifier === 'not' && parameter.type === 'token';
  const asked = (each: string): Asked => ({ code, kind: parameter.type, targets: parameter.targets, modifier: isNot ? undefined : modifier, value: each, now: around.now, bases: around.bases });
  const tests = splitEscaped(value, ',').map((each) => (parameter.type === 'composite' ? compositeTest(parameter, asked(each)) : anyElement(parameter, elementTest(asked(each)))));
  return (resource) => tests.some((test) => test(resource)) !== isNot;
}

const filterTest = (type: string, filter: string, around: Surroundings): ResourceTest | undefined => evaluateFilter<ResourceTest>(type, filter, {
  every: (parts) => (resource) => parts.every((part) => part(resource)),
  some: (parts) => (resource) => parts.some((part) => part(resource)),
  not: (part) => (resource) => !part(resource),
  parameter: (parameter) => resourceTest(type, parameter, around),
});

const anyElement = (parameter: SearchParameterRow, test: ElementTest): ResourceTest => (resource) => elementsOf(resource, parameter).some(test);

const isWorded = (type: string, parameter: SearchParameterRow): boolean =>
  (parameter.type === 'token' || parameter.type === 'reference') && [...elementTypesOf(type, parameter)].some((each) => WORDED.has(each));

const OWN: Readonly<Record<string, (asked: OwnParameter, around: Surroundings) => ResourceTest>> = {
  _id: ({ code, modifier, value }) => {
    if (modifier === 'missing') return () => !isMissing(value, code);
    if (modifier !== undefined && modifier !== 'not') throw modifierProblem(code, modifier);
    const ids = splitEscaped(value, ',').map(unescapeValue);
    return ({ id }) => ids.includes(id ?? '') !== (modifier === 'not');
  },
  _lastUpdated: ({ code, modifier, value }, around) => {
    if (modifier === 'missing') return () => !isMissing(value, code);
    if (modifier !== undefined) throw modifierProblem(code, modifier);
    const tests = splitEscaped(value, ',').map((each) => lastUpdatedTest(code, each, around));
    return (resource) => tests.some((test) => test(resource));
  },
};

function lastUpdatedTest(code: string, value: string, { now }: Surroundings): ResourceTest {
  const prefix = /^(?:eq|ne|gt|lt|ge|le|sa|eb|ap)/.exec(value)?.[0];
  const span = spanOf(plusMended(prefix === undefined ? value : value.slice(2)));
  if (!span) throw valueProblem(code, 'date');
  const wanted = prefix === 'ap' ? widenSpan(span, now) : span;
  return ({ meta }) => spansOf({ type: 'instant', value: meta?.lastUpdated }).some((found) => compareSpans(prefix ?? 'eq', found, wanted));
}

function missingTest(parameter: SearchParameterRow, value: string): ResourceTest {
  const isAsked = isMissing(value, parameter.code);
  const kinds = kindsOf(parameter);
  const kind = parameter.type;
  return (resource) => {
    const found = kind === 'composite'
      ? pairsOf(resource, parameter).some((parts) => parts.every((part, index) => part.some((element) => counts(kinds[index]!, element))))
      : elementsOf(resource, parameter).some((element) => counts(kind, element));
    return found !== isAsked;
  };
}

function isMissing(value: string, code: string): boolean {
  if (value !== 'true' && value !== 'false') throw missingProblem(code);
  return value === 'true';
}

/** Complex types that a kind of parameter can look into. */
const LOOKED_INTO: Partial<Record<SearchParameterRow['type'], readonly string[]>> = {
  token: ['Coding', 'CodeableConcept', 'Identifier', 'ContactPoint'], reference: ['Reference', 'Resource'], date: ['Period', 'Timing'], string: ['HumanName', 'Address'],
  number: ['Range'], quantity: ['Quantity', 'Age', 'Duration', 'Count', 'Distance', 'Money', 'Range'],
};

/** An element counts when it can be looked for: a time must be one, a text must have letters. */
function counts(kind: SearchParameterRow['type'], element: Element): boolean {
  if (kind === 'date') return spansOf(element).length > 0;
  if (typeof element.value === 'object') return LOOKED_INTO[kind]?.includes(element.type) === true;
  return typeof element.value !== 'string' || element.value.trim() !== '';
}

/** DocumentReference.relationship declares its parts the wrong way round (R4 erratum). */
function kindsOf({ id, components }: SearchParameterRow): SearchParameterRow['type'][] {
  const kinds = components.map((part) => part.type);
  return id === 'DocumentReference-relationship' ? kinds.reverse() : kinds;
}

/** For each place of a composite the elements of its parts. */
const pairsOf = (resource: Resource, parameter: SearchParameterRow): Element[][][] =>
  elementsOf(resource, parameter).map((focus) => parameter.components.map((part) => elementsAt(part.expression, focus, resource)));

/** `code-value-quantity=8480-6$gt140`: all parts in the same place. */
function compositeTest(parameter: SearchParameterRow, asked: Asked): ResourceTest {
  if (asked.modifier !== undefined) throw modifierProblem(asked.code, asked.modifier);
  const values = splitEscaped(asked.value, '$');
  if (values.length !== parameter.components.length) throw searchProblem(parameter.code, '组合参数的各部分以 $ 分隔，数目不符。', 'The parts of a composite are separated by $; their number does not fit.');
  const tests = kindsOf(parameter).map((kind, index) => elementTest({ ...asked, kind, targets: [], value: values[index]! }));
  return (resource) => pairsOf(resource, parameter).some((parts) => tests.every((test, index) => parts[index]!.some(test)));
}

interface Chain {
  readonly parameter: SearchParameterRow;
  readonly targetType: string | undefined;
  readonly rest: RawParameter;
}

/** `subject:Patient.name=x`: follows the references of a resource and asks what is found. */
function chainTest({ parameter, targetType, rest }: Chain, around: Surroundings): ResourceTest {
  if (parameter.type !== 'reference') throw chainProblem(parameter.code);
  const types = targetType === undefined ? parameter.targets : [targetType];
  const tests = new Map(types.flatMap((type) => {
    const test = resourceTest(type, rest, around);
    return test ? [[type, test] as const] : [];
  }));
  if (tests.size === 0) throw searchProblem(parameter.code, '链接的目标类型没有该参数。', 'No target type of the chain has this parameter.');
  return (resource) => targetsOf(resource, parameter, around).some((target) => tests.get(target.resourceType)?.(target) === true);
}

const isCanonical = ({ type }: Element): boolean => type === 'canonical' || type === 'uri';
const urlOf = (resource: Resource): string | undefined => (resource as { url?: string }).url;

/** What a parameter of the resource refers to: by `Type/id`, or canonical addresses by the url of what they name. */
export function targetsOf(resource: Resource, parameter: SearchParameterRow, { find, listType }: Surroundings): Resource[] {
  return elementsOf(resource, parameter).flatMap((element) => {
    const address = addressIn(element);
    if (address === undefined) return [];
    const named = isCanonical(element) ? parameter.targets.flatMap((type) => listType(type)).filter((each) => isNamed(each, address)) : [];
    return [...named, ...[find(address)].filter((each) => each !== undefined)];
  });
}

/** Whatever version the address asks for. */
const isNamed = (resource: Resource, address: string): boolean => {
  const url = urlOf(resource);
  return url !== undefined && (url === address || url === address.split('|')[0]);
};

/** The same from the other end. */
export const refersTo = (resource: Resource, parameter: SearchParameterRow, target: Resource): boolean =>
  elementsOf(resource, parameter).some((element) => {
    const address = addressIn(element);
    return address !== undefined && (address === `${target.resourceType}/${target.id ?? ''}` || (isCanonical(element) && parameter.targets.includes(target.resourceType) && isNamed(target, address)));
  });

export const addressesOf = (resource: Resource, parameter: SearchParameterRow): string[] =>
  elementsOf(resource, parameter).flatMap((element) => addressIn(element) ?? []);

/** `_has:Observation:patient:code=x`: asks the others, then whom they refer to. */
function reverseChainTest({ name, value }: RawParameter, around: Surroundings): ResourceTest {
  const [, source = '', code = '', ...rest] = name.split(':');
  const parameter = parameterOf(source, code);
  if (parameter?.type !== 'reference' || rest.length === 0) throw reverseChainProblem(name);
  const test = resourceTest(source, { name: rest.join(':'), value }, around);
  if (!test) throw searchProblem(name, '没有该参数。', 'There is no such parameter.');
  let sources: Resource[] | undefined;
  return (resource) => {
    sources ??= around.listType(source).filter(test);
    return sources.some((each) => refersTo(each, parameter, resource));
  };
}
