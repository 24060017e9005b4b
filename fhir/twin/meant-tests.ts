import { isCodeOnly, systemAndCode } from '#fhir/search/condition-keys.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { splitEscaped, unescapeValue } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { isOfAnySystem, tokensOf, type ElementTest } from './element-tests.ts';
import { addressIn, elementsOf } from '#fhir/search/extraction/elements.ts';
import type { OwnParameter, Surroundings } from './surroundings.ts';
import { meaningsAround, meaningsOf, UnknownMeaning, type Meaning } from './terminology.ts';

interface MeantAsked extends OwnParameter {
  readonly type: string;
  readonly parameter: SearchParameterRow;
}

/** `:in`, `:not-in`, `:above` and `:below` of tokens, the latter two of references: what is asked for follows from what else is stored. Undefined for anything else. */
export function meantTest(asked: MeantAsked, around: Surroundings): ElementTest | undefined {
  const { parameter, modifier } = asked;
  const isAround = modifier === 'above' || modifier === 'below';
  if (parameter.type === 'reference' && isAround) return memberTest(asked, modifier, around);
  return parameter.type === 'token' && (isAround || modifier === 'in' || modifier === 'not-in') ? tokenMeantTest(asked, around) : undefined;
}

function tokenMeantTest(asked: MeantAsked, around: Surroundings): ElementTest {
  const { type, parameter, value } = asked;
  const hasNoSystem = isCodeOnly(type, parameter);
  const meanings = splitEscaped(value, ',').flatMap((each) => meaningsIn({ ...asked, value: each }, hasNoSystem, around));
  const names = new Set(meanings.map(({ system, code }) => (code === undefined ? `${system}|` : `${system}|${code.toLowerCase()}`)));
  const codes = new Set(meanings.map(({ code = '' }) => code.toLowerCase()));
  return (element) => tokensOf(element).some(({ system, code }) => {
    if (system === undefined) return isOfAnySystem(element) && code !== undefined && codes.has(code.toLowerCase());
    return names.has(`${system}|`) || (code !== undefined && names.has(`${system}|${code.toLowerCase()}`));
  });
}

function meaningsIn({ code: name, modifier, value }: MeantAsked, isListed: boolean, around: Surroundings): Meaning[] {
  try {
    if (modifier !== 'above' && modifier !== 'below') return meaningsOf(unescapeValue(value), isListed, around);
    const [system, code] = systemAndCode(value);
    if (!system || code === undefined) throw searchProblem(`${name}:${modifier}`, '格式为 system|code。', 'Written system|code.');
    return meaningsAround(modifier, { system, code }, around);
  } catch (error) {
    if (!(error instanceof UnknownMeaning)) throw error;
    throw searchProblem(`${name}:${modifier ?? ''}`, `没有术语 ${error.message}。`, `The terminology ${error.message} is not known here.`);
  }
}

/** The parameters by which resources of a type name the one of their type above them. */
const stepsUp = (type: string): SearchParameterRow[] =>
  ['partof', 'part-of'].flatMap((code) => parametersOf(type).get(code) ?? []).filter(({ targets }) => targets.includes(type));

function memberTest({ parameter, value }: MeantAsked, modifier: 'above' | 'below', around: Surroundings): ElementTest {
  const members = new Set(splitEscaped(value, ',').flatMap((each) => membersOf(parameter, { modifier, value: unescapeValue(each) }, around)));
  return (element) => {
    const address = addressIn(element);
    return address !== undefined && members.has(address);
  };
}

function membersOf(parameter: SearchParameterRow, { modifier, value }: { modifier: 'above' | 'below'; value: string }, around: Surroundings): string[] {
  const [, typed, id = ''] = /^(?:(?:.*\/)?([A-Z][A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value) ?? [];
  const steps = parameter.targets.filter((type) => typed === undefined || typed === type).flatMap((type) => stepsUp(type).map((step) => ({ type, step })));
  if (id === '' || steps.length === 0) throw searchProblem(`${parameter.code}:${modifier}`, '该引用没有层级。', 'What the reference names has no hierarchy.');
  return steps.flatMap(({ type, step }) => [...followed({ type, step, modifier }, id, around)]);
}

/** One resource after the other, up or down, each once. */
function followed({ type, step, modifier }: { type: string; step: SearchParameterRow; modifier: 'above' | 'below' }, id: string, { find, listType }: Surroundings): Set<string> {
  const found = new Set([`${type}/${id}`]);
  for (const address of found) {
    const own = modifier === 'above' ? find(address) : undefined;
    const next = modifier === 'above'
      ? (own ? elementsOf(own, step).map((element) => addressIn(element)) : [])
      : listType(type).filter((each) => elementsOf(each, step).some((element) => addressIn(element) === address)).map((each) => `${type}/${each.id ?? ''}`);
    for (const each of next) if (each?.startsWith(`${type}/`)) found.add(each);
  }
  return found;
}
