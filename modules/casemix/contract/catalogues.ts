import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { packSchema } from './packs.ts';
import { idSchema } from './words.ts';

export const formCatalogue = command({
  name: 'formCatalogue', path: '/casemix/packs/{id}/form', permission: 'casemix.form-catalogue', event: 'casemix.catalogue-formed',
  summary: { zh: '由历史病例形成目录', en: 'Form a catalogue from the discharges of the years' },
  /** Years of discharge, the last of at most three; local rules come from `parameters.json` of the pack, else the national norm. */
  input: z.object({ id: idSchema, untilYear: z.coerce.number().int().min(1990).max(2200) }),
  output: z.object({ pack: packSchema, cases: z.number(), groups: z.number(), flagged: z.number(), leftOut: z.record(z.string(), z.number()) }),
});

export const catalogueGroupSchema = z.object({
  group: z.string(), kind: z.string(), treatment: z.string(), level2: z.string(), level1: z.string(), cases: z.number(), cv: z.string().nullable(), meanFen: z.number().nullable(), score: z.string().nullable(), flags: z.array(z.string()),
});
export type CatalogueGroup = z.infer<typeof catalogueGroupSchema>;

const catalogueOutput = pageOf(catalogueGroupSchema).extend({
  /** What each hospital gave: the share of its cases that are in a group, and the mean score of those over 1000. */
  hospitals: z.array(z.object({ hospital: z.string(), cases: z.number(), grouped: z.number(), groupingRate: z.string(), cmi: z.string() })),
  cvDistribution: z.array(z.object({ from: z.string(), until: z.string(), groups: z.number() })), leftOut: z.record(z.string(), z.number()), groupingRate: z.string(),
});
export type Catalogue = z.infer<typeof catalogueOutput>;

export const getCatalogue = query({
  name: 'getCatalogue', path: '/casemix/packs/{id}/catalogue', permission: 'casemix.analyse',
  summary: { zh: '形成的目录与分布', en: 'A formed catalogue with its plots' },
  input: z.object({ id: idSchema, ...pageInput }), output: catalogueOutput,
});

export const catalogueCaseSchema = z.object({ dischargeId: z.string(), organisationId: z.string(), recordNumber: z.string(), principal: z.string(), year: z.number(), dischargedOn: z.string(), costFen: z.number(), kept: z.boolean(), leftOut: z.string() });
export type CatalogueCase = z.infer<typeof catalogueCaseSchema>;

export const listCatalogueCases = query({
  name: 'listCatalogueCases', path: '/casemix/packs/{id}/catalogue-cases', permission: 'casemix.read-discharges',
  summary: { zh: '病种由哪些病例形成', en: 'The cases behind a group' },
  /** Without a group: those that were left out. */
  input: z.object({ id: idSchema, group: z.string().max(200).default(''), ...pageInput }),
  output: pageOf(catalogueCaseSchema),
});
