import type { ServerModule } from '#platform/http/module.ts';
import { job } from '#platform/jobs/job.ts';
import { contract } from './contract.ts';
import { jobOperations } from './jobs.ts';
import { searchParameterOperations } from './search-parameters.ts';
import { removeOldAttempts } from './store.ts';
import { subscriptionOperations } from './subscriptions.ts';

const HOUR_SECONDS = 3_600;
const ATTEMPT_KEEP_DAYS = 7;

const clearAttempts = job({
  kind: 'fhir-administration.clear-attempts',
  everySeconds: HOUR_SECONDS,
  run: async ({ tx }) => void (await removeOldAttempts(tx, ATTEMPT_KEEP_DAYS)),
});

/** The administrator's side of the FHIR floor: its machinery, and nothing of what the resources say (docs/decisions/0126). */
export const fhirAdministrationModule: ServerModule = {
  contract,
  operations: [...subscriptionOperations, ...searchParameterOperations, ...jobOperations],
  reactions: [],
  jobs: [clearAttempts],
};
