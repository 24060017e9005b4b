import type { CodeSource, NumberField, SeverityLevel, WordField } from './condition.ts';

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'in' | 'not-in';

/** What the name of a condition says, before its values are read. */
export type NamedCondition =
  | { readonly kind: 'number'; readonly field: NumberField; readonly comparison: Comparison | undefined }
  | { readonly kind: 'word'; readonly field: WordField; readonly comparison: Comparison | undefined }
  | { readonly kind: 'codes'; readonly source: CodeSource; readonly listed: boolean; readonly valid: boolean; readonly negated: boolean }
  | { readonly kind: 'severity'; readonly levels: readonly SeverityLevel[] | undefined; readonly negated: boolean }
  | { readonly kind: 'classes' } | { readonly kind: 'regions' } | { readonly kind: 'died' }
  | { readonly kind: 'combine'; readonly how: 'all' | 'any' | 'not' };

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: 'eq', equals: 'eq', equal: 'eq', is: 'eq', ne: 'ne', lt: 'lt', below: 'lt', under: 'lt', le: 'le', lte: 'le', max: 'le', upto: 'le', gt: 'gt', above: 'gt', over: 'gt',
  ge: 'ge', gte: 'ge', min: 'ge', between: 'between', range: 'between', in: 'in',
};
/** Two-word forms that become one before the name is split. */
const JOINED: readonly (readonly [RegExp, string])[] = [
  [/(^|_)less_than_or_equal(_to)?(?=_|$)/, '$1le'], [/(^|_)greater_than_or_equal(_to)?(?=_|$)/, '$1ge'], [/(^|_)less_than(?=_|$)/, '$1lt'], [/(^|_)(greater|more)_than(?=_|$)/, '$1gt'],
  [/(^|_)at_most(?=_|$)/, '$1le'], [/(^|_)at_least(?=_|$)/, '$1ge'], [/(^|_)up_to(?=_|$)/, '$1le'], [/(^|_)not_in(?=_|$)/, '$1notin'], [/(^|_)not_(eq|equal|equals)(?=_|$)/, '$1ne'],
];
const NUMBERS: Readonly<Record<string, NumberField>> = {
  age: 'ageYears', age_years: 'ageYears', age_year: 'ageYears', years: 'ageYears', age_days: 'ageDays', age_day: 'ageDays', birth_weight: 'birthWeightG', birth_g_weight: 'birthWeightG',
  weight: 'birthWeightG', g_weight: 'birthWeightG', birth_grams_weight: 'birthWeightG', los: 'losDays', days_los: 'losDays', length_of_stay: 'losDays', days_length_of_stay: 'losDays',
  days_hospital_in: 'losDays', days_stay: 'losDays', hours_icu: 'icuHours', icu: 'icuHours', hours_ventilation: 'ventilationHours', hours_ventilator: 'ventilationHours',
  ventilation: 'ventilationHours', count_diagnosis: 'diagnosisCount', count_dx: 'diagnosisCount', count_diagnoses: 'diagnosisCount', count_procedure: 'procedureCount', count_procedures: 'procedureCount',
};
const WORDS: Readonly<Record<string, WordField>> = {
  sex: 'sex', gender: 'sex', discharge_way: 'dischargeWay', discharge_ways: 'dischargeWay', leaving_type: 'dischargeWay', leaving_way: 'dischargeWay', discharge_type: 'dischargeWay',
  discharge_disposition: 'dischargeWay', disposition: 'dischargeWay', dept: 'department', department: 'department', departments: 'department',
};
const SEVERITIES: Readonly<Record<string, readonly SeverityLevel[]>> = {
  mcc: ['mcc'], cc: ['cc'], mcc_or_cc: ['mcc', 'cc'], cc_or_mcc: ['mcc', 'cc'], mcccc: ['mcc', 'cc'], any: ['mcc', 'cc'], none: ['none'], no_mcc_or_cc: ['none'], no_cc_or_mcc: ['none'],
  neither: ['none'], no_mcc_cc: ['none'], without: ['none'], no: ['none'], no_cc_mcc: ['none'],
};
const COMBINATIONS: Readonly<Record<string, 'all' | 'any' | 'not'>> = { all: 'all', all_of: 'all', and: 'all', any: 'any', any_of: 'any', or: 'any', one_of: 'any', not: 'not', none_of: 'not' };
const DIED = new Set(['died', 'dead', 'death', 'deceased', 'discharged_dead', 'discharged_died', 'died_in_hospital']);
const PRINCIPAL = new Set(['principal', 'main', 'primary', 'first']);
const OTHER = new Set(['other', 'others', 'secondary', 'additional']);
const ANY = new Set(['any', 'some']);
const DIAGNOSIS = new Set(['dx', 'diagnosis', 'diagnoses', 'icd10']);
const PROCEDURE = new Set(['procedure', 'procedures', 'proc', 'procs', 'operation', 'operations', 'surgery', 'op', 'icd9cm3']);
const NEGATIONS = new Set(['no', 'not', 'without', 'notin']);
const FILLING = new Set(['list', 'is', 'has', 'or', 'a', 'the', 'of', 'in', 'valid', 'code', 'codes']);

