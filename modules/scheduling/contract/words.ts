import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';

type Words<Code extends string> = Readonly<Record<Code, Text>>;

export const POOLS: Words<Pool> = {
  open: { zh: '普通号', en: 'Open' },
  referral: { zh: '转诊号', en: 'Referral' },
  contract: { zh: '签约号', en: 'Contracted' },
};
export const RESERVATION_STATES: Words<ReservationState> = {
  held: { zh: '暂留', en: 'Held' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  arrived: { zh: '已到达', en: 'Arrived' },
  released: { zh: '已取消', en: 'Released' },
  expired: { zh: '已过期', en: 'Expired' },
  missed: { zh: '爽约', en: 'Missed' },
  finished: { zh: '已结束', en: 'Finished' },
};
export const BED_STATES: Words<BedState> = {
  free: { zh: '空床', en: 'Free' },
  reserved: { zh: '预留', en: 'Reserved' },
  occupied: { zh: '占用', en: 'Occupied' },
  blocked: { zh: '停用', en: 'Blocked' },
};
export const BED_SEXES: Words<BedSex> = {
  any: { zh: '不限', en: 'Any' },
  male: { zh: '男', en: 'Male' },
  female: { zh: '女', en: 'Female' },
};

/** Codes of the national catalogue of clinical departments (医疗机构诊疗科目名录) that a county meets; other codes are shown as they are. */
const SPECIALITIES: Readonly<Record<string, Text>> = {
  '01': { zh: '预防保健科', en: 'Preventive care' }, '02': { zh: '全科医疗科', en: 'General practice' }, '03': { zh: '内科', en: 'Internal medicine' },
  '03.01': { zh: '呼吸内科', en: 'Respiratory' }, '03.02': { zh: '消化内科', en: 'Gastroenterology' }, '03.03': { zh: '神经内科', en: 'Neurology' },
  '03.04': { zh: '心血管内科', en: 'Cardiology' }, '03.05': { zh: '血液内科', en: 'Haematology' }, '03.06': { zh: '肾病科', en: 'Nephrology' },
  '03.07': { zh: '内分泌科', en: 'Endocrinology' }, '04': { zh: '外科', en: 'Surgery' }, '04.01': { zh: '普通外科', en: 'General surgery' },
  '04.02': { zh: '神经外科', en: 'Neurosurgery' }, '04.03': { zh: '骨科', en: 'Orthopaedics' }, '04.04': { zh: '泌尿外科', en: 'Urology' },
  '05': { zh: '妇产科', en: 'Obstetrics and gynaecology' }, '05.01': { zh: '妇科', en: 'Gynaecology' }, '05.02': { zh: '产科', en: 'Obstetrics' },
  '07': { zh: '儿科', en: 'Paediatrics' }, '10': { zh: '眼科', en: 'Ophthalmology' }, '11': { zh: '耳鼻咽喉科', en: 'Ear, nose and throat' },
  '12': { zh: '口腔科', en: 'Dentistry' }, '13': { zh: '皮肤科', en: 'Dermatology' }, '16': { zh: '传染科', en: 'Infectious diseases' },
  '19': { zh: '肿瘤科', en: 'Oncology' }, '20': { zh: '急诊医学科', en: 'Emergency medicine' }, '21': { zh: '康复医学科', en: 'Rehabilitation' },
  '08': { zh: '儿童保健科', en: 'Child health' }, '28': { zh: '重症医学科', en: 'Intensive care' }, '30': { zh: '医学检验科', en: 'Laboratory' },
  '31': { zh: '病理科', en: 'Pathology' }, '32': { zh: '医学影像科', en: 'Imaging' }, '32.06': { zh: '心电诊断科', en: 'ECG' },
  '50': { zh: '中医科', en: 'Traditional Chinese medicine' }, '50.01': { zh: '中医内科', en: 'TCM internal medicine' }, '50.02': { zh: '中医外科', en: 'TCM surgery' },
  '50.03': { zh: '中医妇科', en: 'TCM gynaecology' }, '50.04': { zh: '中医骨伤科', en: 'TCM orthopaedics' }, '50.06': { zh: '针灸推拿科', en: 'Acupuncture and massage' },
  '50.15': { zh: '中医康复科', en: 'TCM rehabilitation' },
};
export const specialityText = (code: string): Text => SPECIALITIES[code] ?? { zh: code, en: code };
/** In the order of the catalogue; keys that look like whole numbers would otherwise come first. */
export const SPECIALITY_CODES: readonly string[] = Object.keys(SPECIALITIES).sort();

export const poolSchema = z.enum(['open', 'referral', 'contract']);
export const reservationStateSchema = z.enum(['held', 'confirmed', 'arrived', 'released', 'expired', 'missed', 'finished']);
export const bedStateSchema = z.enum(['free', 'reserved', 'occupied', 'blocked']);
export const bedSexSchema = z.enum(['any', 'male', 'female']);
export const specialitySchema = z.string().trim().regex(/^[0-9A-Z]{2}(\.\d{2})?$/, '应为诊疗科目代码，如 03.04 | A department code such as 03.04');

export type Pool = z.infer<typeof poolSchema>;
export type ReservationState = z.infer<typeof reservationStateSchema>;
export type BedState = z.infer<typeof bedStateSchema>;
export type BedSex = z.infer<typeof bedSexSchema>;

export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
export const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM | A time, written HH:MM');
export const idSchema = z.string().min(1).max(64);
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(300);

