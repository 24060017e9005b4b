import { blockingKeys } from './blocking-keys.ts';
import { matchPersons, type MatchResult } from './decide-match.ts';
import { preparePerson } from './normalise.ts';
import type { PersonRecord } from './person-record.ts';
import { recordOf, type ResidentEntry } from './resident-entry.ts';

export interface GradedMatch {
  readonly residentId: string;
  readonly grade: 'certain' | 'probable' | 'possible';
  /** Chance of being the same person, 0 to 1. */
  readonly score: number;
}

/** log2(500,000): the odds, in bits, against a person of a county being the one that is meant. */
const PRIOR_BITS = 19;
/** Of what a person should compare, from here on the more likely half. */
const PROBABLE_BITS = 22;
/** What no rule decided is never as good as sure; what one did is never worse. */
const UNDECIDED_MAX = 0.98;
const DECIDED_MIN = 0.99;

/** Keys to find candidates by; none when the record says too little. */
export const keysOfRecord = (record: PersonRecord): readonly string[] => blockingKeys(preparePerson(record));

/** Candidates that may be the same person, strongest first, by the rules of registration. */
export function gradeMatches(record: PersonRecord, candidates: readonly ResidentEntry[]): GradedMatch[] {
  const prepared = preparePerson(record);
  return candidates
    .filter((candidate) => candidate.kind !== 'unidentified' && candidate.residentId !== record.id)
    .map((candidate) => ({ residentId: candidate.residentId, result: matchPersons(prepared, preparePerson(recordOf(candidate))) }))
    .filter(({ result }) => result.decision !== 'different')
    .map(({ residentId, result }) => ({ residentId, grade: gradeOf(result), score: chanceOf(result) }))
    .sort((a, b) => b.score - a.score || (a.residentId < b.residentId ? -1 : 1));
}

const gradeOf = ({ decision, score }: MatchResult): GradedMatch['grade'] =>
  decision === 'same' ? 'certain' : score >= PROBABLE_BITS ? 'probable' : 'possible';

function chanceOf({ decision, score }: MatchResult): number {
  const chance = 1 / (1 + 2 ** (PRIOR_BITS - score));
  return decision === 'same' ? Math.max(chance, DECIDED_MIN) : Math.min(chance, UNDECIDED_MAX);
}
