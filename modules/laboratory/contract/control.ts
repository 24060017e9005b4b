import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { idSchema } from './specimens.ts';

const westgardRules = ['1-2s', '1-3s', '2-2s', 'R-4s', '4-1s', '10x'] as const;
export type WestgardRule = (typeof westgardRules)[number];

const controlValueSchema = z.object({ id: z.string(), at: z.string(), value: z.number(), z: z.number(), rules: z.array(z.enum(westgardRules)), isRejected: z.boolean(), byName: z.string() });
const controlLotSchema = z.object({ id: z.string(), organisationId: z.string(), itemCode: z.string(), itemName: z.string(), level: z.string(), lotNumber: z.string(), mean: z.number(), deviation: z.number(), unit: z.string(), values: z.array(controlValueSchema) });
export type ControlLot = z.infer<typeof controlLotSchema>;
const roundSchema = z.object({ id: z.string(), organisationId: z.string(), programme: z.string(), round: z.string(), itemCode: z.string(), itemName: z.string(), reported: z.number(), target: z.number(), deviation: z.number(), z: z.number(), verdict: z.enum(['satisfactory', 'questionable', 'unsatisfactory']), at: z.string() });
export type Round = z.infer<typeof roundSchema>;

export const defineControlLot = command({
  name: 'defineControlLot', path: '/laboratory/control-lots', permission: 'laboratory.verify', event: 'laboratory.control-lot-defined', summary: { zh: '登记质控批号', en: 'Define a lot of control material' },
  input: z.object({ itemCode: z.string().trim().min(1).max(20), level: z.string().trim().min(1).max(20), lotNumber: z.string().trim().min(1).max(40), mean: z.coerce.number(), deviation: z.coerce.number().positive() }), output: controlLotSchema,
});
export const recordControl = command({ name: 'recordControl', path: '/laboratory/control-lots/{id}/values', permission: 'laboratory.analyse', event: 'laboratory.control-recorded', summary: { zh: '录入质控值', en: 'Record a control value' }, input: z.object({ id: idSchema, value: z.coerce.number().finite() }), output: controlLotSchema });
export const listControlLots = query({ name: 'listControlLots', path: '/laboratory/control-lots', permission: 'laboratory.read-control', summary: { zh: '室内质控', en: 'List lots of control material' }, input: z.object({ ...pageInput }), output: pageOf(controlLotSchema) });
export const recordExternalRound = command({
  name: 'recordExternalRound', path: '/laboratory/external-rounds', permission: 'laboratory.verify', event: 'laboratory.external-round-recorded', summary: { zh: '登记室间质评结果', en: 'Record an external round' },
  input: z.object({ programme: z.string().trim().min(2).max(80), round: z.string().trim().min(1).max(40), itemCode: z.string().trim().min(1).max(20), reported: z.coerce.number().finite(), target: z.coerce.number().finite(), deviation: z.coerce.number().positive() }), output: roundSchema,
});
export const listExternalRounds = query({ name: 'listExternalRounds', path: '/laboratory/external-rounds', permission: 'laboratory.read-control', summary: { zh: '室间质评', en: 'List external rounds' }, input: z.object({ ...pageInput }), output: pageOf(roundSchema) });
