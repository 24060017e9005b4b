import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { runSchema } from './runs.ts';
import { idSchema, monthSchema } from './words.ts';

/** A panel of an institution in a month; what it is paid is null while the parameters do not name the panel. */
export const panelMonthSchema = z.object({
  packId: z.string(), packVersion: z.string(), panel: z.string(), title: z.string(), organisationId: z.string(), organisationName: z.string(), month: z.string(), heads: z.number(), perHead: z.string().nullable(), paymentFen: z.number().nullable(),
  /** The month has a run that is not void: its heads are fixed. */
  fixed: z.boolean(),
});
export type PanelMonth = z.infer<typeof panelMonthSchema>;

export const recordPanelHeads = command({
  name: 'recordPanelHeads', path: '/payment/panels', permission: 'payment.record-panel-heads', event: 'payment.panel-heads-recorded',
  summary: { zh: '登记按人头付费人数', en: 'Record the heads of a panel' },
  input: z.object({ packId: idSchema, panel: z.string().trim().min(1).max(60), organisationId: idSchema, month: monthSchema, heads: z.coerce.number().int().min(0).max(50_000_000) }),
  output: panelMonthSchema,
});

export const payCapitation = command({
  name: 'payCapitation', path: '/payment/capitations', permission: 'payment.pay-capitation', event: 'payment.capitation-run',
  summary: { zh: '计算按人头付费', en: 'Calculate what a month is paid by the head' },
  input: z.object({ packId: idSchema, month: monthSchema }), output: runSchema,
});

export const listPanelMonths = query({
  name: 'listPanelMonths', path: '/payment/panels', permission: 'payment.read',
  summary: { zh: '按人头付费人数', en: 'List the heads of panels' },
  input: z.object({ ...listInput, packId: idSchema.optional(), organisationId: idSchema.optional(), month: monthSchema.optional() }), output: pageOf(panelMonthSchema),
});
