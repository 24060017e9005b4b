import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';

export const idSchema = z.string().min(1).max(100);
export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(500);
export const decimalSchema = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/, '应为十进制数 | A decimal number');
/** `2026`, `2026Q1` or `2026-03`. */
export const periodSchema = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$/, '2026、2026Q1 或 2026-03 | 2026, 2026Q1 or 2026-03');
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM | A month, written YYYY-MM');
export const textSchema = z.object({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(300) });

export const actionSchema = z.object({ action: z.string(), stateAfter: z.string().nullable(), reason: z.string().nullable(), subjectName: z.string(), at: z.string() });
export type Action = z.infer<typeof actionSchema>;
export const fileSchema = z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() });
