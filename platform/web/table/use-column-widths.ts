import { useState } from 'react';
import { COLUMN_WIDTH_DEFAULT, COLUMN_WIDTH_MIN, type Column } from './columns.ts';

/** Widths in pixels by column key, remembered on this device. */
export function useColumnWidths<Row>(tableName: string, columns: readonly Column<Row>[]) {
  const storedAs = `yigong.widths.${tableName}`;
  const [own, setOwn] = useState<Readonly<Record<string, number>>>(() => remembered(storedAs));
  const widthOf = (column: Column<Row>) => own[column.key] ?? column.width ?? COLUMN_WIDTH_DEFAULT;
  const resize = (key: string, width: number) => {
    const next = { ...own, [key]: Math.max(COLUMN_WIDTH_MIN, Math.round(width)) };
    setOwn(next);
    try {
      localStorage.setItem(storedAs, JSON.stringify(next));
    } catch {
      // Widths are then kept for this visit only.
    }
  };
  return { widths: columns.map(widthOf), resize };
}

function remembered(storedAs: string): Record<string, number> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storedAs) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, number>) : {};
  } catch {
    return {};
  }
}
