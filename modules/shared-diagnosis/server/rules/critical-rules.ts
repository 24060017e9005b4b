import type { CriticalRule } from '../../contract/critical.ts';

/** A value to be judged. */
export interface Measured {
  readonly code: string;
  readonly value: number | null;
  /** `<` or `>` where the analyser only says below or above. */
  readonly comparator?: string | undefined;
  readonly unit: string | null;
  readonly ageDays: number | null;
  readonly sex: string;
  readonly department: string | null;
  readonly kind?: string;
  /** Organisation that reports and those above it, nearest first. */
  readonly organisationIds: readonly string[];
  /** `YYYY-MM-DD` */
  readonly on: string;
}

/** Spellings of one unit. */
const ALIASES: readonly (readonly string[])[] = [
  ['mmol/l'], ['g/l'], ['g/dl'], ['mg/dl'], ['10*9/l', '10^9/l', '×109/l', '109/l', 'x10^9/l', '10e9/l', '10*3/ul', '10^3/ul', 'k/ul'], ['10*12/l', '10^12/l', '×1012/l', '1012/l'], ['{inr}', '1', '', 'ratio', 'inr'], ['s', 'sec', '秒'], ['/min', '次/分', 'bpm', '{beats}/min'], ['mm[hg]', 'mmhg'], ['umol/l', 'µmol/l', 'μmol/l'], ['%'], ['ng/ml', 'ug/l', 'µg/l', 'μg/l'], ['ng/l', 'pg/ml'], ['u/l', 'iu/l', '[iu]/l'],
];
const canonicalUnit = (unit: string | null): string => {
  const plain = (unit ?? '').normalize('NFKC').trim().toLowerCase();
  return ALIASES.find((group) => group.includes(plain))?.[0] ?? plain;
};
/** From unit to unit, where the factor does not depend on the substance. */
const FACTORS: Readonly<Record<string, number>> = { 'g/dl>g/l': 10, 'g/l>g/dl': 0.1, 'umol/l>mmol/l': 0.001, 'mmol/l>umol/l': 1000, 'mg/dl>g/l': 0.01, 'ng/l>ng/ml': 0.001, 'ng/ml>ng/l': 1000 };
/** From mg/dL to mmol/L by the molar mass of the substance, by LOINC code. */
const MOLAR: Readonly<Record<string, number>> = { '15074-8': 18.016, '14749-6': 18.016 };

/** The value in the unit of the rule, or undefined where that cannot be known: a wrong unit is never guessed. */
export function inUnitOf(rule: { readonly code: string; readonly unit: string | null }, value: number, unit: string | null): number | undefined {
  const [from, to] = [canonicalUnit(unit), canonicalUnit(rule.unit)];
  if (from === to) return value;
  const factor = FACTORS[`${from}>${to}`];
  // Rounded to twelve digits, so that 4.9 g/dL is 49 g/L and not a hair above.
  if (factor !== undefined) return Number((value * factor).toPrecision(12));
  const molar = MOLAR[rule.code];
  return molar !== undefined && from === 'mg/dl' && to === 'mmol/l' ? value / molar : undefined;
}

function holds(rule: CriticalRule, value: number, reported: string | undefined): boolean {
  const limit = rule.value!;
  // "below 2" is below every limit of 2 or more; "above 9" is above every limit of 9 or less.
  if (reported === '<' || reported === '<=') return (rule.comparator === '<' || rule.comparator === '<=') && value <= limit;
  if (reported === '>' || reported === '>=') return (rule.comparator === '>' || rule.comparator === '>=') && value >= limit;
  switch (rule.comparator) {
    case '<': return value < limit;
    case '<=': return value <= limit;
    case '>': return value > limit;
    case '>=': return value >= limit;
    case '=': return value === limit;
    case 'present': return true;
  }
}

function applies(rule: CriticalRule, measured: Measured): boolean {
  if (rule.code !== measured.code || rule.validFrom > measured.on || (rule.validUntil !== null && rule.validUntil < measured.on)) return false;
  if (rule.organisationId !== null && !measured.organisationIds.includes(rule.organisationId)) return false;
  if (rule.sex !== null && rule.sex !== measured.sex) return false;
  if (rule.department !== null && rule.department !== measured.department) return false;
  if (rule.ageDaysFrom === null && rule.ageDaysUntil === null) return true;
  // Without a birth date a rule for an age cannot be chosen; the adult's limits hold then.
  const age = measured.ageDays ?? 365 * 30;
  return (rule.ageDaysFrom === null || age >= rule.ageDaysFrom) && (rule.ageDaysUntil === null || age < rule.ageDaysUntil);
}

/** How near a rule is to the case: the nearest organisation, then the more conditions. */
const nearness = (rule: CriticalRule, measured: Measured): number => {
  const place = rule.organisationId === null ? 0 : 100 - measured.organisationIds.indexOf(rule.organisationId);
  return place * 10 + [rule.department, rule.sex, rule.ageDaysFrom ?? rule.ageDaysUntil].filter((each) => each !== null).length;
};

/**
 * The rule that makes a value critical, or undefined. Among the rules that apply, those of the nearest place and of most
 * conditions replace the more general ones of the same direction: an organisation that sets its own low limit is no
 * longer judged by the general low limit.
 */
export function findCriticalRule(rules: readonly CriticalRule[], measured: Measured): CriticalRule | undefined {
  const direction = (rule: CriticalRule): string => rule.comparator.slice(0, 1);
  const applicable = rules.filter((rule) => applies(rule, measured));
  const nearest = new Map<string, number>();
  for (const rule of applicable) nearest.set(direction(rule), Math.max(nearest.get(direction(rule)) ?? -1, nearness(rule, measured)));
  return applicable
    .filter((rule) => nearness(rule, measured) === nearest.get(direction(rule)))
    .find((rule) => {
      if (rule.comparator === 'present') return true;
      if (measured.value === null) return false;
      const value = inUnitOf(rule, measured.value, measured.unit);
      return value !== undefined && holds(rule, value, measured.comparator);
    });
}

export const ruleText = (rule: CriticalRule): string => (rule.comparator === 'present' ? rule.title : `${rule.title} ${rule.comparator} ${rule.value} ${rule.unit ?? ''}`.trim());

const DAY_MS = 86_400_000;
export const ageInDays = (birthDate: string | null, at: Date): number | null => (birthDate === null ? null : Math.floor((at.getTime() - Date.parse(`${birthDate}T00:00:00+08:00`)) / DAY_MS));
