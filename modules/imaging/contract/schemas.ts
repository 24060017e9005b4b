import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';

export const uidSchema = z.string().max(64).regex(/^[0-9]+(\.[0-9]+)*$/, 'UID 只含数字和点 | A UID has digits and dots only');
export const titleSchema = z.string().trim().min(1).max(16).regex(/^[A-Za-z0-9_. -]+$/, 'AE 标题为 1–16 个字母、数字、点、横线 | An AE title has 1 to 16 letters, digits, dots and dashes');
const day = z.string().refine(isCalendarDate, '日期须存在，格式为 YYYY-MM-DD | A day of the calendar, written YYYY-MM-DD');

export const refusalReasons = ['motion', 'exposure', 'positioning', 'coverage', 'artefact', 'technique', 'labelling', 'wrong-patient'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const studySchema = z.object({
  studyUid: z.string(),
  /** FHIR ImagingStudy id. */
  imagingStudyId: z.string(),
  ownerOrganisationId: z.string(),
  /** Null until the study is matched to a resident. */
  personId: z.string().nullable(),
  /** Component groups as they stand in the images. */
  patientName: z.object({ alphabetic: z.string().nullable(), ideographic: z.string().nullable(), phonetic: z.string().nullable() }),
  patientId: z.string().nullable(),
  patientBirthDate: z.string().nullable(),
  patientSex: z.string().nullable(),
  /** `YYYY-MM-DD`. */
  studyDate: z.string().nullable(),
  /** `HH:MM`. */
  studyTime: z.string().nullable(),
  accessionNumber: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  seriesCount: z.number(),
  instanceCount: z.number(),
  byteCount: z.number(),
  storedAt: z.string(),
  /** Null while its quality counts. */
  refusal: z.object({ reason: z.enum(refusalReasons), note: z.string().nullable(), at: z.string(), byName: z.string(), wantsRetake: z.boolean() }).nullable(),
});
export type Study = z.infer<typeof studySchema>;

export const seriesSchema = z.object({
  seriesUid: z.string(),
  modality: z.string().nullable(),
  seriesNumber: z.number().nullable(),
  description: z.string().nullable(),
  bodyPart: z.string().nullable(),
  instanceCount: z.number(),
});

export const callingTitleSchema = z.object({
  callingTitle: z.string(),
  ownerOrganisationId: z.string(),
  description: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  isActive: z.boolean(),
});

export const dayFilter = day.optional();
