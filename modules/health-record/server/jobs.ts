import { listReadsAfterRefusal } from '#platform/access/read-after-refusal.ts';
import { listRelationThenRead } from '#platform/access/relation-then-read.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { job } from '#platform/jobs/job.ts';
import { REVIEW_DAYS, type Review } from '../contract/reviews.ts';
import { insertReview } from './store/reviews.ts';

const LOOK_BACK_MINUTES = 30;
const FOUND_MAX = 500;
const DAY_MS = 86_400_000;

interface Found {
  readonly subjectId: string;
  readonly subjectName: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly source: string;
}

/** One review for each account, person and ground, however often the job finds it. */
async function raise(context: ReactionContext, kind: Review['kind'], { found, at, reason }: { found: Found; at: Date; reason: string }): Promise<void> {
  const reviewId = context.newId();
  const { personId, organisationId, subjectId, subjectName, source } = found;
  const isNew = await insertReview(context.tx, {
    reviewId, kind, personId, ownerOrganisationId: organisationId, subjectId, subjectName, reason, source, at, validUntil: null, dueAt: new Date(at.getTime() + REVIEW_DAYS * DAY_MS),
  });
  if (isNew) context.emit('health-record.review-raised', { reviewId }, [organisationId]);
}

/**
 * Who makes a relation and reads by it within ten minutes is looked at by the privacy officer. Looks back over more than
 * those minutes, so that a pause of the scheduler loses none; each relation raises one alarm.
 * So does an attempt to open what the resident has closed.
 */
async function raiseAlarms(context: ReactionContext): Promise<void> {
  for (const found of await listRelationThenRead(context.tx, { lookBackMinutes: LOOK_BACK_MINUTES, limit: FOUND_MAX })) {
    const minutes = Math.max(1, Math.round((found.readAt.getTime() - found.grantedAt.getTime()) / 60_000));
    await raise(context, 'relation-then-read', { found, at: found.readAt, reason: `${found.source} +${minutes} min` });
  }
  for (const found of await listReadsAfterRefusal(context.tx, { lookBackMinutes: LOOK_BACK_MINUTES, limit: FOUND_MAX })) {
    await raise(context, 'read-after-refusal', { found, at: found.at, reason: found.source });
  }
}

export const jobs = [job({ kind: 'health-record.raise-alarms', everySeconds: 60, run: raiseAlarms })];