/** Reads the name of a condition; undefined for a kind that nobody has defined: the pack is then refused, not guessed at. */
export function readConditionName(given: string): NamedCondition | undefined {
  let name = given.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replace(/[\s-]+/g, '_');
  for (const [pattern, word] of JOINED) name = name.replace(pattern, word);
  const combination = COMBINATIONS[name];
  if (combination !== undefined) return { kind: 'combine', how: combination };
  if (name === 'procedure_classes' || name === 'proc_classes') return { kind: 'classes' };
  if (DIED.has(name)) return { kind: 'died' };
  const tokens = name.split('_').filter((token) => token !== '');
  if (tokens.includes('body') || tokens.includes('regions')) return { kind: 'regions' };
  return readSeverity(name) ?? readValue(tokens) ?? readCodes(tokens);
}

function readSeverity(name: string): NamedCondition | undefined {
  if (name === 'severity' || name === 'severity_in' || name === 'severity_eq' || name === 'severity_level') return { kind: 'severity', levels: undefined, negated: false };
  if (name === 'severity_not' || name === 'severity_ne' || name === 'severity_notin') return { kind: 'severity', levels: undefined, negated: true };
  const bare = name.replace(/^(has|with|have)_/, '');
  if (bare === 'mcc' || bare === 'cc' || bare === 'mcc_or_cc' || bare === 'cc_or_mcc') return { kind: 'severity', levels: SEVERITIES[bare], negated: false };
  const without = /^(?:no|not|without|has_no)_(mcc|cc|mcc_or_cc|cc_or_mcc|mcc_cc|cc_mcc)$/.exec(name);
  if (without === null) return undefined;
  const both = without[1]!.length > 3;
  return both ? { kind: 'severity', levels: ['none'], negated: false } : { kind: 'severity', levels: SEVERITIES[without[1]!], negated: true };
}

/** The levels of a severity value; undefined for one that is not known. */
export const severityLevels = (value: string): readonly SeverityLevel[] | undefined => SEVERITIES[value.trim().toLowerCase().replace(/[\s+/|-]+/g, '_')];

function readValue(tokens: readonly string[]): NamedCondition | undefined {
  const compared = tokens.filter((token) => COMPARISONS[token] !== undefined || token === 'notin' || token === 'not');
  if (compared.length > 2) return undefined;
  for (const comparing of [compared, compared.filter((token) => token !== 'in'), []]) {
    const rest = tokens.filter((token) => !comparing.includes(token));
    const [number, word] = [NUMBERS[rest.toSorted().join('_')] ?? NUMBERS[rest.join('_')], WORDS[rest.join('_')]];
    if (number === undefined && word === undefined) continue;
    const comparison = comparisonOf(comparing);
    if (comparison === 'unknown') return undefined;
    return number === undefined ? { kind: 'word', field: word!, comparison } : { kind: 'number', field: number, comparison };
  }
  return undefined;
}

function comparisonOf(tokens: readonly string[]): Comparison | undefined | 'unknown' {
  const plain = tokens.filter((token) => token !== 'is');
  if (plain.length === 0) return tokens.length === 0 ? undefined : 'eq';
  const [only] = plain;
  if (plain.length > 1) return 'unknown';
  if (only === 'notin') return 'not-in';
  if (only === 'not') return 'ne';
  return COMPARISONS[only!] ?? 'unknown';
}

function readCodes(tokens: readonly string[]): NamedCondition | undefined {
  const known = tokens.every((token) => [PRINCIPAL, OTHER, ANY, DIAGNOSIS, PROCEDURE, NEGATIONS, FILLING].some((words) => words.has(token)));
  const nouns = tokens.filter((token) => DIAGNOSIS.has(token) || PROCEDURE.has(token));
  const places = tokens.filter((token) => PRINCIPAL.has(token) || OTHER.has(token) || ANY.has(token));
  const negations = tokens.filter((token) => NEGATIONS.has(token));
  if (!known || nouns.length !== 1 || places.length > 1 || negations.length > 1) return undefined;
  const [listed, valid] = [tokens.includes('in') || tokens.includes('notin'), tokens.includes('valid')];
  // Without a place only "none at all" is clear: `no_valid_procedure`, `no_procedure_in`.
  if (places.length === 0 && negations.length === 0) return valid && !listed ? codes('any', nouns[0]!, { listed, valid, negated: false }) : undefined;
  const [place = 'any'] = places;
  return codes(place, nouns[0]!, { listed, valid, negated: negations.length === 1 });
}

function codes(place: string, noun: string, rest: { listed: boolean; valid: boolean; negated: boolean }): NamedCondition | undefined {
  const diagnosis = DIAGNOSIS.has(noun);
  if (diagnosis && rest.valid) return undefined;
  const first = diagnosis ? 'principal-diagnosis' : 'main-procedure';
  const other = diagnosis ? 'other-diagnosis' : 'other-procedure';
  const any = diagnosis ? 'any-diagnosis' : 'any-procedure';
  return { kind: 'codes', source: PRINCIPAL.has(place) ? first : OTHER.has(place) ? other : any, ...rest };
}
