import { z } from 'zod';

export const schemeSchema = z.enum(['drg', 'dip']);
export const idSchema = z.string().min(1).max(64);
export const daySchema = z.iso.date();
export const entrySchema = z.object({ code: z.string().trim().min(1).max(40), name: z.string().max(200).default(''), detail: z.string().max(20).default('') });
export const codeSchema = z.string().trim().max(40);
