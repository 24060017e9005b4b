import { useCallback } from 'react';
import type { Column } from '../table/columns.ts';
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

/** Amounts by name, from zero; more than eight lie on their side. */
export function Bars({ title, items, unit, target, height }: BarsProps) {
  const optionFor = useCallback((look: ChartLook) => barsOption(items, look), [items]);
  const columns: Column<BarItem>[] = [
    { key: 'name', title: { zh: '名称', en: 'Name' }, render: (item) => item.name },
    { key: 'value', title: { zh: `数值${unit ? `（${unit}）` : ''}`, en: `Value${unit ? ` (${unit})` : ''}` }, align: 'end', render: (item) => item.value ?? '—' },
  ];
  return (
    <ChartFrame
      title={title} unit={unit} target={target} height={height ?? (items.length > 8 ? items.length * ROW_PX + 48 : 240)} optionFor={optionFor}
      table={<PlainTable caption={title} columns={columns} rows={items} rowKey={(item) => item.name} />}
    />
  );
}
