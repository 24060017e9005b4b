import { comparePersons, type PersonComparison } from './compare-persons.ts';
import type { PreparedPerson } from './person-record.ts';

export type MatchDecision = 'same' | 'review' | 'different';

/** One line of the explanation: the field, how far it agrees, and its weight in bits. */
export interface FieldEvidence {
  readonly field: keyof PersonComparison;
  readonly level: string;
  readonly weight: number;
}

export interface MatchResult {
  readonly decision: MatchDecision;
  /** Sum of the weights in bits: log2 of how much likelier the agreement is for one person than for two. */
  readonly score: number;
  /** The rule that decided: `score`, or the name of a deterministic rule. */
  readonly rule: MatchRule;
  readonly evidence: readonly FieldEvidence[];
}

export type MatchRule =
  | 'same-id-card'
  | 'same-id-card-other-person'
  | 'two-valid-id-cards'
  | 'newborn-placeholder'
  | 'other-given-name'
  | 'other-insurance-number'
  | 'score';

type Weights = { readonly [Field in keyof PersonComparison]: Readonly<Record<PersonComparison[Field], number>> };

/**
 * Fellegi-Sunter weights in bits, log2(m/u), rounded. u: chance agreement among the ~500,000 people of a county
 * (a birthday 1 in 30,000; a full name 1 in 1,000 to 10,000; a house 1 in 100,000; a phone is shared in a household);
 * m: error rates of desks, of the order of 5 %. The probabilities are rounded by hand, not fitted to one data set.
 */
const CHINESE_WEIGHTS: Weights = {
  name: { exact: 11, homophone: 8, similar: 5, placeholder: 2, partial: -4, surname: -6, different: -12, missing: 0 },
  idCard: { equal: 22, near: 13, far: -4, conflict: -24, missing: 0 },
  birthDate: { exact: 13, 'by-id-card': 12, swapped: 8, 'one-part': 5, close: 4, defaulted: 4, 'same-year': 1, different: -8, missing: 0 },
  sex: { equal: 1, different: -3, missing: 0 },
  phone: { equal: 10, near: 6, different: -1, missing: 0 },
  address: { equal: 9, place: 4, different: -1, missing: 0 },
  insuranceNumber: { equal: 19, near: 8, different: -7, missing: 0 },
};

/** Bits needed: log2(500,000) for finding one person among a county, and 8 more for odds of 200 to 1. */
const SAME_BITS = 27;
/** Even odds in the candidate's block: below this a person need not look. */
const REVIEW_BITS = 17;

export function matchPersons(a: PreparedPerson, b: PreparedPerson): MatchResult {
  const comparison = comparePersons(a, b);
  const evidence = evidenceOf(comparison, CHINESE_WEIGHTS);
  const score = evidence.reduce((sum, line) => sum + line.weight, 0);
  return { ...decide(comparison, score), score, evidence };
}

function evidenceOf(comparison: PersonComparison, weights: Weights): FieldEvidence[] {
  const fields = Object.keys(comparison) as (keyof PersonComparison)[];
  return fields.map((field) => {
    const level = comparison[field];
    return { field, level, weight: (weights[field] as Readonly<Record<string, number>>)[level]! };
  });
}

/** Deterministic rules first, in this order; what none of them settles is a matter of score. */
function decide(found: PersonComparison, score: number): { decision: MatchDecision; rule: MatchRule } {
  const byScore = scoreDecision(score);
  const nameAgrees = found.name === 'exact' || found.name === 'homophone' || found.name === 'similar';
  if (found.idCard === 'conflict') {
    // Two valid cards: twins and namesakes, or (rarely) a corrected number. Never joined without a person.
    const strong = nameAgrees && found.insuranceNumber === 'equal' && found.birthDate !== 'different';
    return { decision: strong ? 'review' : 'different', rule: 'two-valid-id-cards' };
  }
  if (found.name === 'placeholder') {
    const sameBirth = found.birthDate === 'exact' || found.birthDate === 'by-id-card' || found.birthDate === 'close';
    const linked = found.idCard === 'equal' || found.insuranceNumber === 'equal' || found.phone === 'equal' || found.address === 'equal';
    return { decision: sameBirth && linked && found.sex !== 'different' ? 'review' : 'different', rule: 'newborn-placeholder' };
  }
  if (found.idCard === 'equal') {
    if (nameAgrees || found.name === 'missing') return { decision: 'same', rule: 'same-id-card' };
    const sameLife = found.insuranceNumber === 'equal' || (found.phone === 'equal' && found.address === 'equal');
    return { decision: sameLife && found.name !== 'different' ? 'same' : 'review', rule: 'same-id-card-other-person' };
  }
  if (!nameAgrees) {
    const proof = found.insuranceNumber === 'equal' && (found.idCard === 'near' || found.birthDate === 'exact');
    return { decision: proof && byScore !== 'different' ? 'review' : 'different', rule: 'other-given-name' };
  }
  if (found.insuranceNumber === 'different' && found.idCard !== 'near' && byScore === 'same') {
    return { decision: 'review', rule: 'other-insurance-number' };
  }
  return { decision: byScore, rule: 'score' };
}

const scoreDecision = (score: number): MatchDecision => (score >= SAME_BITS ? 'same' : score >= REVIEW_BITS ? 'review' : 'different');
