import { Select } from 'antd';
import { chinaDate, monthsUntil } from '#platform/kernel/period.ts';

/** Months up to the present one, newest first. */
export const monthsBack = (count: number, now: Date): string[] => monthsUntil(chinaDate(now).slice(0, 7), count).reverse();

export function MonthChoice({ label, value, now, onChange }: { label: string; value: string; now: Date; onChange: (month: string) => void }) {
  return <Select aria-label={label} value={value} showSearch options={monthsBack(60, now).map((month) => ({ value: month, label: month }))} onChange={onChange} style={{ minWidth: 120 }} />;
}
