import type { Text } from '#platform/kernel/problem.ts';

/** How a case was treated, by the strongest of its procedures; 介入 counts as surgery. */
export const TREATMENTS = ['conservative', 'diagnostic', 'therapeutic', 'surgical'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/**
 * core 核心病种 · primary 基层病种 (same score at every level of hospital) · comprehensive 综合病种 · tcm 中医优势病种 (score of its western pair) ·
 * day-surgery 日间手术 · outpatient-special 门诊特病 · per-diem 床日: all in one pool of points.
 */
export const GROUP_KINDS = ['core', 'primary', 'comprehensive', 'tcm', 'day-surgery', 'outpatient-special', 'per-diem'] as const;
export type DipGroupKind = (typeof GROUP_KINDS)[number];

/** Days `from` to `until` (open when absent) of a stay, each with this score. */
export interface PerDiemStage {
  readonly fromDay: number;
  readonly untilDay?: number;
  /** Decimal text. */
  readonly scorePerDay: string;
}

export interface DipGroup {
  readonly code: string;
  readonly name: string;
  readonly kind: DipGroupKind;
  /** Codes of diagnosis that the group takes: a prefix (`K80.3`), or a range of categories (`A00-A09`). */
  readonly diagnosis: string;
  /** `51.2300+51.8800/51.8801`: every token joined by `+`, each token one of those joined by `/`; empty for none. */
  readonly procedures: string;
  readonly treatment: Treatment;
  /** Decimal text; null while the region has not set it. */
  readonly score: string | null;
  /** Mean cost in fen, for the tie by cost; null when not known. */
  readonly meanCostFen: number | null;
  readonly cases?: number;
  /** Coefficient of variation of the cost, decimal text. */
  readonly cv?: string;
  /** Groups of the two levels above: same diagnosis with any treatment, diagnosis category. */
  readonly level2?: string;
  readonly level1?: string;
  /** The western group whose score a TCM group takes (中医同效同分值). */
  readonly pairOf?: string;
  readonly stages?: readonly PerDiemStage[];
  /** Groups tried before all others (先期分组), the smallest number first. */
  readonly before?: number;
  /** Further conditions in the language of DRG packs (diagnosis-assisted splits: burns, tumour, tuberculosis). */
  readonly when?: unknown;
}

/** One row of an auxiliary catalogue (辅助目录): which cases, which coefficient. All conditions given must hold. */
export interface AuxiliaryRow {
  readonly code: string;
  readonly name: string;
  /** Rows of one catalogue exclude each other: severity, tumour, age, cci, icu … */
  readonly catalogue: string;
  readonly coefficient: string;
  /** Groups that it applies to, by code; absent = all. */
  readonly groups?: readonly string[];
  /** The condition language of DRG packs. */
  readonly when: unknown;
}

/** A catalogue as data: nothing of a region is in code. */
export interface DipCatalogue {
  readonly catalogue: string;
  readonly version: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly groups: readonly DipGroup[];
  readonly auxiliaries: readonly AuxiliaryRow[];
  /** Procedure code → kind; a code that is absent counts as no treatment. */
  readonly procedureKinds: ReadonlyMap<string, Treatment>;
  readonly mcc: ReadonlyMap<string, string>;
  readonly cc: ReadonlyMap<string, string>;
  readonly exclusions: ReadonlyMap<string, ReadonlySet<string>>;
}

export type DipStatus = '分组成功' | '无法入组' | '信息校验不通过' | '诊断不能转换为分组器支持的编码' | '手术操作不能转换为分组器支持的编码' | 'PENDING_LOCAL_PARAMETERS';

/** A case with its group and score. `score` is that of the group (per-diem: of the whole stay), `coefficient` the auxiliary one. */
export interface DipGroupedCase {
  readonly status: DipStatus;
  readonly group: string;
  readonly kind: DipGroupKind | null;
  readonly name: string;
  readonly treatment: Treatment;
  /** Decimal text; null unless `分组成功`. */
  readonly score: string | null;
  readonly coefficient: string;
  readonly auxiliary: string | null;
  readonly meanCostFen: number | null;
  /** Primary-level groups leave the hospital coefficient out. */
  readonly sameScoreEverywhere: boolean;
}

export interface DipStep extends Text {
  readonly step: 'map' | 'check' | 'candidates' | 'tie' | 'auxiliary' | 'result';
  readonly code: string;
}
