import type { Text } from '#platform/kernel/problem.ts';

export interface CodedEntry {
  readonly code: string;
  readonly name: string;
  /** Condition on admission of a diagnosis (1–4), day of a procedure. */
  readonly detail: string;
}

/** One discharge as imported; money in fen. */
export interface FrontPage {
  readonly recordNumber: string;
  readonly name: string;
  readonly identity: string;
  readonly sex: string;
  readonly bornOn: string | null;
  readonly ageYears: number | null;
  readonly ageDays: number | null;
  readonly birthWeightG: number | null;
  readonly admittedOn: string;
  readonly dischargedOn: string;
  readonly department: string;
  readonly doctor: string;
  readonly losDays: number;
  readonly dischargeWay: string;
  readonly transferTo: string;
  readonly diagnoses: readonly CodedEntry[];
  readonly procedures: readonly CodedEntry[];
  readonly totalFen: number;
  /** Null where the page does not say. */
  readonly patientPaidFen: number | null;
  /** HQMS code of a part of the cost → fen. */
  readonly parts: Readonly<Record<string, number>>;
  /** Points of 100, and what would raise them. */
  readonly quality: number;
  readonly toComplete: readonly QualityNote[];
}

export interface QualityNote extends Text {
  readonly field: string;
  readonly points: number;
}

/** A row that cannot be taken: its line in the file, the column, the reason. */
export interface RefusedRow extends Text {
  readonly line: number;
  readonly field: string;
}
