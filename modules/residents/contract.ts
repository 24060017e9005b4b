import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { events, permissions, problems } from './contract/declarations.ts';
import {
  contactSchema,
  dateSchema,
  historyLineSchema,
  IDENTIFIER_TYPES,
  idSchema,
  nameSchema,
  optionalIdCardSchema,
  personSchema,
  reasonSchema,
  registrationSchema,
  residentCodeSchema,
  residentLineSchema,
  residentSchema,
  reviewSchema,
  reviewStateSchema,
  sexSchema,
} from './contract/schemas.ts';

export const registerResident = command({
  name: 'registerResident',
  path: '/residents/register',
  permission: 'resident.register',
  event: 'resident.registered',
  summary: { zh: '登记居民（已在主索引中则返回匹配结果）', en: 'Register a resident, or find the entry that is the same person' },
  input: z.object(personSchema),
  output: registrationSchema,
});

export const registerNewborn = command({
  name: 'registerNewborn',
  path: '/residents/register-newborn',
  permission: 'resident.register-newborn',
  event: 'resident.newborn-registered',
  summary: { zh: '登记尚无证件的新生儿', en: 'Register a newborn that has no document yet' },
  input: z.object({
    motherId: idSchema,
    sex: sexSchema,
    birthDate: dateSchema,
    /** Which of several born together, from 1. */
    birthOrder: z.coerce.number().int().min(1).max(9).default(1),
    name: nameSchema.optional(),
  }),
  output: registrationSchema,
});

export const registerWithoutDocument = command({
  name: 'registerWithoutDocument',
  path: '/residents/register-without-document',
  permission: 'resident.register-without-document',
  event: 'resident.registered-without-document',
  summary: { zh: '登记身份不明的患者（临时标签）', en: 'Register a patient whose identity is unknown, under a temporary label' },
  input: z.object({ sex: sexSchema, estimatedBirthYear: z.coerce.number().int().min(1900).max(2100).optional(), circumstances: reasonSchema }),
  output: registrationSchema,
});

export const findResidents = query({
  name: 'findResidents',
  path: '/residents',
  permission: 'resident.read',
  summary: { zh: '按姓名、拼音首字母、证件号、电话或卡号查找居民', en: 'Find residents by name, pinyin initials, number, telephone or card' },
  input: z.object({ q: z.string().max(100).default(''), ...pageInput }),
  output: pageOf(residentLineSchema),
});

export const getResident = query({
  name: 'getResident',
  path: '/residents/{id}',
  permission: 'resident.read',
  summary: { zh: '查看居民主索引', en: 'See the index entry of a resident' },
  input: z.object({ id: idSchema }),
  output: residentSchema,
});

export const revealIdentifier = query({
  name: 'revealIdentifier',
  method: 'POST',
  path: '/residents/{id}/reveal-identifier',
  permission: 'resident.reveal-identifier',
  summary: { zh: '说明理由后显示完整号码', en: 'Show a full number after stating why' },
  input: z.object({ id: idSchema, type: z.enum([...IDENTIFIER_TYPES, 'phone']), reason: reasonSchema }),
  output: z.object({ value: z.string() }),
});

export const updateResident = command({
  name: 'updateResident',
  path: '/residents/{id}/update',
  permission: 'resident.update',
  event: 'resident.updated',
  summary: { zh: '修改联系方式、住址、家庭，补录姓名和证件', en: 'Change contact, address and household; add a missing name and document' },
  input: z.object({ id: idSchema, ...contactSchema, name: nameSchema.optional(), birthDate: dateSchema.optional(), idCard: optionalIdCardSchema }),
  output: residentSchema,
});

export const listMatchReviews = query({
  name: 'listMatchReviews',
  path: '/resident-reviews',
  permission: 'resident.list-reviews',
  summary: { zh: '疑似重复队列', en: 'Queue of possible doubles' },
  input: z.object({ state: reviewStateSchema.default('open'), ...pageInput }),
  output: pageOf(reviewSchema),
});

export const countMatchReviews = query({
  name: 'countMatchReviews',
  path: '/resident-reviews/count',
  permission: 'resident.list-reviews',
  summary: { zh: '待判定的疑似重复数', en: 'How many possible doubles wait' },
  input: z.object({}),
  output: z.object({ waiting: z.number() }),
});

export const decideMatchReview = command({
  name: 'decideMatchReview',
  path: '/resident-reviews/{id}/decide',
  permission: 'resident.decide-review',
  event: 'resident.review-decided',
  stepUp: 'or-password',
  summary: { zh: '判定为同一人（合并）或不同人', en: 'Decide that a pair is the same person (merging it) or two people' },
  input: z.object({
    id: idSchema,
    decision: z.enum(['same', 'different']),
    reason: reasonSchema,
    /** Confirms that one of two valid identity numbers was replaced by the police. */
    confirmCardReplaced: z.boolean().default(false),
  }),
  output: reviewSchema,
});

export const mergeResidents = command({
  name: 'mergeResidents',
  path: '/residents/{id}/merge',
  permission: 'resident.merge',
  event: 'resident.merged',
  stepUp: 'or-password',
  summary: { zh: '把另一份档案合并到此居民', en: 'Merge another entry into this resident' },
  input: z.object({ id: idSchema, mergedId: idSchema, reason: reasonSchema, confirmCardReplaced: z.boolean().default(false) }),
  output: residentSchema,
});

export const unmergeResidents = command({
  name: 'unmergeResidents',
  path: '/residents/{id}/unmerge',
  permission: 'resident.unmerge',
  event: 'resident.unmerged',
  stepUp: 'or-password',
  summary: { zh: '撤销合并，恢复被合并的居民', en: 'Take a merge back and restore the merged resident' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: residentSchema,
});

export const listMergeHistory = query({
  name: 'listMergeHistory',
  path: '/residents/{id}/history',
  permission: 'resident.read',
  summary: { zh: '登记、合并、撤销与发码的历史', en: 'What happened to an index entry' },
  input: z.object({ id: idSchema, ...pageInput }),
  output: pageOf(historyLineSchema),
});

export const issueResidentCode = command({
  name: 'issueResidentCode',
  path: '/residents/{id}/issue-code',
  permission: 'resident.issue-code',
  event: 'resident.code-issued',
  summary: { zh: '发放居民码：动态码两分钟内一次有效，或卡面号码', en: 'Issue a code: dynamic for one use within two minutes, or the number of a card' },
  input: z.object({ id: idSchema, kind: z.enum(['dynamic', 'static']) }),
  output: residentCodeSchema,
});

export const resolveResidentCode = command({
  name: 'resolveResidentCode',
  path: '/residents/resolve-code',
  permission: 'resident.resolve-code',
  event: 'resident.code-resolved',
  summary: { zh: '扫描居民码找到居民', en: 'Find the resident behind a code' },
  input: z.object({ code: z.string().min(4).max(200) }),
  output: residentLineSchema,
});

export const contract = {
  module: 'residents',
  title: { zh: '居民主索引', en: 'Residents' },
  operations: {
    registerResident, registerNewborn, registerWithoutDocument, findResidents, getResident, revealIdentifier, updateResident,
    listMatchReviews, countMatchReviews, decideMatchReview, mergeResidents, unmergeResidents, listMergeHistory,
    issueResidentCode, resolveResidentCode,
  },
  permissions,
  problems,
  events,
} as const satisfies ModuleContract;
