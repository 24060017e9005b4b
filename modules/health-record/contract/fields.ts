import { z } from 'zod';

export const idField = z.string().min(1).max(64);
export const personIdField = z.string().min(1).max(64);
export const organisationIdField = z.string().min(1).max(64);
export const referenceField = z.string().regex(/^[A-Z][A-Za-z]{1,60}\/[A-Za-z0-9\-.]{1,64}$/, { error: '应为 类型/编号 | Written Type/id' });
/** A reason is read by the resident and the privacy officer: one word says nothing. */
export const reasonField = z.string().trim().min(4, { error: '请写明理由，至少 4 个字 | Write a reason of at least 4 characters' }).max(500);
export const days = (max: number) => z.coerce.number().int().min(1, { error: '至少 1 天 | At least 1 day' }).max(max, { error: `最多 ${max} 天 | At most ${max} days` });
export const paging = { offset: z.coerce.number().int().min(0).max(100_000).default(0), limit: z.coerce.number().int().min(1).max(200).default(50) };
