import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { isCreditCode } from '#platform/kernel/check-digits.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { serviceCentreSchema } from './centres.ts';
import { membershipSchema } from './memberships.ts';
import { agreementSchema } from './agreements.ts';
import {
  actionSchema, daySchema, formSchema, idSchema, invariantSchema, kindSchema, levelSchema, nameSchema, ownershipSchema, reasonSchema, resolutionNumberSchema, telephoneSchema, tightnessSchema,
} from './words.ts';

export const organisationSchema = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  level: levelSchema,
  kind: kindSchema,
  ownership: ownershipSchema,
  isLegalPerson: z.boolean(),
  creditCode: z.string().nullable(),
  insuranceCode: z.string().nullable(),
  divisionCode: z.string().nullable(),
  parentId: z.string().nullable(),
  parentName: z.string().nullable(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  bedCount: z.number(),
  telephone: z.string().nullable(),
  address: z.string().nullable(),
  state: z.enum(['active', 'closed']),
  stateSince: z.string(),
});
export type Organisation = z.infer<typeof organisationSchema>;

const creditCodeSchema = z
  .string()
  .trim()
  .transform((code) => code.normalize('NFKC').toUpperCase())
  .refine(isCreditCode, '统一社会信用代码的校验位不符，请核对 18 位代码 | The check characters do not agree; compare all 18 characters');

const facts = {
  name: nameSchema,
  shortName: z.string().trim().max(40).nullish(),
  level: levelSchema,
  kind: kindSchema,
  ownership: ownershipSchema,
  isLegalPerson: z.boolean(),
  creditCode: creditCodeSchema.nullish(),
  insuranceCode: z.string().trim().regex(/^[HP]\d{11}$/, '应为 H 或 P 加 11 位数字 | H or P and 11 digits').nullish(),
  divisionCode: z.string().trim().regex(/^\d{6,12}$/, '应为 6–12 位行政区划代码 | 6 to 12 digits').nullish(),
  parentId: idSchema.nullish(),
  longitude: z.number().min(-180).max(180).nullish(),
  latitude: z.number().min(-90).max(90).nullish(),
  bedCount: z.number().int().min(0).max(20_000).default(0),
  telephone: telephoneSchema.nullish(),
  address: z.string().trim().max(200).nullish(),
};
export type OrganisationFacts = z.infer<z.ZodObject<typeof facts>>;

/** A place is two numbers or none. */
const isPlaceWhole = ({ longitude, latitude }: { longitude?: number | null | undefined; latitude?: number | null | undefined }): boolean => (longitude == null) === (latitude == null);
const PLACE_HALF = { error: '经度和纬度应一起填写 | Give both longitude and latitude, or neither', path: ['latitude'] };

export const createOrganisation = command({
  name: 'createOrganisation',
  path: '/organisations',
  permission: 'consortium.create-organisation',
  event: 'consortium.organisation-created',
  summary: { zh: '登记机构', en: 'Register an organisation' },
  input: z.object(facts).refine(isPlaceWhole, PLACE_HALF),
  output: organisationSchema,
});

export const changeOrganisation = command({
  name: 'changeOrganisation',
  path: '/organisations/{id}/change',
  permission: 'consortium.change-organisation',
  event: 'consortium.organisation-changed',
  summary: { zh: '变更机构信息', en: 'Change the facts of an organisation' },
  input: z.object({ id: idSchema, ...facts, reason: reasonSchema, exceptionText: z.string().trim().min(5).max(1000).optional(), resolutionNumber: resolutionNumberSchema.optional() }).refine(isPlaceWhole, PLACE_HALF),
  output: organisationSchema,
});

export const closeOrganisation = command({
  name: 'closeOrganisation',
  path: '/organisations/{id}/close',
  permission: 'consortium.close-organisation',
  event: 'consortium.organisation-closed',
  stepUp: 'or-password',
  summary: { zh: '注销机构', en: 'Close an organisation' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: organisationSchema,
});

export const listOrganisations = query({
  name: 'listOrganisations',
  path: '/organisations',
  permission: 'consortium.read',
  summary: { zh: '机构列表', en: 'List organisations' },
  input: z.object({
    ...listInput,
    level: anyOf(levelSchema),
    kind: anyOf(kindSchema),
    ownership: anyOf(ownershipSchema),
    state: anyOf(z.enum(['active', 'closed'])),
    parentId: idSchema.optional(),
    consortiumId: idSchema.optional(),
  }),
  output: pageOf(organisationSchema),
});

export const organisationNodeSchema = z.object({
  id: z.string(),
  name: z.string(),
  pinyin: z.string(),
  level: levelSchema,
  kind: kindSchema,
  ownership: ownershipSchema,
  parentId: z.string().nullable(),
  state: z.enum(['active', 'closed']),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  bedCount: z.number(),
  leads: z.boolean(),
});
export type OrganisationNode = z.infer<typeof organisationNodeSchema>;

export const listOrganisationTree = query({
  name: 'listOrganisationTree',
  path: '/organisation-tree',
  permission: 'consortium.read',
  summary: { zh: '机构树', en: 'The organisation tree' },
  input: z.object({}),
  output: z.object({ nodes: z.array(organisationNodeSchema), total: z.number() }),
});

export const getOrganisation = query({
  name: 'getOrganisation',
  path: '/organisations/{id}',
  permission: 'consortium.read',
  summary: { zh: '机构详情', en: 'One organisation with its relations' },
  input: z.object({ id: idSchema }),
  output: z.object({
    organisation: organisationSchema,
    memberships: z.array(membershipSchema),
    agreements: z.array(agreementSchema),
    centresFor: z.array(serviceCentreSchema),
    servedBy: z.array(serviceCentreSchema),
    history: z.array(actionSchema),
  }),
});

export const consortiumSchema = z.object({
  id: z.string(),
  name: z.string(),
  form: formSchema,
  tightness: tightnessSchema,
  ownerOrganisationId: z.string(),
  ownerName: z.string(),
  foundedOn: z.string(),
  dissolvedOn: z.string().nullable(),
  invariants: z.array(invariantSchema),
  memberCount: z.number(),
  privateMemberCount: z.number(),
  waitingCount: z.number(),
});

export const foundConsortium = command({
  name: 'foundConsortium',
  path: '/consortia',
  permission: 'consortium.found-consortium',
  event: 'consortium.consortium-founded',
  summary: { zh: '建立联合体', en: 'Found a consortium' },
  input: z.object({
    name: nameSchema,
    form: formSchema,
    tightness: tightnessSchema,
    ownerOrganisationId: idSchema,
    leadOrganisationId: idSchema,
    foundedOn: daySchema,
    invariants: z.array(invariantSchema).max(8).default([...invariantSchema.options]),
  }),
  output: consortiumSchema,
});

export const listConsortia = query({
  name: 'listConsortia',
  path: '/consortia',
  permission: 'consortium.read',
  summary: { zh: '联合体列表', en: 'List consortia' },
  input: z.object({ ...listInput, form: anyOf(formSchema) }),
  output: pageOf(consortiumSchema),
});
