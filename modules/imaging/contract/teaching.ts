import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { uidSchema } from './schemas.ts';

/** Makes copies without identity as long work; they are fetched below `/imaging/teaching-exports/{id}/files` for a week. */
export const exportForTeaching = command({
  name: 'exportForTeaching',
  path: '/imaging/teaching-exports',
  permission: 'imaging.export-for-teaching',
  event: 'imaging.teaching-export-started',
  stepUp: 'or-password',
  summary: { zh: '导出去标识教学影像', en: 'Export studies without identity for teaching' },
  input: z.object({ studyUids: z.array(uidSchema).min(1).max(50), purpose: z.string().trim().min(4).max(200) }),
  output: z.object({ taskId: z.string() }),
});

export const listTeachingExports = query({
  name: 'listTeachingExports',
  path: '/imaging/teaching-exports',
  permission: 'imaging.export-for-teaching',
  summary: { zh: '教学影像导出', en: 'List teaching exports' },
  input: z.object(pageInput),
  output: pageOf(z.object({
    id: z.string(), purpose: z.string(), studyCount: z.number(), instanceCount: z.number(), writtenCount: z.number(), refusedCount: z.number(), byteCount: z.number(),
    requestedAt: z.string(), requestedByName: z.string(), readyAt: z.string().nullable(), expiresAt: z.string(), state: z.enum(['making', 'ready', 'removed']),
    /** Only the person who asked fetches the copies. */
    isOwn: z.boolean(),
  })),
});
