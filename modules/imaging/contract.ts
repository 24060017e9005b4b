import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { acceptStudyAgain, refuseStudy, summariseRefusals } from './contract/quality.ts';
import { callingTitleSchema, dayFilter, seriesSchema, studySchema, titleSchema, uidSchema } from './contract/schemas.ts';
import { exportForTeaching, listTeachingExports } from './contract/teaching.ts';

/** Filters stand in the address of the list; `q` finds by number, accession or name. */
export const listStudies = query({
  name: 'listStudies',
  path: '/imaging/studies',
  permission: 'imaging.read',
  summary: { zh: '影像检查列表', en: 'List imaging studies' },
  input: z.object({
    ...pageInput,
    q: z.string().trim().max(64).optional(),
    modality: z.union([z.string(), z.array(z.string())]).optional(),
    from: dayFilter,
    until: dayFilter,
    personId: z.string().max(64).optional(),
    match: z.enum(['matched', 'unmatched']).optional(),
    quality: z.enum(['counts', 'refused']).optional(),
  }),
  output: pageOf(studySchema),
});

/** A study with its series and the person's earlier and later studies of any organisation that the asker may see. */
export const getStudy = query({
  name: 'getStudy',
  path: '/imaging/studies/{id}',
  permission: 'imaging.read',
  summary: { zh: '查看影像检查', en: 'Open an imaging study' },
  input: z.object({ id: uidSchema }),
  output: z.object({ study: studySchema, series: z.array(seriesSchema), others: z.array(studySchema) }),
});

export const countUnmatchedStudies = query({
  name: 'countUnmatchedStudies',
  path: '/imaging/unmatched-count',
  permission: 'imaging.match-study',
  summary: { zh: '待匹配影像检查数', en: 'Count studies without a resident' },
  input: z.object({}),
  output: z.object({ waiting: z.number() }),
});

export const matchStudy = command({
  name: 'matchStudy',
  path: '/imaging/studies/{id}/match',
  permission: 'imaging.match-study',
  event: 'imaging.study-matched',
  summary: { zh: '将影像检查匹配到居民', en: 'Match a study to a resident' },
  input: z.object({ id: uidSchema, personId: z.string().min(1).max(64), reason: z.string().trim().min(2).max(200) }),
  output: studySchema,
});

export const listCallingTitles = query({
  name: 'listCallingTitles',
  path: '/imaging/calling-titles',
  permission: 'imaging.register-calling-title',
  summary: { zh: '影像设备 AE 标题', en: 'List AE titles' },
  input: z.object(pageInput),
  output: pageOf(callingTitleSchema),
});

export const registerCallingTitle = command({
  name: 'registerCallingTitle',
  path: '/imaging/calling-titles',
  permission: 'imaging.register-calling-title',
  event: 'imaging.calling-title-registered',
  summary: { zh: '登记影像设备 AE 标题', en: 'Register an AE title' },
  input: z.object({
    callingTitle: titleSchema,
    organisationId: z.string().min(1).max(64),
    description: z.string().trim().min(2).max(100),
    /** Where C-MOVE sends to; both or none. */
    host: z.string().trim().min(1).max(255).nullish(),
    port: z.coerce.number().int().min(1).max(65_535).nullish(),
    isActive: z.boolean().default(true),
  }),
  output: callingTitleSchema,
});

