import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { actionSchema, decimalSchema, fenSchema, figureSchema, idSchema, monthSchema, reasonSchema } from './words.ts';

const packageStateSchema = z.enum(['open', 'closed', 'distributed']);
export type PackageState = z.infer<typeof packageStateSchema>;
export const PACKAGE_TABLE: StateTable<PackageState, 'record' | 'close' | 'distribute'> = {
  open: { record: 'open', close: 'closed' },
  closed: { distribute: 'distributed' },
  distributed: {},
};

const packageMonthSchema = z.object({ month: z.string(), insideFen: z.number(), outsideFen: z.number() });
const shareSchema = z.object({ party: z.enum(['fund', 'lead', 'member']), organisationId: z.string().nullable(), weight: z.string(), amountFen: z.number() });

export const packageSchema = z.object({
  id: z.string(), name: z.string(), year: z.number(), packId: z.string(), packVersion: z.string(), ownerOrganisationId: z.string(), heads: z.number(),
  packageFen: z.number(), monthlyPrepayFen: z.number(), spentFen: z.number(), insideFen: z.number(), outsideFen: z.number(), monthsRecorded: z.number(), forecastFen: z.number().nullable(),
  state: packageStateSchema, stateSince: z.string(), differenceFen: z.number().nullable(), decisionNumber: z.string().nullable(), decidedOn: z.string().nullable(),
});
export type ConsortiumPackage = z.infer<typeof packageSchema>;

export const openPackage = command({
  name: 'openPackage', path: '/payment/packages', permission: 'payment.open-package', event: 'payment.package-opened',
  summary: { zh: '建立年度总额包干', en: 'Open the package of a year' },
  input: z.object({ packId: idSchema, ownerOrganisationId: idSchema, name: z.string().trim().min(2).max(120), heads: z.number().int().positive().max(100_000_000) }), output: packageSchema,
});
export const recordPackageMonth = command({
  name: 'recordPackageMonth', path: '/payment/packages/{id}/months', permission: 'payment.record-package-month', event: 'payment.package-month-recorded',
  summary: { zh: '登记月度基金使用', en: 'Record the use of a month' },
  input: z.object({ id: idSchema, month: monthSchema, insideFen: fenSchema, outsideFen: fenSchema }), output: packageSchema,
});
export const closePackage = command({
  name: 'closePackage', path: '/payment/packages/{id}/close', permission: 'payment.close-package', event: 'payment.package-closed',
  summary: { zh: '年度清算并冻结分配得分', en: 'Close the year and freeze the scores of the division' },
  input: z.object({
    id: idSchema, assessment: decimalSchema, reasonableFen: fenSchema.optional(),
    units: z.array(z.object({ organisationId: idSchema, role: z.enum(['lead', 'member']), measures: z.record(z.string().max(40), decimalSchema) })).min(1).max(200),
    reason: reasonSchema,
  }),
  output: packageSchema,
});
export const distributePackage = command({
  name: 'distributePackage', path: '/payment/packages/{id}/distribute', permission: 'payment.distribute-package', event: 'payment.package-distributed', stepUp: 'or-password',
  summary: { zh: '凭决议号分配', en: 'Distribute by the number of the decision' },
  /** The number of a resolution about money of the package's own bodies. */
  input: z.object({ id: idSchema, decisionNumber: z.string().trim().min(3, '请填写决议号 | The number of the decision').max(80) }), output: packageSchema,
});
export const listPackages = query({
  name: 'listPackages', path: '/payment/packages', permission: 'payment.read',
  summary: { zh: '总额包干列表', en: 'List packages' },
  input: z.object({ ...listInput, state: anyOf(packageStateSchema) }), output: pageOf(packageSchema),
});
export const getPackage = query({
  name: 'getPackage', path: '/payment/packages/{id}', permission: 'payment.read',
  summary: { zh: '查看总额包干', en: 'Show a package' },
  input: z.object({ id: idSchema }),
  output: z.object({ package: packageSchema, months: z.array(packageMonthSchema), shares: z.array(shareSchema), figures: z.array(figureSchema), organisations: z.record(z.string(), z.string()), history: z.array(actionSchema) }),
});
