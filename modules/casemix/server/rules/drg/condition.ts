import type { ClassRule } from './class-rule.ts';

/** Which codes of the case a condition looks at. */
export type CodeSource =
  | 'principal-diagnosis' | 'other-diagnosis' | 'any-diagnosis'
  | 'main-procedure' | 'other-procedure' | 'any-procedure';

export type NumberField = 'ageYears' | 'ageDays' | 'birthWeightG' | 'losDays' | 'icuHours' | 'ventilationHours' | 'diagnosisCount' | 'procedureCount';
export type WordField = 'sex' | 'dischargeWay' | 'department';
export type SeverityLevel = 'mcc' | 'cc' | 'none';

export interface CodeList {
  readonly name: string;
  readonly codes: readonly string[];
}

/** Bounds of a number; an absent bound is open. */
export interface Range {
  readonly min?: number;
  readonly minOpen?: boolean;
  readonly max?: number;
  readonly maxOpen?: boolean;
}

/** What the declarative conditions of a pack can say, whatever their spelling there. A missing value never meets a range. */
export type Condition =
  | { readonly kind: 'codes'; readonly source: CodeSource; readonly lists: readonly CodeList[]; readonly valid: boolean; readonly atLeast: number }
  | { readonly kind: 'present'; readonly source: CodeSource }
  | { readonly kind: 'number'; readonly field: NumberField; readonly ranges: readonly Range[] }
  | { readonly kind: 'word'; readonly field: WordField; readonly values: readonly string[] }
  | { readonly kind: 'severity'; readonly levels: readonly SeverityLevel[] }
  | { readonly kind: 'classes'; readonly text: string; readonly rule: ClassRule; readonly lists: readonly CodeList[] }
  | { readonly kind: 'regions'; readonly regions: readonly CodeList[]; readonly atLeast: number }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] };

export const always: Condition = { kind: 'all', conditions: [] };

export interface DrgRule {
  readonly code: string;
  readonly when: Condition;
}

export interface AdrgRule {
  readonly code: string;
  readonly when: Condition;
  /** The slot where a valid procedure that belongs to none of the groups before makes the case ambiguous. */
  readonly ambiguous: boolean;
  readonly drgs: readonly DrgRule[];
}

export interface MdcRule {
  readonly code: string;
  /** `B` of MDCB: begins the code of the ambiguous group. */
  readonly letter: string;
  readonly entry: Condition;
  readonly adrgs: readonly AdrgRule[];
}

/** A grouping scheme as read and found free of contradictions. */
export interface DrgPack {
  readonly scheme: string;
  /** In the order in which they are tried. */
  readonly mdcs: readonly MdcRule[];
  readonly names: ReadonlyMap<string, string>;
  /** Code → exclusion table; an empty table excludes nothing. */
  readonly mcc: ReadonlyMap<string, string>;
  readonly cc: ReadonlyMap<string, string>;
  /** Principal diagnosis → its exclusion tables. */
  readonly exclusions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Valid procedures with their names. */
  readonly validProcedures: ReadonlyMap<string, string>;
  /** What looks odd but contradicts nothing. */
  readonly remarks: readonly string[];
}