export const contract = {
  module: 'imaging',
  title: { zh: '医学影像', en: 'Imaging' },
  operations: { listStudies, getStudy, countUnmatchedStudies, matchStudy, listCallingTitles, registerCallingTitle, refuseStudy, acceptStudyAgain, summariseRefusals, exportForTeaching, listTeachingExports },
  permissions: {
    'imaging.read': { zh: '查看影像', en: 'See images', roles: ['village-doctor', 'township-doctor', 'specialist', 'diagnostic-reader', 'technician', 'index-manager'] },
    'imaging.store': { zh: '上传影像', en: 'Store images', roles: ['diagnostic-reader', 'technician', 'integrator'] },
    'imaging.match-study': { zh: '匹配影像与居民', en: 'Match images to residents', roles: ['diagnostic-reader', 'technician', 'index-manager'] },
    'imaging.refuse-study': { zh: '判定影像质量', en: 'Refuse images for their quality', roles: ['diagnostic-reader', 'technician'] },
    'imaging.register-calling-title': { zh: '登记影像设备', en: 'Register imaging devices', roles: ['integrator', 'system-administrator'] },
    'imaging.export-for-teaching': { zh: '导出教学影像', en: 'Export images for teaching', roles: ['diagnostic-reader'] },
  },
  trail: {
    'imaging.search': { zh: '检索影像', en: 'Searched images' },
    'imaging.move': { zh: '影像发送到设备', en: 'Sent images to a device (C-MOVE)' },
    'imaging.get': { zh: '设备取回影像', en: 'Gave images to a device (C-GET)' },
    'imaging.associate': { zh: '影像设备建立连接', en: 'A device of imaging connected' },
    'imaging.fetch-teaching-export': { zh: '下载教学影像', en: 'Downloaded images for teaching' },
  },
  problems: {
    'imaging.not-dicom': { kind: 'invalid', zh: '内容不是可保存的 DICOM 对象。', en: 'What was sent is no DICOM object that can be kept.' },
    'imaging.media-type': { kind: 'unsupported', zh: '请以 multipart/related; type="application/dicom" 或 application/dicom 提交。', en: 'Send multipart/related with type application/dicom, or application/dicom.' },
    'imaging.not-acceptable': { kind: 'unsupported', zh: '不能以所要求的媒体类型或传输语法提供。', en: 'It cannot be given in the media type or transfer syntax that is asked for.' },
    'imaging.too-large': { kind: 'invalid', zh: '提交的内容超过上限，请分批发送。', en: 'What was sent is over the limit. Send it in parts.' },
    'imaging.no-frame': { kind: 'not-found', zh: '该对象没有这一帧图像。', en: 'The object has no such frame.' },
    'imaging.cannot-decode': { kind: 'unsupported', zh: '该图像不能解码显示；可取回原文件。', en: 'The picture cannot be decoded here; the file itself can be fetched.' },
    'imaging.no-organisation': { kind: 'business-rule', zh: '请先选择所代表的机构再保存影像。', en: 'Images belong to an organisation: act for one to store them.' },
    'imaging.matched-otherwise': { kind: 'conflict', zh: '该检查已匹配到此居民。', en: 'The study is matched to this resident already.' },
    'imaging.refused-already': { kind: 'conflict', zh: '该检查已判为不合格，请刷新查看。', en: 'The study is refused already. Refresh to see why.' },
    'imaging.not-refused': { kind: 'conflict', zh: '该检查没有被判为不合格。', en: 'The study is not refused.' },
    'imaging.export-not-ready': { kind: 'conflict', zh: '副本仍在制作或已过期清除，请稍后再取或重新导出。', en: 'The copies are being made, or were removed after their time. Try later or export again.' },
    'imaging.title-taken': { kind: 'conflict', zh: '该 AE 标题已属于其他机构，请联系该机构的接口工程师。', en: 'This AE title belongs to another organisation; ask its integration engineer.' },
    'imaging.place-incomplete': { kind: 'invalid', zh: '主机和端口须同时填写或同时留空。', en: 'Give host and port both, or neither.' },
  },
  events: {
    'imaging.study-stored': { zh: '收到影像检查', en: 'A study was stored' },
    'imaging.study-matched': { zh: '影像检查已匹配居民', en: 'A study was matched to a resident' },
    'imaging.study-refused': { zh: '影像被判为不合格', en: 'A study was refused for its quality' },
    'imaging.study-accepted-again': { zh: '不合格判定已撤销', en: 'The refusal of a study was taken back' },
    'imaging.calling-title-registered': { zh: '登记了影像设备', en: 'An imaging device was registered' },
    'imaging.teaching-export-started': { zh: '开始导出教学影像', en: 'A teaching export was started' },
  },
} as const satisfies ModuleContract;
