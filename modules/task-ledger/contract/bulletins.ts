import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { ledgerSummarySchema, taskCardSchema } from './tasks.ts';

const id = z.string().min(1).max(64);
const quarter = z.string().regex(/^\d{4}Q[1-4]$/, 'year and quarter, such as 2026Q3');
const receiptSchema = z.object({ organisationId: z.string(), subjectName: z.string(), note: z.string().nullable(), at: z.string() });

export const bulletinSchema = z.object({
  id,
  number: z.string(),
  quarter,
  sourceId: z.string().nullable(),
  title: z.string(),
  comments: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  ownerOrganisationId: z.string(),
  /** SHA-256 of the frozen content. */
  digest: z.string(),
  receipts: z.array(receiptSchema),
  /** Organisations that lead or join a task of it and have not acknowledged it. */
  awaited: z.array(z.string()),
});
export type Bulletin = z.infer<typeof bulletinSchema>;

/** What a bulletin says, frozen at the moment of publication. */
export const bulletinContentSchema = z.object({ summary: ledgerSummarySchema, overdue: z.array(taskCardSchema), done: z.array(taskCardSchema) });
export type BulletinContent = z.infer<typeof bulletinContentSchema>;

export const publishBulletin = command({
  name: 'publishBulletin', path: '/bulletins', permission: 'task-ledger.publish-bulletin', event: 'task-ledger.bulletin-published',
  summary: { zh: '发布季度通报', en: 'Freeze and publish the bulletin of a quarter' },
  input: z.object({ quarter, sourceId: z.string().optional(), title: z.string().trim().min(4).max(120), comments: z.string().trim().max(5000).default('') }),
  output: bulletinSchema,
});

export const receiveBulletin = command({
  name: 'receiveBulletin', path: '/bulletins/{id}/receive', permission: 'task-ledger.receive-bulletin', event: 'task-ledger.bulletin-received',
  summary: { zh: '签收通报', en: 'Acknowledge a bulletin for the own organisation' },
  input: z.object({ id, note: z.string().trim().max(1000).optional() }),
  output: bulletinSchema,
});

export const listBulletins = query({
  name: 'listBulletins', path: '/bulletins', permission: 'task-ledger.read', summary: { zh: '季度通报', en: 'Bulletins' },
  input: z.object({}), output: z.object({ rows: z.array(bulletinSchema) }),
});

export const getBulletin = query({
  name: 'getBulletin', path: '/bulletins/{id}', permission: 'task-ledger.read', summary: { zh: '查看通报', en: 'A bulletin with its frozen content' },
  input: z.object({ id }), output: z.object({ bulletin: bulletinSchema, content: bulletinContentSchema }),
});

export const downloadBulletin = query({
  name: 'downloadBulletin', path: '/bulletins/{id}/file', permission: 'task-ledger.read', summary: { zh: '下载通报', en: 'A bulletin as PDF, Word or Excel' },
  input: z.object({ id, form: z.enum(['pdf', 'word', 'sheet']) }), output: z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() }),
});

export const countWaitingBulletins = query({
  name: 'countWaitingBulletins', path: '/bulletins/waiting', permission: 'task-ledger.read', summary: { zh: '待签收的通报', en: 'Bulletins that wait for the own organisation; late after seven days' },
  input: z.object({}), output: z.object({ waiting: z.number().int(), overdue: z.number().int() }),
});
