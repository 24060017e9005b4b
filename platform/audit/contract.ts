import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';

const auditEntrySchema = z.object({
  id: z.number(),
  at: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  subjectName: z.string(),
  organisationId: z.string().nullable(),
  /** Permission, event or act: `referral.accept`. */
  action: z.string(),
  /** The same in words; null where nobody has named it. */
  actionTitle: z.object({ zh: z.string(), en: z.string() }).nullable(),
  outcome: z.enum(['success', 'refused']),
  resource: z.string().nullable(),
  personId: z.string().nullable(),
  basis: z.string().nullable(),
  purpose: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
});

export type AuditEntryView = z.infer<typeof auditEntrySchema>;

export const listAuditEntries = query({
  name: 'listAuditEntries',
  path: '/audit/entries',
  permission: 'audit.read',
  summary: { zh: '查询审计记录，最新在前', en: 'List the audit trail, newest first' },
  input: z.object({
    personId: z.string().min(1).max(64).optional(),
    subjectId: z.string().min(1).max(200).optional(),
    /** Beginning of the action, such as `referral.`. */
    action: z.string().min(1).max(100).optional(),
    outcome: z.enum(['success', 'refused']).optional(),
    /** Calendar days in China, both inclusive; without `from`, person and subject the last 30 days. */
    from: z.iso.date().optional(),
    until: z.iso.date().optional(),
    /** Person, account or resource by id, or the beginning of an action. */
    q: z.string().trim().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
    offset: z.coerce.number().int().min(0).max(100_000).default(0),
  }),
  /** `total` counts to 100,001 at most: the trail of a county has millions. */
  output: pageOf(auditEntrySchema),
});

export const findingSchema = z.object({
  kind: z.enum(['entry-changed', 'entry-missing', 'entry-added', 'block-changed', 'block-missing', 'chain-broken', 'anchor-differs', 'dropped-early']),
  blockNumber: z.number().nullable(),
  month: z.string().nullable(),
  entryId: z.number().nullable(),
});

export const getAuditChain = query({
  name: 'getAuditChain',
  path: '/audit/chain',
  permission: 'audit.read',
  summary: { zh: '查看审计链的长度、封存进度与保存期', en: 'Show how far the trail is sealed and how long it is kept' },
  input: z.object({}),
  output: z.object({
    blocks: z.number(),
    sealedEntries: z.number(),
    lastSealedAt: z.string().nullable(),
    headHash: z.string().nullable(),
    retentionDays: z.number(),
  }),
});

export const verifyAuditChain = command({
  name: 'verifyAuditChain',
  path: '/audit/verify',
  permission: 'audit.verify',
  event: 'audit.verification-asked',
  summary: { zh: '核验审计链，结果见后台任务', en: 'Verify the audit chain; the result is in the long work' },
  input: z.object({}),
  output: z.object({ taskId: z.string() }),
});

/** Cybersecurity Law, article 21: logs are kept for six months at least. */
export const RETENTION_DAYS_MIN = 180;

export const setAuditRetention = command({
  name: 'setAuditRetention',
  path: '/audit/retention',
  permission: 'audit.retention',
  event: 'audit.retention-set',
  stepUp: 'or-password',
  summary: { zh: '设定审计记录的保存天数', en: 'Set how many days the trail is kept' },
  input: z.object({ days: z.coerce.number().int().min(1).max(36_500) }),
  output: z.object({ retentionDays: z.number() }),
});

/** A command writes data of persons into files that are not sealed: who, why and what stands in the trail first. */
export const noteClearFiles = command({
  name: 'noteClearFiles',
  path: '/audit/clear-files',
  permission: 'audit.note-clear-files',
  event: 'audit.clear-files-noted',
  summary: { zh: '登记把个人数据写成明文文件及其理由', en: 'Note that data of persons are written into files in clear, and why' },
  input: z.object({
    reason: z.string().trim().min(1, '请填写理由 | Write the reason').max(500),
    /** FHIR types; none stands for all. */
    types: z.array(z.string().min(1).max(64)).max(200).default([]),
  }),
  output: z.object({ noted: z.literal(true) }),
});

const auditors = ['audit-administrator'];

export const contract = {
  module: 'audit',
  title: { zh: '审计', en: 'Audit' },
  operations: { listAuditEntries, getAuditChain, verifyAuditChain, setAuditRetention, noteClearFiles },
  permissions: {
    'audit.read': { zh: '查看审计记录', en: 'See the audit trail', roles: auditors },
    'audit.verify': { zh: '核验审计链', en: 'Verify the audit chain', roles: auditors },
    'audit.retention': { zh: '设定审计保存期', en: 'Set the retention of the trail', roles: auditors },
    'audit.note-clear-files': { zh: '用命令行导出明文文件', en: 'Write files in clear with the command', roles: ['system-administrator'] },
  },
  problems: {
    'audit.retention-too-short': {
      kind: 'business-rule',
      zh: '审计记录依法至少保存 180 天（《网络安全法》第二十一条），不能设得更短。',
      en: 'The law asks for at least 180 days (Cybersecurity Law, article 21); a shorter retention cannot be set.',
    },
    'audit.reason-too-short': {
      kind: 'business-rule',
      zh: '请写清明文导出给谁、做什么用（不能只写一两个字）。',
      en: 'Say for whom the files in clear are and what for; a word or two is too little.',
    },
    'audit.verification-running': {
      kind: 'conflict',
      zh: '已有一次核验正在进行，请在后台任务中查看。',
      en: 'A verification is under way already; see it among the long work.',
    },
  },
  events: {
    'audit.verification-asked': { zh: '有人要求核验审计链', en: 'Somebody asked to verify the audit chain' },
    'audit.clear-files-noted': { zh: '有人把个人数据写成明文文件', en: 'Somebody wrote data of persons into files in clear' },
    'audit.retention-set': { zh: '审计保存期已改变', en: 'The retention of the trail was changed' },
  },
  trail: {
    'http.answered-again': { zh: '重复提交，再次给出原结果', en: 'Sent again: the kept answer was shown' },
    'database.insert': { zh: '直接在数据库中插入', en: 'Inserted by SQL in the database' },
    'database.update': { zh: '直接在数据库中修改', en: 'Changed by SQL in the database' },
    'database.delete': { zh: '直接在数据库中删除', en: 'Deleted by SQL in the database' },
    'database.truncate': { zh: '直接在数据库中清空', en: 'Emptied by SQL in the database' },
  },
} as const satisfies ModuleContract;
