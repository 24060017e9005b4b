import { matchPersons, type MatchResult } from './decide-match.ts';
import { preparePerson } from './normalise.ts';
import { recordOf, type ResidentEntry } from './resident-entry.ts';

export interface CandidateMatch<Entry> {
  readonly entry: Entry;
  readonly result: MatchResult;
}

export interface ChosenMatch<Entry> {
  /** The entry that is the same person, the strongest if several are. */
  readonly same: CandidateMatch<Entry> | undefined;
  /** Entries a person should compare, strongest first. */
  readonly review: readonly CandidateMatch<Entry>[];
}

/** More than this many questions about one registration would not be answered. */
const REVIEWS_MAX = 5;

export function chooseMatch<Entry extends ResidentEntry>(entry: ResidentEntry, candidates: readonly Entry[]): ChosenMatch<Entry> {
  const prepared = preparePerson(recordOf(entry));
  const matches = candidates
    .filter((candidate) => candidate.residentId !== entry.residentId && candidate.kind !== 'unidentified' && !bornTogether(candidate, entry))
    .map((candidate) => ({ entry: candidate, result: matchPersons(prepared, preparePerson(recordOf(candidate))) }))
    .filter(({ result }) => result.decision !== 'different')
    .sort((a, b) => b.result.score - a.result.score || (a.entry.residentId < b.entry.residentId ? -1 : 1));
  const same = matches.find(({ result }) => result.decision === 'same');
  return { same, review: matches.filter((match) => match !== same).slice(0, REVIEWS_MAX) };
}

/** Twins of one mother, told apart by their birth order while neither has a name. */
const bornTogether = (a: ResidentEntry, b: ResidentEntry): boolean =>
  a.motherId !== null && a.motherId === b.motherId && a.birthOrder !== b.birthOrder;
