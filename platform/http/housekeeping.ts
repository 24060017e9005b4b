import { job, type RecurringJob } from '#platform/jobs/job.ts';

/** Takes away answers that were kept for repeats of a command, after 7 days. */
export const httpJobs: readonly RecurringJob[] = [
  job({
    kind: 'http.clear-kept-answers',
    everySeconds: 3600,
    run: async ({ tx }) => {
      await tx.execute("delete from http.idempotency where created_at < clock_timestamp() - interval '7 days'");
    },
  }),
];
