import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { daySchema, idSchema, reasonSchema, serviceSchema } from './words.ts';

export const serviceCentreSchema = z.object({
  id: z.string(),
  service: serviceSchema,
  centreOrganisationId: z.string(),
  centreName: z.string(),
  memberOrganisationId: z.string(),
  memberName: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
});
export type ServiceCentre = z.infer<typeof serviceCentreSchema>;

export const assignCentre = command({
  name: 'assignCentre',
  path: '/service-centres',
  permission: 'consortium.assign-centre',
  event: 'consortium.centre-assigned',
  summary: { zh: '指定服务中心', en: 'Make an organisation the centre for members' },
  input: z.object({
    service: serviceSchema,
    centreOrganisationId: idSchema,
    memberOrganisationIds: z.array(idSchema).min(1).max(500),
    validFrom: daySchema,
    validUntil: daySchema.nullish(),
  }),
  output: z.object({ centres: z.array(serviceCentreSchema) }),
});

export const endCentre = command({
  name: 'endCentre',
  path: '/service-centres/{id}/end',
  permission: 'consortium.end-centre',
  event: 'consortium.centre-ended',
  summary: { zh: '结束服务关系', en: 'End the service of a centre for a member' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }),
  output: serviceCentreSchema,
});

export const listServiceCentres = query({
  name: 'listServiceCentres',
  path: '/service-centres',
  permission: 'consortium.read',
  summary: { zh: '服务中心列表', en: 'List who is the centre for whom' },
  input: z.object({ ...listInput, service: anyOf(serviceSchema), organisationId: idSchema.optional(), on: daySchema.optional() }),
  output: pageOf(serviceCentreSchema),
});

export const findCentre = query({
  name: 'findCentre',
  path: '/service-centres/find',
  permission: 'consortium.read',
  summary: { zh: '某成员某日由谁提供服务', en: 'Who is the centre for this member on this day' },
  input: z.object({ service: serviceSchema, organisationId: idSchema, on: daySchema }),
  output: z.object({ centre: serviceCentreSchema.nullable() }),
});
