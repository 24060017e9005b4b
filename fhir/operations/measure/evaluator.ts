import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { MeasureReport } from '#fhir/types/resources.gen.ts';

export interface MeasureQuestion {
  readonly subject: Subject;
  readonly now: Date;
  /** Id or canonical address of the Measure, with or without `|version`. */
  readonly measure: string;
  /** First and last calendar day, both inside. */
  readonly from: string;
  readonly until: string;
  /** Organization id; default the asker's own. */
  readonly organisationId?: string;
  /** Patient id: what this person adds to the numbers of the organisation. */
  readonly personId?: string;
}

/** The Measure is not added up from persons: it has no report of one. */
export const NOT_OF_PERSONS = 'not-of-persons';

/**
 * A Measure evaluated over an organisation and those below it, within what the asker may see, or for one person in it. Undefined where there is no such Measure or version; throws where the period is none of
 * a month, a quarter or a year, or the person's record is not open. The FHIR floor knows no registry of indicators; the composition root gives it the room's.
 */
export type MeasureEvaluator = (sql: Sql, question: MeasureQuestion) => Promise<MeasureReport | typeof NOT_OF_PERSONS | undefined>;
