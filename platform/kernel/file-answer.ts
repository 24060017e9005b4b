/** A file as the answer of an operation: a report to print, a table to work on. At most some megabytes. */
export interface FileAnswer {
  readonly fileName: string;
  readonly mediaType: string;
  readonly contentBase64: string;
}

export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  word: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  sheet: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
