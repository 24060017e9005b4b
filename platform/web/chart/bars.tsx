import { useCallback } from 'react';
import type { Column } from '../table/columns.ts';
import { useNarrow } from '../layout/use-narrow.ts';
import { PlainTable } from '../table/plain-table.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { barsOption, type BarItem, type ChartLook, type ChartTarget } from './chart-options.ts';

export interface BarsProps {
  readonly title: string;
  readonly items: readonly BarItem[];
  readonly unit?: string | null;
  readonly target?: ChartTarget;
  readonly height?: number;
}

const ROW_PX = 30;

/** As many stand side by side; names of more would run into each other. */
const STANDING_MAX = { wide: 8, narrow: 3 };
const NAME_PX = { wide: 200, narrow: 108 };

/** Amounts by name, from zero; many lie on their side. */
export function Bars({ title, items, unit, target, height }: BarsProps) {
  const screen = useNarrow() ? 'narrow' : 'wide';
  const lyingNamePx = items.length > STANDING_MAX[screen] ? NAME_PX[screen] : undefined;
  const optionFor = useCallback((look: ChartLook) => barsOption(items, look, lyingNamePx), [items, lyingNamePx]);
  const columns: Column<BarItem>[] = [
    { key: 'name', title: { zh: '名称', en: 'Name' }, render: (item) => item.name },
    { key: 'value', title: { zh: `数值${unit ? `（${unit}）` : ''}`, en: `Value${unit ? ` (${unit})` : ''}` }, align: 'end', render: (item) => item.value ?? '—' },
  ];
  return (
    <ChartFrame
      title={title} unit={unit} target={target} height={height ?? (lyingNamePx !== undefined ? items.length * ROW_PX + 48 : 240)} optionFor={optionFor}
      table={<PlainTable caption={title} columns={columns} rows={items} rowKey={(item) => item.name} />}
    />
  );
}
