import { Select } from 'antd';
import { chinaDate } from '#platform/kernel/period.ts';

/** Months up to the present one, newest first. */
export function monthsBack(count: number, now: Date): string[] {
  const index = Number(chinaDate(now).slice(0, 4)) * 12 + Number(chinaDate(now).slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, back) => `${Math.floor((index - back) / 12)}-${String(((index - back) % 12) + 1).padStart(2, '0')}`);
}

export function MonthChoice({ label, value, now, onChange }: { label: string; value: string; now: Date; onChange: (month: string) => void }) {
  return <Select aria-label={label} value={value} showSearch options={monthsBack(60, now).map((month) => ({ value: month, label: month }))} onChange={onChange} style={{ minWidth: 120 }} />;
}
