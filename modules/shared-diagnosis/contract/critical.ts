import { z } from 'zod';
import { flag, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { criticalStates, type CriticalState } from './states.ts';
import { abilitySchema, daySchema, idSchema, kindSchema, nameSchema, reasonSchema, target } from './words.ts';

const stateSchema = z.enum(criticalStates as [CriticalState, ...CriticalState[]]);

export const COMPARATORS = ['<', '<=', '>', '>=', '=', 'present'] as const;

export const criticalRuleSchema = z.object({
  id: z.string(), organisationId: z.string().nullable(), kind: kindSchema, code: z.string(), title: z.string(), comparator: z.enum(COMPARATORS), value: z.number().nullable(), unit: z.string().nullable(),
  ageDaysFrom: z.number().nullable(), ageDaysUntil: z.number().nullable(), sex: z.string().nullable(), department: z.string().nullable(), validFrom: z.string(), validUntil: z.string().nullable(),
});
export type CriticalRule = z.infer<typeof criticalRuleSchema>;

export const setCriticalRule = command({
  name: 'setCriticalRule', path: '/diagnosis/critical-rules', permission: 'shared-diagnosis.set-critical-rule', event: 'shared-diagnosis.critical-rule-set',
  summary: { zh: '设置危急值规则', en: 'Set a rule for critical values' },
  input: z.object({
    organisationId: idSchema, kind: kindSchema, code: z.string().trim().min(1).max(40), title: nameSchema, comparator: z.enum(COMPARATORS), value: z.coerce.number().finite().nullish(), unit: z.string().trim().max(20).nullish(),
    ageDaysFrom: z.coerce.number().int().min(0).max(60_000).nullish(), ageDaysUntil: z.coerce.number().int().min(0).max(60_000).nullish(), sex: z.enum(['male', 'female']).nullish(), department: z.string().trim().max(60).nullish(),
    validFrom: daySchema,
  }),
  output: criticalRuleSchema,
});

export const endCriticalRule = command({
  name: 'endCriticalRule', path: '/diagnosis/critical-rules/{id}/end', permission: 'shared-diagnosis.end-critical-rule', event: 'shared-diagnosis.critical-rule-ended',
  summary: { zh: '停用危急值规则', en: 'End a rule' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }), output: criticalRuleSchema,
});

export const listCriticalRules = query({
  name: 'listCriticalRules', path: '/diagnosis/critical-rules', permission: 'shared-diagnosis.read-critical-rules',
  summary: { zh: '危急值规则表', en: 'Rules for critical values' },
  input: z.object({ ...listInput, kind: kindSchema.optional(), code: z.string().max(40).optional() }), output: pageOf(criticalRuleSchema),
});

export const setCriticalClock = command({
  name: 'setCriticalClock', path: '/diagnosis/critical-clock', permission: 'shared-diagnosis.set-critical-clock', event: 'shared-diagnosis.critical-clock-set',
  summary: { zh: '设置危急值逐级上报时限', en: 'Set after how many minutes a notice is escalated' },
  input: z.object({ organisationId: idSchema, minutes: z.array(z.coerce.number().int().min(1).max(1440)).min(1).max(5) }),
  output: z.object({ organisationId: z.string(), minutes: z.array(z.number()) }),
});

export const criticalSchema = z.object({
  id: z.string(), number: z.string(), state: stateSchema, since: z.string(), kind: kindSchema, code: z.string(), title: z.string(), valueText: z.string(), ruleText: z.string().nullable(), source: z.string(),
  personId: z.string(), personName: z.string(), personSex: z.string(), personAge: z.number().nullable(), department: z.string().nullable(), place: z.string().nullable(),
  reporterOrganisationId: z.string(), reporterOrganisationName: z.string(), receiverOrganisationId: z.string(), receiverOrganisationName: z.string(), receiverPhone: z.string().nullable(),
  orderId: z.string().nullable(), orderNumber: z.string().nullable(),
  detectedAt: z.string(), notifiedAt: z.string().nullable(), acknowledgeBy: z.string().nullable(), acknowledgedAt: z.string().nullable(), acknowledgedByName: z.string().nullable(), escalationLevel: z.number(),
  nextEscalationAt: z.string().nullable(), whoseMove: z.enum(['reporter', 'receiver', 'none']), actionText: z.string().nullable(), effectText: z.string().nullable(), version: z.number(),
});
export type CriticalCard = z.infer<typeof criticalSchema>;

export const criticalDetailSchema = criticalSchema.extend({
  steps: z.array(z.object({ sequence: z.number(), action: z.string(), toState: z.string(), at: z.string(), actorName: z.string(), organisationName: z.string().nullable(), note: z.string().nullable(), signature: z.string() })),
  abilities: z.array(abilitySchema),
});
export type CriticalDetail = z.infer<typeof criticalDetailSchema>;

export const markCritical = command({
  name: 'markCritical', path: '/diagnosis/orders/{id}/critical', permission: 'shared-diagnosis.mark-critical', event: 'shared-diagnosis.critical-detected',
  summary: { zh: '标记危急值', en: 'Mark a critical finding while reading' },
  input: z.object({ id: idSchema, code: z.string().trim().min(1).max(40), title: nameSchema, valueText: z.string().trim().min(1).max(200) }), output: criticalSchema,
});

