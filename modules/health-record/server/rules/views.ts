import type { AccessRequest } from '../../contract/openings.ts';
import type { Consent } from '../../contract/consents.ts';
import type { ResidentRequest, Review } from '../../contract/reviews.ts';
import type { AccessRequestRow } from '../store/access-requests.ts';
import type { ConsentVersion } from '../store/consents.ts';
import type { RequestRow } from '../store/requests.ts';
import type { ReviewRow } from '../store/reviews.ts';

/** Names by id: organisations, and persons as a queue shows them. */
export interface Names {
  readonly organisations: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, string>;
}

const organisationOf = ({ organisations }: Names, id: string): string => organisations.get(id) ?? '';
const personOf = ({ persons }: Names, id: string): string => persons.get(id) ?? '';

export const consentView = (consent: ConsentVersion, names: Names, now: Date): Consent => ({
  id: consent.consentId,
  version: consent.version,
  state: consent.state === 'active' && consent.validUntil !== null && consent.validUntil <= now ? 'expired' : consent.state,
  personId: consent.personId,
  decision: consent.decision,
  granteeOrganisationId: consent.granteeOrganisationId,
  granteeName: consent.granteeOrganisationId === '*' ? '' : organisationOf(names, consent.granteeOrganisationId),
  purpose: consent.purpose,
  reference: consent.resource,
  opensRestricted: consent.opensRestricted,
  validFrom: consent.validFrom.toISOString(),
  validUntil: consent.validUntil?.toISOString() ?? null,
  evidence: consent.evidence,
  reason: consent.reason,
  byName: consent.byName,
  at: consent.at.toISOString(),
});

export const reviewView = (review: ReviewRow, names: Names, now: Date): Review => ({
  id: review.reviewId,
  kind: review.kind,
  personId: review.personId,
  personName: personOf(names, review.personId),
  organisationId: review.ownerOrganisationId,
  organisationName: organisationOf(names, review.ownerOrganisationId),
  subjectName: review.subjectName,
  reason: review.reason,
  at: review.at.toISOString(),
  validUntil: review.validUntil?.toISOString() ?? null,
  dueAt: review.dueAt.toISOString(),
  overdue: review.outcome === null && review.dueAt < now,
  outcome: review.outcome,
  note: review.note,
  decidedByName: review.decidedByName,
  decidedAt: review.decidedAt?.toISOString() ?? null,
});

export const requestView = (request: RequestRow, names: Names, now: Date): ResidentRequest => ({
  id: request.requestId,
  kind: request.kind,
  personId: request.personId,
  personName: personOf(names, request.personId),
  organisationId: request.ownerOrganisationId,
  organisationName: organisationOf(names, request.ownerOrganisationId),
  about: request.about,
  words: request.words,
  at: request.at.toISOString(),
  dueAt: request.dueAt.toISOString(),
  overdue: request.outcome === null && request.dueAt < now,
  outcome: request.outcome,
  answer: request.answer,
  answeredByName: request.answeredByName,
  answeredAt: request.answeredAt?.toISOString() ?? null,
});

export const accessRequestView = (request: AccessRequestRow, names: Names): AccessRequest => ({
  id: request.accessRequestId,
  personId: request.personId,
  personName: personOf(names, request.personId),
  organisationId: request.ownerOrganisationId,
  organisationName: organisationOf(names, request.ownerOrganisationId),
  purpose: request.purpose,
  days: request.days,
  reason: request.reason,
  byId: request.byId,
  byName: request.byName,
  at: request.at.toISOString(),
  outcome: request.outcome,
  note: request.note,
  decidedByName: request.decidedByName,
});
