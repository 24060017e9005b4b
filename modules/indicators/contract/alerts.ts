import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';

const id = z.string().min(1).max(64);
const indicatorId = z.string().regex(/^[A-Z]\d{2}[a-z]?$/);
const decimal = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/, 'a decimal');
const note = z.string().trim().min(2).max(1000);

export const alertStates = ['raised', 'acknowledged', 'closed'] as const;
const stateSchema = z.enum(alertStates);
export type AlertState = z.infer<typeof stateSchema>;
export type AlertAct = 'acknowledge' | 'assign' | 'note' | 'close';
/** Whoever is given an alert has to acknowledge it anew. */
export const ALERT_TABLE: StateTable<AlertState, AlertAct> = {
  raised: { acknowledge: 'acknowledged', assign: 'raised', note: 'raised' },
  acknowledged: { assign: 'raised', note: 'acknowledged', close: 'closed' },
  closed: {},
};

const bandSchema = z.object({
  id: z.string(), indicatorId: z.string(), ownerOrganisationId: z.string(), low: z.string().nullable(), high: z.string().nullable(), deviations: z.string().nullable(), eachSite: z.boolean(), watcherId: z.string(),
  watcherName: z.string(), setBy: z.string(), setAt: z.string(),
});
export type Band = z.infer<typeof bandSchema>;
const actionSchema = z.object({ action: z.string(), note: z.string().nullable(), subjectName: z.string(), at: z.string() });
export const alertSchema = z.object({
  id: z.string(), indicatorId: z.string(), organisationId: z.string(), ownerOrganisationId: z.string(), period: z.string(), kind: z.enum(['below', 'above', 'anomaly']), value: z.string(), low: z.string().nullable(),
  high: z.string().nullable(), state: stateSchema, assigneeId: z.string(), assigneeName: z.string(), raisedAt: z.string(), stateSince: z.string(), actions: z.array(actionSchema),
});
export type Alert = z.infer<typeof alertSchema>;

export const setIndicatorBand = command({
  name: 'setIndicatorBand', path: '/indicator-bands', permission: 'indicators.watch', event: 'indicators.band-set', summary: { zh: '设定预警区间', en: 'Say between which values an indicator is expected, and who is told' },
  input: z.object({ indicatorId, low: decimal.optional(), high: decimal.optional(), deviations: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/, 'a number of deviations').optional(), eachSite: z.boolean().default(false), watcherId: id }),
  output: bandSchema,
});
export const endIndicatorBand = command({
  name: 'endIndicatorBand', path: '/indicator-bands/{id}/end', permission: 'indicators.watch', event: 'indicators.band-ended', summary: { zh: '停用预警区间', en: 'Watch an indicator no longer' },
  input: z.object({ id }), output: bandSchema,
});
export const acknowledgeIndicatorAlert = command({
  name: 'acknowledgeIndicatorAlert', path: '/indicator-alerts/{id}/acknowledge', permission: 'indicators.answer-alert', event: 'indicators.alert-acknowledged', summary: { zh: '接收预警', en: 'Acknowledge an alert, by the person it is for' },
  input: z.object({ id }), output: alertSchema,
});
export const assignIndicatorAlert = command({
  name: 'assignIndicatorAlert', path: '/indicator-alerts/{id}/assign', permission: 'indicators.watch', event: 'indicators.alert-assigned', summary: { zh: '转交预警', en: 'Give an alert to another person' },
  input: z.object({ id, assigneeId: id, note: note.optional() }), output: alertSchema,
});
export const noteIndicatorAlert = command({
  name: 'noteIndicatorAlert', path: '/indicator-alerts/{id}/notes', permission: 'indicators.answer-alert', event: 'indicators.alert-noted', summary: { zh: '记录核查', en: 'Note what was found' },
  input: z.object({ id, note }), output: alertSchema,
});
export const closeIndicatorAlert = command({
  name: 'closeIndicatorAlert', path: '/indicator-alerts/{id}/close', permission: 'indicators.answer-alert', event: 'indicators.alert-closed', summary: { zh: '办结预警', en: 'Close an alert with what came of it' },
  input: z.object({ id, note }), output: alertSchema,
});
export const listIndicatorBands = query({
  name: 'listIndicatorBands', path: '/indicator-bands', permission: 'indicators.read', summary: { zh: '预警区间', en: 'Bands in force' },
  input: z.object({}), output: z.object({ rows: z.array(bandSchema) }),
});
export const listIndicatorAlerts = query({
  name: 'listIndicatorAlerts', path: '/indicator-alerts', permission: 'indicators.read', summary: { zh: '指标预警', en: 'Alerts of indicators' },
  input: z.object({ state: stateSchema.optional(), of: z.enum(['me', 'all']).default('all'), indicatorId: indicatorId.optional(), ...pageInput }),
  output: pageOf(alertSchema),
});
export const countIndicatorAlerts = query({
  name: 'countIndicatorAlerts', path: '/indicator-alerts/waiting', permission: 'indicators.read', summary: { zh: '待我处理的预警', en: 'Alerts that wait for me; due at once until acknowledged' },
  input: z.object({}), output: z.object({ waiting: z.number().int(), overdue: z.number().int() }),
});
export const listIndicatorWatchers = query({
  name: 'listIndicatorWatchers', path: '/indicator-watchers', permission: 'indicators.watch', summary: { zh: '可接收预警的人员', en: 'Persons of the own organisations who may answer an alert' },
  input: z.object({}), output: z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), organisationId: z.string() })) }),
});
