import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { reasonField } from './fields.ts';

/** Families of code systems: ICD-10, LOINC, SNOMED CT, or whatever the system. */
export const codeFamilySchema = z.enum(['icd10', 'loinc', 'snomed', 'any']);
export const KIND_CODES_MAX = 200;

const kindCodeSchema = z.object({
  family: codeFamilySchema,
  /** A code belongs when it begins so. */
  prefix: z.string().trim().toUpperCase().regex(/^[A-Z0-9][A-Z0-9.-]{1,19}$/, { error: '编码开头为 2 至 20 个字母、数字、点或连字符 | The beginning of a code: 2 to 20 letters, digits, dots or hyphens' }),
});
const categoryField = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, { error: '类别代号为小写字母、数字和连字符，以字母开头 | Lower-case letters, digits and hyphens, beginning with a letter' });
const titleField = z.string().trim().min(2, { error: '至少 2 个字 | At least 2 characters' }).max(60);

export const sensitiveKindSchema = z.object({
  category: z.string(),
  version: z.number().int(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** Whether it masks. */
  isActive: z.boolean(),
  codes: z.array(z.object({ family: codeFamilySchema, prefix: z.string() })),
  reason: z.string(),
  byName: z.string(),
  at: z.string(),
});
export type SensitiveKindView = z.infer<typeof sensitiveKindSchema>;

/** How far the marking of what is stored has come; null before the first change of the list. */
export const reclassificationSchema = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  isStopping: z.boolean(),
  done: z.number(),
  total: z.number().nullable(),
  /** Things whose mark changed, once it is done. */
  changed: z.number().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
}).nullable();
export type Reclassification = z.infer<typeof reclassificationSchema>;

export const listSensitiveKinds = query({
  name: 'listSensitiveKinds',
  path: '/sensitive-kinds',
  permission: 'health-record.list-sensitive-kinds',
  summary: { zh: '列出默认遮蔽的敏感诊断类别，以及重新标记的进度', en: 'Kinds of diagnoses that are masked by default, and how far the marking has come' },
  input: z.object({}),
  output: z.object({ rows: z.array(sensitiveKindSchema), reclassification: reclassificationSchema }),
});

export const listSensitiveKindVersions = query({
  name: 'listSensitiveKindVersions',
  path: '/sensitive-kinds/{category}/versions',
  permission: 'health-record.list-sensitive-kinds',
  summary: { zh: '查看一个敏感类别的各个版本', en: 'The versions of a sensitive kind, newest first' },
  input: z.object({ category: categoryField, limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ rows: z.array(sensitiveKindSchema) }),
});

export const changeSensitiveKind = command({
  name: 'changeSensitiveKind',
  path: '/sensitive-kinds/{category}/change',
  permission: 'health-record.change-sensitive-kind',
  event: 'health-record.sensitive-kind-changed',
  stepUp: 'or-password',
  summary: { zh: '修改一个敏感类别的编码，并重新标记已存的内容', en: 'Change the codes of a sensitive kind; what is stored is marked anew' },
  input: z.object({
    category: categoryField,
    /** The version that was read; 0 for a new kind. */
    version: z.coerce.number().int().min(0),
    titleZh: titleField,
    titleEn: titleField,
    isActive: z.boolean(),
    codes: z.array(kindCodeSchema).min(1, { error: '至少一个编码 | At least one code' }).max(KIND_CODES_MAX),
    reason: reasonField,
  }),
  output: sensitiveKindSchema,
});

export const stopReclassification = command({
  name: 'stopReclassification',
  path: '/reclassification/stop',
  permission: 'health-record.change-sensitive-kind',
  event: 'health-record.reclassification-stopped',
  summary: { zh: '停止重新标记；可以从停下处继续', en: 'Stop the marking; it can go on where it stopped' },
  input: z.object({}),
  output: reclassificationSchema,
});

export const resumeReclassification = command({
  name: 'resumeReclassification',
  path: '/reclassification/resume',
  permission: 'health-record.change-sensitive-kind',
  event: 'health-record.reclassification-resumed',
  summary: { zh: '从停下处继续重新标记', en: 'Go on with the marking where it stopped' },
  input: z.object({}),
  output: reclassificationSchema,
});
