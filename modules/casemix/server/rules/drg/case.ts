/** One discharge as the grouper sees it; the order of diagnoses and procedures carries meaning (first = principal, main). */
export interface GroupingInput {
  readonly diagnoses: readonly string[];
  readonly procedures: readonly string[];
  /** 1 male, 2 female (GB/T 2261.1); also as text or 男/女. */
  readonly sex: number | string | null;
  readonly ageYears: number | null;
  /** Whole days, for those below one year. */
  readonly ageDays: number | null;
  readonly birthWeightG: number | null;
  readonly losDays: number | null;
  /** Code of RC019: 1 home, 2 other hospital, 3 primary care, 4 against advice, 5 died, 9 other. */
  readonly dischargeWay: string | null;
  readonly department?: string | null;
  readonly icuHours?: number | null;
  readonly ventilationHours?: number | null;
  /** `clinical` codes are mapped to the insurance edition first. */
  readonly codeSet?: string | null;
}

/** How grouping ended, in the words of the national grouper. */
export const STATUS = {
  grouped: '分组成功',
  ungrouped: '无法入组',
  ambiguous: '歧义病案',
  checkFailed: '信息校验不通过',
  diagnosisUnmapped: '诊断不能转换为分组器支持的编码',
  procedureUnmapped: '手术操作不能转换为分组器支持的编码',
} as const;

export type GroupingStatus = (typeof STATUS)[keyof typeof STATUS];

/** A grouped case: `mdc` like MDCB, `adrg` like BB1, `drg` like BB11; `0000`, `00`, `0000` where no group was found. */
export interface GroupedCase {
  readonly status: GroupingStatus;
  readonly mdc: string;
  readonly adrg: string;
  readonly drg: string;
}

/** One decision of the grouper in both languages. `met` tells whether the thing asked for held. */
export interface GroupingStep {
  readonly step: 'map' | 'check' | 'mdc' | 'adrg' | 'severity' | 'drg' | 'ambiguous' | 'result';
  readonly code: string;
  readonly met: boolean;
  readonly zh: string;
  readonly en: string;
}

export interface ExplainedCase {
  readonly result: GroupedCase;
  readonly explanation: readonly GroupingStep[];
}

/** What a case lacks before it can be grouped. */
export interface Fault {
  readonly zh: string;
  readonly en: string;
}

export const notGrouped = (status: GroupingStatus): GroupedCase => ({ status, mdc: '0000', adrg: '00', drg: '0000' });
