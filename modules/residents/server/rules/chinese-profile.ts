import { blockingKeys } from './blocking-keys.ts';
import { comparePersons } from './compare-persons.ts';
import { matchPersons } from './decide-match.ts';
import type { LinkProfile } from './link-records.ts';
import type { PreparedPerson } from './person-record.ts';

/** Linkage of Chinese residents: the profile that the person index uses. */
export const chineseProfile: LinkProfile<PreparedPerson> = {
  blockingKeys,
  match: matchPersons,
  conflict: (a, b) => comparePersons(a, b).idCard === 'conflict',
};
