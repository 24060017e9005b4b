import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { job } from '#platform/jobs/job.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { DEFINITIONS } from '../contract/definitions/all.ts';
import { watchValues } from './commands/watch-values.ts';
import { measureOf } from './rules/measure-resource.ts';
import { atEase } from './store/pace.ts';
import { lastWholeMonth } from './rules/scope.ts';
import { refreshCells } from './store/facts.ts';

const refresh = job({
  kind: 'indicators.refresh',
  everySeconds: 300,
  run: async ({ tx, now }) => {
    await refreshCells(tx, { now, today: chinaDate(now) });
  },
});

/** Everything once a day from all facts, so that no slip of the sums stays; it can wait, so it rests most of the time and the clinic does not feel it. */
const computeAnew = job({
  kind: 'indicators.compute-anew',
  everySeconds: 86_400,
  run: async ({ tx, now }) => {
    await refreshCells(tx, { now, today: chinaDate(now), anew: 'all', pace: atEase });
  },
});

/** Definitions as Measures, so that other systems read what is counted; what did not change is not written again. */
const publishMeasures = job({
  kind: 'indicators.publish-measures',
  everySeconds: 86_400,
  run: async ({ tx, now, newId }) => {
    await writeResources({ tx, subject: systemSubject, now, newId }, DEFINITIONS.map((definition) => ({ method: 'put', resource: measureOf(definition), ownerOrganisationId: null, managedBy: 'indicators' })));
  },
});

/** The last whole month is watched before it is closed, so that an odd number is looked at in time. */
const watch = job({
  kind: 'indicators.watch-values',
  everySeconds: 86_400,
  run: async (context) => {
    await watchValues(context, { month: lastWholeMonth(context.now) });
  },
});

export const jobs = [refresh, computeAnew, publishMeasures, watch];
