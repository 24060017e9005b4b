import { forgetNumberTrials } from '#platform/access/number-trials.ts';
import { job, type RecurringJob } from '#platform/jobs/job.ts';

const HOUR_SECONDS = 3600;
/** Kept after their end, so that an administrator can still see who was signed in. */
const SESSION_KEEP_DAYS = 90;
const DRAFT_KEEP_DAYS = 180;

/** Takes away what is over: old sessions, tokens, counts of failed sign-ins and abandoned drafts. */
export const identityJobs: readonly RecurringJob[] = [
  job({
    kind: 'identity.clear-ended',
    everySeconds: HOUR_SECONDS,
    run: async ({ tx }) => {
      await tx.execute('delete from identity.session where expires_at < clock_timestamp() - make_interval(days => $1) and not exists (select 1 from identity.app_grant allowed where allowed.session_id = session.session_id)', [SESSION_KEEP_DAYS]);
      await tx.execute('delete from identity.access_token where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.oidc_record where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.challenge where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.outside_sign_in where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.launch where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.pending_sign_in where expires_at < clock_timestamp()');
      await tx.execute('delete from identity.used_assertion where expires_at < clock_timestamp()');
      await tx.execute("delete from identity.sign_in_throttle where last_failure_at < clock_timestamp() - interval '1 day'");
      await forgetNumberTrials(tx);
      await tx.execute('delete from identity.draft where updated_at < clock_timestamp() - make_interval(days => $1)', [DRAFT_KEEP_DAYS]);
    },
  }),
];
