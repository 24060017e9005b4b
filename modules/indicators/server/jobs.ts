import { job } from '#platform/jobs/job.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { refreshCells } from './store/facts.ts';

const refresh = job({
  kind: 'indicators.refresh',
  everySeconds: 300,
  run: async ({ tx, now }) => {
    await refreshCells(tx, { now, today: chinaDate(now) });
  },
});

export const jobs = [refresh];
