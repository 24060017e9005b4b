import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { refusalReasons, studySchema, uidSchema } from './schemas.ts';

const day = z.string().refine(isCalendarDate, '日期须存在，格式为 YYYY-MM-DD | A day of the calendar, written YYYY-MM-DD');

/** Why a study is of no use to a reader, in the words of the desk. */
export const REFUSAL_WORDS: Readonly<Record<(typeof refusalReasons)[number], Text>> = {
  motion: { zh: '运动伪影', en: 'Motion' },
  exposure: { zh: '曝光或剂量不当', en: 'Exposure' },
  positioning: { zh: '体位不正确', en: 'Positioning' },
  coverage: { zh: '范围不全', en: 'Not all of the region' },
  artefact: { zh: '异物或设备伪影', en: 'Artefact of metal or device' },
  technique: { zh: '序列或参数不符合要求', en: 'Wrong sequence or parameters' },
  labelling: { zh: '标记缺失或错误（左右、姓名）', en: 'Marks missing or wrong (side, name)' },
  'wrong-patient': { zh: '不是此患者的图像', en: 'Images of another patient' },
};

/** The images stay as they are; the study no longer counts and says why. */
export const refuseStudy = command({
  name: 'refuseStudy',
  path: '/imaging/studies/{id}/refuse',
  permission: 'imaging.refuse-study',
  event: 'imaging.study-refused',
  summary: { zh: '判为不合格影像', en: 'Refuse a study for its quality' },
  input: z.object({ id: uidSchema, reason: z.enum(refusalReasons), note: z.string().trim().max(300).nullish(), wantsRetake: z.coerce.boolean().default(true) }),
  output: studySchema,
});

export const acceptStudyAgain = command({
  name: 'acceptStudyAgain',
  path: '/imaging/studies/{id}/accept-again',
  permission: 'imaging.refuse-study',
  event: 'imaging.study-accepted-again',
  summary: { zh: '撤销不合格判定', en: 'Take the refusal of a study back' },
  input: z.object({ id: uidSchema, reason: z.string().trim().min(2).max(200) }),
  output: studySchema,
});

/** Of the studies stored in the period: how many were refused, by site and by kind of device. */
export const summariseRefusals = query({
  name: 'summariseRefusals',
  path: '/imaging/refusals',
  permission: 'imaging.read',
  summary: { zh: '不合格影像统计', en: 'Refused studies by site and reason' },
  input: z.object({ from: day, until: day, limit: z.coerce.number().int().min(1).max(500).default(200), offset: z.coerce.number().int().min(0).default(0) }),
  output: pageOf(z.object({ organisationId: z.string(), modality: z.string(), studies: z.number(), refused: z.number(), retakes: z.number(), reasons: z.record(z.string(), z.number()) })),
});
