import { maskPersonNumber } from '#platform/kernel/check-digits.ts';
import type { MatchReview } from '../../contract/schemas.ts';
import type { FieldEvidence } from './decide-match.ts';
import { recordOf, type ResidentEntry } from './resident-entry.ts';

interface SideSource extends ResidentEntry {
  readonly registeredAt: Date;
}

interface ReviewSource {
  readonly reviewId: string;
  readonly state: MatchReview['state'];
  readonly stateSince: Date;
  readonly score: number;
  readonly rule: string;
  readonly evidence: readonly FieldEvidence[];
  readonly reason: string | null;
}

export interface ReviewSide {
  readonly entry: SideSource;
  readonly organisationName: string | null;
}

export function reviewView(review: ReviewSource, left: ReviewSide, right: ReviewSide): MatchReview {
  return {
    id: review.reviewId,
    state: review.state,
    since: review.stateSince.toISOString(),
    score: review.score,
    rule: review.rule,
    evidence: review.evidence.map((line) => ({ ...line })),
    left: sideOf(left),
    right: sideOf(right),
    decidedAt: review.state === 'open' ? null : review.stateSince.toISOString(),
    reason: review.reason,
  };
}

function sideOf({ entry, organisationName }: ReviewSide): MatchReview['left'] {
  const { idCard, insuranceNumber } = recordOf(entry);
  return {
    id: entry.residentId,
    name: entry.name,
    sex: entry.sex,
    birthDate: entry.birthDate,
    idCard: idCard === undefined ? null : maskPersonNumber(idCard),
    phone: entry.phone === null ? null : maskPersonNumber(entry.phone),
    address: entry.address,
    insuranceNumber: insuranceNumber === undefined ? null : maskPersonNumber(insuranceNumber),
    managingOrganisationName: organisationName,
    registeredAt: entry.registeredAt.toISOString(),
  };
}
