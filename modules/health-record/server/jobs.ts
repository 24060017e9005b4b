import { listRelationThenRead } from '#platform/access/relation-then-read.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { job } from '#platform/jobs/job.ts';
import { REVIEW_DAYS } from '../contract/reviews.ts';
import { insertReview } from './store/reviews.ts';

const LOOK_BACK_MINUTES = 30;
const FOUND_MAX = 500;
const DAY_MS = 86_400_000;

/**
 * Who makes a relation and reads by it within ten minutes is looked at by the privacy officer. Looks back over more than
 * those minutes, so that a pause of the scheduler loses none; each relation raises one alarm.
 */
async function raiseAlarms(context: ReactionContext): Promise<void> {
  const found = await listRelationThenRead(context.tx, { lookBackMinutes: LOOK_BACK_MINUTES, limit: FOUND_MAX });
  for (const each of found) {
    const reviewId = context.newId();
    const minutes = Math.max(1, Math.round((each.readAt.getTime() - each.grantedAt.getTime()) / 60_000));
    const isNew = await insertReview(context.tx, {
      reviewId, kind: 'relation-then-read', personId: each.personId, ownerOrganisationId: each.organisationId, subjectId: each.subjectId, subjectName: each.subjectName,
      reason: `${each.source} +${minutes} min`, source: each.source, at: each.readAt, validUntil: null, dueAt: new Date(each.readAt.getTime() + REVIEW_DAYS * DAY_MS),
    });
    if (isNew) context.emit('health-record.review-raised', { reviewId }, [each.organisationId]);
  }
}

export const jobs = [job({ kind: 'health-record.raise-alarms', everySeconds: 60, run: raiseAlarms })];
