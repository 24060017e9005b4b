import type { Bill, BillHit, BillRule } from '../../../contract/bill-rules.ts';
import { daysOfStay } from './bill-facts.ts';

interface Broken {
  readonly facts: BillHit['facts'];
  readonly suggestion?: NonNullable<BillHit['suggestion']>;
}

const QUOTE_CHARACTERS = 80;

/**
 * Rules about the person and the stay: 'kept', the facts that break them, or undefined for a rule about lines. What the
 * bill does not know (sex or age not recorded) breaks nothing.
 */
export function factsBySubject(rule: BillRule, bill: Bill): Broken | 'kept' | undefined {
  switch (rule.kind) {
    case 'sex':
      return bill.sex === null || bill.sex === rule.sex ? 'kept' : { facts: [{ name: 'sex', value: bill.sex }, { name: 'allowed', value: rule.sex }] };
    case 'age':
      return within(bill.ageDays, rule) ? 'kept' : { facts: [{ name: 'ageDays', value: String(bill.ageDays) }, { name: 'allowed', value: rangeText(rule) }] };
    case 'setting':
      return bill.setting === rule.setting ? 'kept' : { facts: [{ name: 'setting', value: bill.setting }, { name: 'allowed', value: rule.setting }] };
    case 'institution-level':
      return bill.institutionLevel === undefined || bill.institutionLevel >= rule.minLevel
        ? 'kept'
        : { facts: [{ name: 'institutionLevel', value: String(bill.institutionLevel) }, { name: 'allowed', value: `≥ ${rule.minLevel}` }] };
    case 'diagnosis-required':
      return matching(bill, rule).length > 0 ? 'kept' : { facts: diagnosisFacts(bill, rule) };
    case 'diagnosis-forbidden': {
      const found = matching(bill, rule);
      return found.length === 0 ? 'kept' : { facts: found.map(({ code, name }) => ({ name: 'diagnosis', value: `${code} ${name}` })) };
    }
    case 'length-of-stay': {
      const days = daysOfStay(bill);
      return days === undefined || within(days, rule) ? 'kept' : { facts: [{ name: 'days', value: String(days) }, { name: 'allowed', value: rangeText(rule) }] };
    }
    case 'unrecorded-diagnosis':
      return unrecorded(rule, bill);
    default:
      return undefined;
  }
}

type Range = { readonly minDays?: number | undefined; readonly maxDays?: number | undefined };

const within = (days: number | null, { minDays, maxDays }: Range): boolean =>
  days === null || ((minDays === undefined || days >= minDays) && (maxDays === undefined || days <= maxDays));

const rangeText = ({ minDays, maxDays }: Range): string => `${minDays ?? 0}–${maxDays ?? '∞'}`;

type Diagnoses = { readonly diagnoses: readonly string[]; readonly words: readonly string[] };

const plain = (code: string): string => code.replace('.', '').toUpperCase();

function matching(bill: Bill, { diagnoses, words }: Diagnoses): Bill['diagnoses'] {
  return bill.diagnoses.filter(({ code, name }) => diagnoses.some((each) => plain(code).startsWith(plain(each))) || words.some((word) => name.includes(word)));
}

const diagnosisFacts = (bill: Bill, { diagnoses, words }: Diagnoses): BillHit['facts'] => [
  { name: 'required', value: [...diagnoses, ...words].join(' | ') },
  { name: 'recorded', value: bill.diagnoses.map(({ code, name }) => `${code} ${name}`).join(' | ') },
];

/** Proposes the diagnosis only when the record itself says one of the words, and names the places where it does. */
function unrecorded(rule: Extract<BillRule, { kind: 'unrecorded-diagnosis' }>, bill: Bill): Broken | 'kept' {
  if (matching(bill, { diagnoses: [rule.diagnosis.code], words: [] }).length > 0) return 'kept';
  const evidence = bill.evidence.flatMap(({ reference, text }) => {
    const at = rule.evidenceWords.map((word) => text.indexOf(word)).find((index) => index >= 0);
    if (at === undefined) return [];
    const from = Math.max(0, at - QUOTE_CHARACTERS / 2);
    return [{ reference, quote: text.slice(from, from + QUOTE_CHARACTERS) }];
  });
  if (evidence.length === 0) return 'kept';
  return { facts: [{ name: 'notRecorded', value: `${rule.diagnosis.code} ${rule.diagnosis.name}` }], suggestion: { ...rule.diagnosis, evidence } };
}
