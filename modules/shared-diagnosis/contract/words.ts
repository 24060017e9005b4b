import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';

export type Words<Code extends string> = Readonly<Record<Code, Text>>;

export const words = <const Code extends string>(entries: Readonly<Record<Code, readonly [string, string]>>): Words<Code> =>
  Object.fromEntries(Object.entries<readonly [string, string]>(entries).map(([code, [zh, en]]) => [code, { zh, en }])) as Words<Code>;

const oneOf = <Code extends string>(table: Words<Code>) => z.enum(Object.keys(table) as [Code, ...Code[]]);

export const KINDS = words({
  imaging: ['医学影像', 'Imaging'], ecg: ['心电', 'ECG'], laboratory: ['医学检验', 'Laboratory'], pathology: ['病理', 'Pathology'], ultrasound: ['超声', 'Ultrasound'],
});
/** Which kind a modality belongs to; DICOM words where DICOM has one. */
export const MODALITIES = words({
  CR: ['X 线', 'X-ray (CR)'], DX: ['数字 X 线', 'X-ray (DX)'], CT: ['CT', 'CT'], MR: ['磁共振', 'MR'], MG: ['乳腺钼靶', 'Mammography'], US: ['超声', 'Ultrasound'],
  ECG: ['静态心电图', 'Resting ECG'], HOLTER: ['动态心电图', 'Holter ECG'], HISTO: ['组织病理', 'Histology'], CYTO: ['细胞病理', 'Cytology'], FROZEN: ['术中冰冻', 'Frozen section'],
  CHEM: ['生化', 'Chemistry'], HEMA: ['血液', 'Haematology'], COAG: ['凝血', 'Coagulation'], IMMUNO: ['免疫', 'Immunology'], URINE: ['尿液', 'Urine'], MICRO: ['微生物', 'Microbiology'],
});
export const MODALITIES_OF: Readonly<Record<Kind, readonly Modality[]>> = {
  imaging: ['CR', 'DX', 'CT', 'MR', 'MG'], ecg: ['ECG', 'HOLTER'], laboratory: ['CHEM', 'HEMA', 'COAG', 'IMMUNO', 'URINE', 'MICRO'], pathology: ['HISTO', 'CYTO', 'FROZEN'], ultrasound: ['US'],
};
export const PRIORITIES = words({ emergency: ['急诊', 'Emergency'], urgent: ['加急', 'Urgent'], routine: ['常规', 'Routine'] });
export const READER_LEVELS = words({ reader: ['诊断医师', 'Reader'], reviewer: ['审核医师', 'Reviewer'] });
export const QUALITY_GRADES = words({ A: ['甲级', 'Grade A'], B: ['乙级', 'Grade B'], C: ['丙级', 'Grade C'] });
export const SEXES = words({ male: ['男', 'Male'], female: ['女', 'Female'], other: ['其他', 'Other'], unknown: ['未知', 'Unknown'] });

export type Kind = keyof typeof KINDS & string;
export type Modality = keyof typeof MODALITIES & string;
export type Priority = keyof typeof PRIORITIES & string;
export type ReaderLevel = keyof typeof READER_LEVELS & string;

export const kindSchema = oneOf(KINDS);
export const modalitySchema = oneOf(MODALITIES);
export const prioritySchema = oneOf(PRIORITIES);
export const readerLevelSchema = oneOf(READER_LEVELS);
export const qualityGradeSchema = oneOf(QUALITY_GRADES);

export const idSchema = z.string().trim().min(1).max(128);
export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应写作 YYYY-MM | A month, written YYYY-MM');
export const nameSchema = z.string().trim().min(1).max(120);
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(500);
export const instantSchema = z.iso.datetime({ offset: true });
export const longTextSchema = z.string().trim().max(8000);
/** China time of day, `24:00` for the end of the day. */
export const timeOfDaySchema = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '时间应写作 HH:MM | A time of day, written HH:MM');

const textSchema = z.object({ zh: z.string(), en: z.string() });
export const abilitySchema = z.object({ action: z.string(), allowed: z.boolean(), reason: textSchema.optional() });
export const target = { id: idSchema, version: z.number().int().min(1).optional() };
