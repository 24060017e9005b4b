import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { areaKindSchema, daySchema, idSchema, nameSchema, reasonSchema } from './words.ts';

export const gridSchema = z.object({
  id: z.string(),
  name: z.string(),
  leadOrganisationId: z.string(),
  leadName: z.string(),
  consortiumId: z.string().nullable(),
  areaCount: z.number(),
  population: z.number(),
});

export const areaSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: areaKindSchema,
  population: z.number(),
  polygon: z.array(z.tuple([z.number(), z.number()])),
  grids: z.array(z.object({ assignmentId: z.string(), gridId: z.string(), gridName: z.string(), leadName: z.string(), validFrom: z.string() })),
});
export type Area = z.infer<typeof areaSchema>;

export const getCoverage = query({
  name: 'getCoverage',
  path: '/coverage',
  permission: 'consortium.read',
  summary: { zh: '网格覆盖', en: 'Grid coverage of the population' },
  input: z.object({ on: daySchema.optional() }),
  output: z.object({
    on: z.string(),
    population: z.number(),
    coveredPopulation: z.number(),
    uncoveredPopulation: z.number(),
    overlapPopulation: z.number(),
    uncoveredAreas: z.number(),
    overlapAreas: z.number(),
    grids: z.array(gridSchema),
    areas: z.array(areaSchema),
  }),
});

export const createGrid = command({
  name: 'createGrid',
  path: '/grids',
  permission: 'consortium.create-grid',
  event: 'consortium.grid-created',
  summary: { zh: '建立网格', en: 'Create a grid' },
  input: z.object({ name: nameSchema, leadOrganisationId: idSchema, consortiumId: idSchema.nullish() }),
  output: gridSchema,
});

export const assignArea = command({
  name: 'assignArea',
  path: '/grids/{gridId}/areas',
  permission: 'consortium.assign-area',
  event: 'consortium.area-assigned',
  summary: { zh: '划入网格', en: 'Assign an area to a grid' },
  input: z.object({ gridId: idSchema, areaId: idSchema, validFrom: daySchema }),
  output: z.object({ assignmentId: z.string(), areaId: z.string(), gridId: z.string(), overlaps: z.number() }),
});

export const releaseArea = command({
  name: 'releaseArea',
  path: '/area-assignments/{id}/release',
  permission: 'consortium.release-area',
  event: 'consortium.area-released',
  summary: { zh: '划出网格', en: 'Take an area out of a grid' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }),
  output: z.object({ assignmentId: z.string(), areaId: z.string(), gridId: z.string(), validUntil: z.string() }),
});
