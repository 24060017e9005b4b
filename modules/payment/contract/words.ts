import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';

export const idSchema = z.string().min(1).max(100);
export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
export const monthSchema = z.string().refine((text) => isCalendarDate(`${text}-01`), '月份应为 YYYY-MM | A month, written YYYY-MM');
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(500);
export const decimalSchema = z.string().regex(/^-?\d{1,16}(\.\d{1,8})?$/, '应为十进制数 | A decimal number');
/** Money in whole fen. */
export const fenSchema = z.number().int().min(0, '金额不能为负 | Must not be negative').max(1e15);

/** A number with everything that it came from; its formula is in the book under `formula`. */
export const figureSchema = z.object({
  name: z.string(),
  organisationId: z.string().nullable(),
  value: z.string(),
  formula: z.string(),
  formulaTitle: z.object({ zh: z.string(), en: z.string() }),
  formulaText: z.object({ zh: z.string(), en: z.string() }),
  inputs: z.record(z.string(), z.string()),
  packVersion: z.string(),
});
export type Figure = z.infer<typeof figureSchema>;

export const actionSchema = z.object({ action: z.string(), stateAfter: z.string().nullable(), reason: z.string().nullable(), subjectName: z.string(), at: z.string() });
