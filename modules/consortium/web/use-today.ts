import { useState } from 'react';
import { chinaDate } from '#platform/kernel/period.ts';

/** The day in China when the screen was opened. */
export function useToday(): string {
  const [today] = useState(() => chinaDate(new Date()));
  return today;
}
