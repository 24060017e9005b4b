import type { Sql } from '#platform/database/transaction.ts';
import type { Patient } from '#fhir/types/resources.gen.ts';

/** How sure it is that two records are of one person (https://hl7.org/fhir/R4/valueset-match-grade.html); what is certainly not is not named. */
export type MatchGrade = 'certain' | 'probable' | 'possible';

export interface PersonMatch {
  readonly patientId: string;
  readonly grade: MatchGrade;
  /** Chance of being the same person, 0 to 1. */
  readonly score: number;
}

/**
 * Who a Patient may be, strongest first, whoever asks: what may be shown is decided here. Undefined when it says too little
 * to look for anybody. The FHIR floor knows no index of persons; the composition root gives it the room's.
 */
export type PersonMatcher = (sql: Sql, patient: Patient) => Promise<readonly PersonMatch[] | undefined>;
