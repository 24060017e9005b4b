import type { ReactNode } from 'react';
import type { Text } from '#platform/kernel/problem.ts';

export type CellValue = string | number | null | undefined;

export interface Column<Row> {
  readonly key: string;
  readonly title: Text;
  /** Pixels at first; the person may drag the edge. */
  readonly width?: number;
  readonly align?: 'start' | 'end';
  readonly render: (row: Row) => ReactNode;
  /** What CSV and print contain; a column without it is left out there. */
  readonly value?: (row: Row) => CellValue;
  /** Sends `sort: key` or `sort: -key`. */
  readonly sortable?: boolean;
  /** Shown on a phone; default true. */
  readonly onPhone?: boolean;
}

export interface FilterChoice {
  readonly value: string;
  readonly label: Text;
}

export interface Filter {
  /** Name of the operation's input field. */
  readonly key: string;
  readonly title: Text;
  readonly kind: 'choice' | 'text' | 'date';
  readonly options?: readonly FilterChoice[];
  /** Several values at once; the input field then takes a list. */
  readonly many?: boolean;
}

export type FilterValues = Readonly<Record<string, readonly string[]>>;

export interface TableView {
  readonly key: string;
  readonly title: Text;
  readonly filters: Readonly<Record<string, string | readonly string[]>>;
}

export interface BulkAction<Row> {
  readonly key: string;
  readonly title: Text;
  readonly danger?: boolean;
  readonly run: (rows: readonly Row[]) => Promise<unknown> | void;
}

export const COLUMN_WIDTH_DEFAULT = 140;
export const COLUMN_WIDTH_MIN = 56;
