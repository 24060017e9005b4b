import { z } from 'zod';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';

export const SCOPES = { consortium: { zh: '医共体内', en: 'Consortium' }, city: { zh: '全市', en: 'City' }, province: { zh: '全省', en: 'Province' } } as const satisfies Record<string, Text>;
export const KINDS = {
  laboratory: { zh: '检验', en: 'Laboratory' }, imaging: { zh: '影像', en: 'Imaging' }, ultrasound: { zh: '超声', en: 'Ultrasound' }, ecg: { zh: '心电', en: 'ECG' }, pathology: { zh: '病理', en: 'Pathology' },
} as const satisfies Record<string, Text>;
/** `same`: one result stands for the other; `contains`: the panel's result stands for the item. */
export const RELATIONS = { same: { zh: '等同', en: 'Same' }, contains: { zh: '组合包含', en: 'Panel contains' } } as const satisfies Record<string, Text>;
export const QUALITY_KINDS = { eqa: { zh: '室间质评', en: 'External quality assessment' }, qc: { zh: '室内质控', en: 'Internal quality control' } } as const satisfies Record<string, Text>;
/** Why an earlier result is shown and yet is no candidate. */
export const OBSTACLES = {
  'too-old': { zh: '超过有效期', en: 'Older than the window' }, 'out-of-scope': { zh: '出具机构不在互认范围', en: 'Its organisation is out of scope' }, 'no-quality': { zh: '检测当时质评未合格', en: 'No valid quality pass at the time' },
  'no-place': { zh: '无法确定出具机构', en: 'Its organisation is not known' }, 'no-time': { zh: '无法确定检测时间', en: 'Its time is not known' },
} as const satisfies Record<string, Text>;
export type Scope = keyof typeof SCOPES;
export type Kind = keyof typeof KINDS;
export type Relation = keyof typeof RELATIONS;
export type Obstacle = keyof typeof OBSTACLES;

export const DECISIONS = { recognised: { zh: '已互认', en: 'Recognised' }, declined: { zh: '不互认', en: 'Declined' } } as const satisfies Record<string, Text>;
/** The receiving doctor decides, and may decide otherwise when the patient changes. */
export const DECISION_STATES = {
  open: { recognise: 'recognised', decline: 'declined' },
  recognised: { decline: 'declined' },
  declined: { recognise: 'recognised' },
} as const satisfies StateTable<'open' | 'recognised' | 'declined', 'recognise' | 'decline'>;
export type DecisionState = keyof typeof DECISION_STATES;
export type DecisionAct = 'recognise' | 'decline';

export const MARK_STATE_WORDS = { standing: { zh: '有效', en: 'Standing' }, withdrawn: { zh: '已撤销', en: 'Withdrawn' } } as const satisfies Record<string, Text>;
/** A result of quality assessment counts for its days until it is withdrawn; a new one is recorded, none comes back. */
export const MARK_STATES = { standing: { withdraw: 'withdrawn' }, withdrawn: {} } as const satisfies StateTable<'standing' | 'withdrawn', 'withdraw'>;

const oneOf = <Code extends string>(table: Readonly<Record<Code, Text>>) => z.enum(Object.keys(table) as [Code, ...Code[]]);
export const scopeSchema = oneOf(SCOPES);
export const kindSchema = oneOf(KINDS);
export const relationSchema = oneOf(RELATIONS);
export const qualityKindSchema = oneOf(QUALITY_KINDS);
export const obstacleSchema = oneOf(OBSTACLES);
export const decisionSchema = oneOf(DECISIONS);
export const idSchema = z.string().trim().min(1).max(128);
export const codeSchema = z.string().trim().min(1).max(100);
export const nameSchema = z.string().trim().min(1).max(120);
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(500);
export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
/** One or several, as a query string or a body gives them. */
export const codesSchema = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(codeSchema).min(1, '请给出项目代码 | Give the codes').max(50));
