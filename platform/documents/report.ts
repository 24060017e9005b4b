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
  /** A4 across, with narrow margins. */
  readonly isLandscape?: boolean;
}

export interface ReportPart {
  readonly heading?: string;
  readonly paragraphs?: readonly string[];
  readonly table?: ReportTable;
  /** Two a line; in the PDF only, other forms give the captions. */
  readonly pictures?: readonly ReportPicture[];
  /** A drawing to scale; in the PDF only. */
  readonly drawing?: ReportDrawing;
}

export interface ReportPicture {
  readonly caption: string;
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly contentBase64: string;
}

export interface ReportDrawing {
  /** Of our own making, never somebody's file. */
  readonly svg: string;
  readonly widthMillimetres: number;
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