export const verifyCritical = command({
  name: 'verifyCritical', path: '/diagnosis/critical/{id}/verify', permission: 'shared-diagnosis.verify-critical', event: 'shared-diagnosis.critical-verified',
  summary: { zh: '核实危急值', en: 'Verify: repeated or quality checked' },
  input: z.object({ ...target, method: z.enum(['repeated', 'quality-checked', 'second-look']), note: z.string().trim().max(500).optional() }), output: criticalSchema,
});

export const dismissCritical = command({
  name: 'dismissCritical', path: '/diagnosis/critical/{id}/dismiss', permission: 'shared-diagnosis.dismiss-critical', event: 'shared-diagnosis.critical-dismissed',
  summary: { zh: '排除危急值', en: 'Dismiss with a reason' },
  input: z.object({ ...target, note: reasonSchema }), output: criticalSchema,
});

export const notifyCritical = command({
  name: 'notifyCritical', path: '/diagnosis/critical/{id}/notify', permission: 'shared-diagnosis.notify-critical', event: 'shared-diagnosis.critical-notified',
  summary: { zh: '通知申请方', en: 'Notify the requester; the clock begins' },
  input: z.object({ ...target, by: z.enum(['system', 'phone', 'in-person']).default('system'), toldName: z.string().trim().max(60).optional(), toldPhone: z.string().trim().max(30).optional(), note: z.string().trim().max(500).optional() }), output: criticalSchema,
});

export const acknowledgeCritical = command({
  name: 'acknowledgeCritical', path: '/diagnosis/critical/{id}/acknowledge', permission: 'shared-diagnosis.acknowledge-critical', event: 'shared-diagnosis.critical-acknowledged',
  summary: { zh: '确认收到危急值', en: 'Acknowledge after reading the value back' },
  input: z.object({ ...target, readBack: z.boolean(), note: z.string().trim().max(500).optional() }), output: criticalSchema,
});

export const actOnCritical = command({
  name: 'actOnCritical', path: '/diagnosis/critical/{id}/act', permission: 'shared-diagnosis.act-on-critical', event: 'shared-diagnosis.critical-acted-upon',
  summary: { zh: '记录处置', en: 'Record what was done' },
  input: z.object({ ...target, actionText: reasonSchema }), output: criticalSchema,
});

export const recordCriticalEffect = command({
  name: 'recordCriticalEffect', path: '/diagnosis/critical/{id}/effect', permission: 'shared-diagnosis.record-critical-effect', event: 'shared-diagnosis.critical-effect-recorded',
  summary: { zh: '记录处置效果', en: 'Record the effect' },
  input: z.object({ ...target, effectText: reasonSchema }), output: criticalSchema,
});

export const closeCritical = command({
  name: 'closeCritical', path: '/diagnosis/critical/{id}/close', permission: 'shared-diagnosis.close-critical', event: 'shared-diagnosis.critical-closed',
  summary: { zh: '闭环', en: 'Close' },
  input: z.object({ ...target, note: z.string().trim().max(500).optional() }), output: criticalSchema,
});

export const listCriticalValues = query({
  name: 'listCriticalValues', path: '/diagnosis/critical', permission: 'shared-diagnosis.read-critical',
  summary: { zh: '危急值登记簿', en: 'Register of critical values' },
  input: z.object({ ...listInput, state: stateSchema.optional(), kind: kindSchema.optional(), open: flag, ours: flag, late: flag, personId: idSchema.optional(), orderId: idSchema.optional() }), output: pageOf(criticalSchema),
});

export const getCriticalValue = query({
  name: 'getCriticalValue', path: '/diagnosis/critical/{id}', permission: 'shared-diagnosis.read-critical',
  summary: { zh: '危急值详情', en: 'One critical value with its steps' },
  input: z.object({ id: idSchema }), output: criticalDetailSchema,
});

export const criticalBoard = query({
  name: 'criticalBoard', path: '/diagnosis/critical/board', permission: 'shared-diagnosis.read-critical',
  summary: { zh: '危急值看板', en: 'Wall board of open critical values' },
  input: z.object({}),
  output: z.object({ asOf: z.string(), open: z.array(criticalSchema), counts: z.array(z.object({ state: stateSchema, total: z.number() })), today: z.object({ total: z.number(), inTime: z.number(), late: z.number() }) }),
});

export const countWaitingCriticals = query({
  name: 'countWaitingCriticals', path: '/diagnosis/critical/waiting', permission: 'shared-diagnosis.read-critical',
  summary: { zh: '待办危急值数', en: 'Critical values whose move is ours' },
  input: z.object({}), output: z.object({ waiting: z.number(), overdue: z.number() }),
});

export const criticalStatistics = query({
  name: 'criticalStatistics', path: '/diagnosis/critical/statistics', permission: 'shared-diagnosis.read-statistics',
  summary: { zh: '危急值统计', en: 'Critical values: acknowledged in time, by organisation' },
  input: z.object({ from: daySchema.optional(), until: daySchema.optional() }),
  output: z.object({
    from: z.string(), until: z.string(), total: z.number(), notified: z.number(), acknowledged: z.number(), inTime: z.number(), inTimeRate: z.number().nullable(), escalated: z.number(), closed: z.number(), dismissed: z.number(), minutesMedian: z.number().nullable(),
    organisations: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), notified: z.number(), acknowledged: z.number(), inTime: z.number(), closed: z.number(), minutesMedian: z.number().nullable() })),
  }),
});
