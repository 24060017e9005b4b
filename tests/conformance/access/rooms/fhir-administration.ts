import { directory, own, type Entry } from '../entry.ts';

const MACHINERY = 'machinery of the whole house, for its system administrator: hosts, codes, counts and states, nothing of a person (decision 0126)';
const parameter = { url: 'http://example.org/fhir/SearchParameter/walk', code: 'walk', description: '检索', base: ['Patient'], type: 'string', expression: 'Patient.nothingOfThisName' };

/** What a stranger gets from each operation of the room; the commands name what is not there, so that the walk changes nothing. */
export const fhirAdministration: Record<string, Entry> = {
  listFhirSubscriptions: directory(MACHINERY),
  listFhirDeliveries: own(MACHINERY, { id: 'none' }),
  pauseSubscription: own(MACHINERY, { id: 'none' }),
  resumeSubscription: own(MACHINERY, { id: 'none' }),
  listSearchParameters: directory(MACHINERY),
  addSearchParameter: own(MACHINERY, parameter),
  retireSearchParameter: own(MACHINERY, { id: 'none' }),
  listFhirJobs: directory(MACHINERY),
  startReindex: own(MACHINERY, { type: 'Nothing' }),
  cancelFhirJob: own(MACHINERY, { id: 'none' }),
  resumeFhirJob: own(MACHINERY, { id: 'none' }),
};
