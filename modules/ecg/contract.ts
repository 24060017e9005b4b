import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { ecgDetailSchema, ecgFormatNames, ecgRecordSchema } from './contract/records.ts';

const day = z.string().refine(isCalendarDate, '日期须存在，格式为 YYYY-MM-DD | A day of the calendar, written YYYY-MM-DD');
const idSchema = z.string().min(1).max(64);
/** A request holds 2 MB; XML is sent packed and unpacks to at most 24 MB. */
const BASE64_MAX = 1_900_000;

export const recordEcg = command({
  name: 'recordEcg',
  path: '/ecg/records',
  permission: 'ecg.record',
  event: 'ecg.recorded',
  summary: { zh: '上传心电图', en: 'Store an ECG' },
  input: z.object({
    fileName: z.string().trim().min(1).max(200),
    /** The file; packed by gzip where `isPacked`. */
    base64: z.base64().min(4).max(BASE64_MAX, '文件过大，请压缩后上传 | The file is too large; send it packed'),
    isPacked: z.boolean().default(false),
    personId: idSchema.nullish(),
    orderNumber: z.string().trim().max(64).nullish(),
  }),
  output: ecgRecordSchema,
});

export const matchEcg = command({
  name: 'matchEcg',
  path: '/ecg/records/{id}/match',
  permission: 'ecg.match',
  event: 'ecg.matched',
  summary: { zh: '将心电图匹配到居民', en: 'Match an ECG to a resident' },
  input: z.object({ id: idSchema, personId: idSchema, reason: z.string().trim().min(2).max(200) }),
  output: ecgRecordSchema,
});

/** Newest first by the moment of storing; `q` finds by name, number or order. */
export const listEcgRecords = query({
  name: 'listEcgRecords',
  path: '/ecg/records',
  permission: 'ecg.read',
  summary: { zh: '心电图列表', en: 'List ECGs' },
  input: z.object({
    ...pageInput,
    q: z.string().trim().max(64).optional(), personId: idSchema.optional(), format: z.enum(ecgFormatNames).optional(), match: z.enum(['matched', 'unmatched']).optional(), from: day.optional(), until: day.optional(),
  }),
  output: pageOf(ecgRecordSchema),
});

export const getEcgRecord = query({
  name: 'getEcgRecord',
  path: '/ecg/records/{id}',
  permission: 'ecg.read',
  summary: { zh: '查看心电图', en: 'Open an ECG' },
  input: z.object({ id: idSchema }),
  output: ecgDetailSchema,
});

/** The file as the device wrote it, checked against its hash. */
export const getEcgOriginal = query({
  name: 'getEcgOriginal',
  path: '/ecg/records/{id}/original',
  permission: 'ecg.read',
  summary: { zh: '取回心电图原文件', en: 'Fetch the file of an ECG' },
  input: z.object({ id: idSchema }),
  output: z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string(), sha256: z.string() }),
});

/** Twelve leads on A4 across, drawn to scale: 25 mm a second and 10 mm a millivolt on the sheet. */
export const printEcg = query({
  name: 'printEcg',
  path: '/ecg/records/{id}/paper',
  permission: 'ecg.read',
  summary: { zh: '打印心电图', en: 'Print an ECG to scale' },
  input: z.object({ id: idSchema, fromMs: z.coerce.number().int().min(0).max(86_400_000).default(0) }),
  output: z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() }),
});

export const countUnmatchedEcgs = query({
  name: 'countUnmatchedEcgs',
  path: '/ecg/unmatched-count',
  permission: 'ecg.match',
  summary: { zh: '待匹配心电图数', en: 'Count ECGs without a resident' },
  input: z.object({}),
  output: z.object({ waiting: z.number() }),
});

export const contract = {
  module: 'ecg',
  title: { zh: '心电', en: 'ECG' },
  operations: { recordEcg, matchEcg, listEcgRecords, getEcgRecord, getEcgOriginal, printEcg, countUnmatchedEcgs },
  permissions: {
    'ecg.read': { zh: '查看心电图', en: 'See ECGs', roles: ['village-doctor', 'township-doctor', 'specialist', 'diagnostic-reader', 'technician'] },
    'ecg.record': { zh: '上传心电图', en: 'Store ECGs', roles: ['village-doctor', 'township-doctor', 'specialist', 'diagnostic-reader', 'technician', 'integrator'] },
    'ecg.match': { zh: '匹配心电图与居民', en: 'Match ECGs to residents', roles: ['diagnostic-reader', 'technician', 'index-manager'] },
  },
  problems: {
    'ecg.unreadable': { kind: 'invalid', zh: '文件不能作为心电图读取，原因见明细。', en: 'The file cannot be read as an ECG; the details say why and where.' },
    'ecg.too-large': { kind: 'invalid', zh: '文件超过上限，请从设备导出静息心电图。', en: 'The file is over the limit. Export a resting ECG from the device.' },
    'ecg.no-organisation': { kind: 'business-rule', zh: '请先选择所代表的机构再上传心电图。', en: 'An ECG belongs to an organisation: act for one to store it.' },
    'ecg.stored-already': { kind: 'conflict', zh: '本机构已保存同一文件，请在列表中查看。', en: 'Your organisation keeps this file already; find it in the list.' },
    'ecg.matched-otherwise': { kind: 'conflict', zh: '该心电图已匹配到此居民。', en: 'The ECG is matched to this resident already.' },
    'ecg.no-waveform': { kind: 'business-rule', zh: '该文件没有波形，请打开原文件打印。', en: 'This file holds no waveform: print the file itself.' },
    'ecg.original-changed': { kind: 'conflict', zh: '原文件与入库时的校验值不符，已停止提供，请联系系统管理员。', en: 'The file no longer has the hash that it was stored with and is not given out. Tell the system administrator.' },
  },
  events: {
    'ecg.recorded': { zh: '收到心电图', en: 'An ECG was stored' },
    'ecg.matched': { zh: '心电图已匹配居民', en: 'An ECG was matched to a resident' },
  },
} as const satisfies ModuleContract;
