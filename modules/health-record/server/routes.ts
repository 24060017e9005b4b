import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as consents from '../contract/consents.ts';
import * as openings from '../contract/openings.ts';
import * as reviews from '../contract/reviews.ts';
import * as kinds from '../contract/sensitive-kinds.ts';
import * as contract from '../contract.ts';
import { answerRequest } from './commands/answer-request.ts';
import { breakGlass } from './commands/break-glass.ts';
import { changeSensitiveKind } from './commands/change-sensitive-kind.ts';
import { decideAccessRequest } from './commands/decide-access-request.ts';
import { decideReview } from './commands/decide-review.ts';
import { raiseOwnRequest } from './commands/raise-own-request.ts';
import { registerConsent } from './commands/register-consent.ts';
import { registerOwnConsent } from './commands/register-own-consent.ts';
import { requestAccess } from './commands/request-access.ts';
import { resumeReclassification } from './commands/resume-reclassification.ts';
import { revealItem } from './commands/reveal-item.ts';
import { shareItem } from './commands/share-item.ts';
import { stopReclassification } from './commands/stop-reclassification.ts';
import { withdrawConsent } from './commands/withdraw-consent.ts';
import { withdrawOwnConsent } from './commands/withdraw-own-consent.ts';
import { countReviews } from './queries/count-reviews.ts';
import { getOwnSummary } from './queries/get-own-summary.ts';
import { getOwnTimeline } from './queries/get-own-timeline.ts';
import { getRecordSummary } from './queries/get-record-summary.ts';
import { getTimeline } from './queries/get-timeline.ts';
import { getTrend } from './queries/get-trend.ts';
import { listAccessRequests } from './queries/list-access-requests.ts';
import { listConsents } from './queries/list-consents.ts';
import { listHiddenItems } from './queries/list-hidden-items.ts';
import { listOwnAccess } from './queries/list-own-access.ts';
import { listOwnConsents } from './queries/list-own-consents.ts';
import { listOwnEmergencies } from './queries/list-own-emergencies.ts';
import { listOwnRequests } from './queries/list-own-requests.ts';
import { listRecordAccess } from './queries/list-record-access.ts';
import { listRequests } from './queries/list-requests.ts';
import { listReviews } from './queries/list-reviews.ts';
import { listSensitiveKindVersions } from './queries/list-sensitive-kind-versions.ts';
import { listSensitiveKinds } from './queries/list-sensitive-kinds.ts';
import { listTrends } from './queries/list-trends.ts';

export const operations: readonly BoundOperation[] = [
  bindQuery(contract.getTimeline, getTimeline),
  bindQuery(contract.getRecordSummary, getRecordSummary),
  bindQuery(contract.listTrends, listTrends),
  bindQuery(contract.getTrend, getTrend),
  bindQuery(contract.listRecordAccess, listRecordAccess),
  bindQuery(contract.getOwnTimeline, getOwnTimeline),
  bindQuery(contract.getOwnSummary, getOwnSummary),
  bindQuery(contract.listOwnAccess, listOwnAccess),
  bindCommand(consents.registerConsent, registerConsent),
  bindCommand(consents.withdrawConsent, withdrawConsent),
  bindCommand(consents.registerOwnConsent, registerOwnConsent),
  bindCommand(consents.withdrawOwnConsent, withdrawOwnConsent),
  bindCommand(openings.breakGlass, breakGlass),
  bindCommand(openings.revealItem, revealItem),
  bindCommand(openings.shareItem, shareItem),
  bindCommand(openings.requestAccess, requestAccess),
  bindCommand(openings.decideAccessRequest, decideAccessRequest),
  bindCommand(reviews.decideReview, decideReview),
  bindCommand(reviews.raiseOwnRequest, raiseOwnRequest),
  bindCommand(reviews.answerRequest, answerRequest),
  bindQuery(consents.listConsents, listConsents),
  bindQuery(consents.listOwnConsents, listOwnConsents),
  bindQuery(openings.listHiddenItems, listHiddenItems),
  bindQuery(openings.listAccessRequests, listAccessRequests),
  bindQuery(reviews.listReviews, listReviews),
  bindQuery(reviews.countReviews, countReviews),
  bindQuery(reviews.listOwnRequests, listOwnRequests),
  bindQuery(reviews.listRequests, listRequests),
  bindQuery(reviews.listOwnEmergencies, listOwnEmergencies),
  bindQuery(kinds.listSensitiveKinds, listSensitiveKinds),
  bindQuery(kinds.listSensitiveKindVersions, listSensitiveKindVersions),
  bindCommand(kinds.changeSensitiveKind, changeSensitiveKind),
  bindCommand(kinds.stopReclassification, stopReclassification),
  bindCommand(kinds.resumeReclassification, resumeReclassification),
];
