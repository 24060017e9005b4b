import type { Claim as FhirClaim, ClaimResponse, Coverage, ExplanationOfBenefit } from '#fhir/types/resources.gen.ts';
import { chinaDayOf } from '#platform/kernel/period.ts';
import type { Bill } from '../../contract/bill-rules.ts';
import type { Claim } from '../../contract/claims.ts';

const INSTITUTIONAL = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' }] };
const money = (amountFen: number): { value: number; currency: 'CNY' } => ({ value: amountFen / 100, currency: 'CNY' });

export interface ClaimFacts {
  readonly claim: Claim;
  readonly bill: Bill;
  /** Whose fund answers, such as `示例县 resident`. */
  readonly insurer: string;
  readonly created: string;
}

const coverageId = ({ personId }: Claim): string => `coverage-${personId}`;

export const coverageOf = ({ claim, insurer }: ClaimFacts): Coverage => ({
  resourceType: 'Coverage', id: coverageId(claim), status: 'active', beneficiary: { reference: `Patient/${claim.personId}` }, payor: [{ display: insurer }],
});

/** The bill as it leaves, once every finding is settled. */
export const fhirClaimOf = (facts: ClaimFacts): FhirClaim => {
  const { claim, bill, insurer, created } = facts;
  return {
    resourceType: 'Claim', id: claim.id, status: 'active', type: INSTITUTIONAL, use: 'claim', patient: { reference: `Patient/${claim.personId}` }, created,
    insurer: { display: insurer }, provider: { reference: `Organization/${claim.organisationId}` }, priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'normal' }] },
    identifier: [{ value: claim.billNumber }],
    ...(bill.diagnoses.length === 0 ? {} : { diagnosis: bill.diagnoses.map(({ code, name }, index) => ({ sequence: index + 1, diagnosisCodeableConcept: { coding: [{ code, display: name }], text: name } })) }),
    insurance: [{ sequence: 1, focal: true, coverage: { reference: `Coverage/${coverageId(claim)}` } }],
    billablePeriod: { start: bill.admittedOn, ...(bill.dischargedOn === null ? {} : { end: bill.dischargedOn }) },
    item: bill.lines.map((line, index) => ({
      sequence: index + 1, productOrService: { coding: [{ code: line.item }], text: line.name || line.item }, servicedDate: chinaDayOf(line.at), quantity: { value: line.quantity }, net: money(line.amountFen),
    })),
    total: money(claim.totalFen),
  };
};

interface Answered {
  readonly fundFen: number;
  readonly assistanceFen: number;
  readonly patientFen: number;
}

const category = (code: string, text: string) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adjudication', code }], text });

const totalsOf = ({ claim }: ClaimFacts, answer: Answered): NonNullable<ClaimResponse['total']> => [
  { category: category('submitted', '总费用'), amount: money(claim.totalFen) },
  { category: category('benefit', '基金支付'), amount: money(answer.fundFen) },
  { category: { text: '医疗救助' }, amount: money(answer.assistanceFen) },
  { category: { text: '个人支付' }, amount: money(answer.patientFen) },
];

export const claimResponseOf = (facts: ClaimFacts, answer: Answered): ClaimResponse => ({
  resourceType: 'ClaimResponse', id: facts.claim.id, status: 'active', type: INSTITUTIONAL, use: 'claim', patient: { reference: `Patient/${facts.claim.personId}` }, created: facts.created,
  insurer: { display: facts.insurer }, request: { reference: `Claim/${facts.claim.id}` }, outcome: 'complete', total: totalsOf(facts, answer),
});

/** What the insured person reads. */
export const explanationOf = (facts: ClaimFacts, answer: Answered): ExplanationOfBenefit => ({
  resourceType: 'ExplanationOfBenefit', id: facts.claim.id, status: 'active', type: INSTITUTIONAL, use: 'claim', patient: { reference: `Patient/${facts.claim.personId}` }, created: facts.created,
  insurer: { display: facts.insurer }, provider: { reference: `Organization/${facts.claim.organisationId}` }, claim: { reference: `Claim/${facts.claim.id}` },
  claimResponse: { reference: `ClaimResponse/${facts.claim.id}` }, outcome: 'complete', insurance: [{ focal: true, coverage: { reference: `Coverage/${coverageId(facts.claim)}` } }],
  total: totalsOf(facts, answer) as NonNullable<ExplanationOfBenefit['total']>, payment: { amount: money(answer.fundFen) },
});
