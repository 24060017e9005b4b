/** A report before it has a form: the same content is printed, edited and calculated with. */
export interface Report {
  readonly title: string;
  /** Under the title: number of the document, period, office. */
  readonly subtitle?: string;
  readonly parts: readonly ReportPart[];
  /** At the end: office and date, right-aligned. */
  readonly signature?: readonly string[];
  /** At the foot of each page. */
  readonly footer?: string;
}

export interface ReportPart {
  readonly heading?: string;
  readonly paragraphs?: readonly string[];
  readonly table?: ReportTable;
}

export interface ReportTable {
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportValue[])[];
}

export interface ReportColumn {
  readonly title: string;
  /** Share of the width; 1 when absent. */
  readonly share?: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** A number stays a number in a sheet; exact decimals and money come as text. */
export type ReportValue = string | number | null;

export const shown = (value: ReportValue): string => (value === null ? '—' : String(value));
