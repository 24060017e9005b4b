import { z } from 'zod';
import { anyOf, pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { findingSchema, schemeContentSchema } from './scheme.ts';
import { actionSchema, idSchema, reasonSchema, textSchema } from './words.ts';

export const schemeStates = ['draft', 'adopted', 'retired'] as const;
const schemeStateSchema = z.enum(schemeStates);
export type SchemeState = z.infer<typeof schemeStateSchema>;
export const SCHEME_TABLE: StateTable<SchemeState, 'adopt' | 'retire'> = { draft: { adopt: 'adopted', retire: 'retired' }, adopted: { retire: 'retired' }, retired: {} };

export const schemeSchema = z.object({
  id: z.string(), code: z.string(), version: z.string(), title: textSchema, period: z.string(), ownerOrganisationId: z.string(), items: z.number().int(), groups: z.number().int(),
  state: schemeStateSchema, stateSince: z.string(), draftedBy: z.string(),
});
export type Scheme = z.infer<typeof schemeSchema>;

const contentText = z.string().min(1).max(400_000);

export const draftScheme = command({
  name: 'draftScheme', path: '/assessment/schemes', permission: 'assessment.draft-scheme', event: 'assessment.scheme-drafted', summary: { zh: '起草考核方案', en: 'Draft an assessment scheme' },
  input: z.object({ text: contentText }), output: schemeSchema,
});
export const adoptScheme = command({
  name: 'adoptScheme', path: '/assessment/schemes/{id}/adopt', permission: 'assessment.adopt-scheme', event: 'assessment.scheme-adopted', summary: { zh: '批准考核方案', en: 'Adopt a scheme, by another person' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: schemeSchema,
});
export const retireScheme = command({
  name: 'retireScheme', path: '/assessment/schemes/{id}/retire', permission: 'assessment.adopt-scheme', event: 'assessment.scheme-retired', summary: { zh: '停用考核方案', en: 'Take a scheme out of use' },
  input: z.object({ id: idSchema, reason: reasonSchema }), output: schemeSchema,
});
export const checkScheme = query({
  name: 'checkScheme', path: '/assessment/schemes/check', permission: 'assessment.read', method: 'POST', summary: { zh: '检查考核方案', en: 'Check the text of a scheme' },
  input: z.object({ text: contentText }), output: z.object({ content: schemeContentSchema.nullable(), findings: z.array(findingSchema) }),
});
export const listSchemes = query({
  name: 'listSchemes', path: '/assessment/schemes', permission: 'assessment.read', summary: { zh: '考核方案列表', en: 'List schemes' },
  input: z.object({ ...pageInput, state: anyOf(schemeStateSchema) }), output: pageOf(schemeSchema),
});
export const getScheme = query({
  name: 'getScheme', path: '/assessment/schemes/{id}', permission: 'assessment.read', summary: { zh: '查看考核方案', en: 'Show a scheme' },
  input: z.object({ id: idSchema }), output: z.object({ scheme: schemeSchema, text: z.string(), content: schemeContentSchema, history: z.array(actionSchema) }),
});
