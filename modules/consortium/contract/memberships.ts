import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { possibleActions, type StateTable } from '#platform/kernel/state-table.ts';
import { actionSchema, daySchema, idSchema, membershipStateSchema, reasonSchema, resolutionNumberSchema, roleSchema } from './words.ts';

export type MembershipState = z.infer<typeof membershipStateSchema>;
export type MembershipAction = 'review' | 'refuse' | 'activate' | 'warn' | 'lift-warning' | 'exit';

/** R004: applied → reviewed → active → warned → exited. An exited or refused row is closed for good; a return is a new application. */
export const MEMBERSHIP_TABLE: StateTable<MembershipState, MembershipAction> = {
  applied: { review: 'reviewed', refuse: 'refused' },
  reviewed: { activate: 'active', refuse: 'refused' },
  refused: {},
  active: { warn: 'warned', exit: 'exited' },
  warned: { 'lift-warning': 'active', exit: 'exited' },
  exited: {},
};
export const membershipActions = (state: MembershipState): MembershipAction[] => possibleActions(MEMBERSHIP_TABLE, state);

export const membershipSchema = z.object({
  id: z.string(),
  consortiumId: z.string(),
  consortiumName: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  ownerOrganisationId: z.string(),
  role: roleSchema,
  state: membershipStateSchema,
  stateSince: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
});
export type Membership = z.infer<typeof membershipSchema>;

export const applyMembership = command({
  name: 'applyMembership',
  path: '/memberships',
  permission: 'consortium.apply-membership',
  event: 'consortium.membership-applied',
  summary: { zh: '申请加入联合体', en: 'Apply for membership' },
  input: z.object({ consortiumId: idSchema, organisationId: idSchema, role: roleSchema.exclude(['lead']), reason: reasonSchema }),
  output: membershipSchema,
});

export const reviewMembership = command({
  name: 'reviewMembership',
  path: '/memberships/{id}/review',
  permission: 'consortium.review-membership',
  event: 'consortium.membership-reviewed',
  summary: { zh: '评审通过', en: 'Pass the review' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: membershipSchema,
});

export const refuseMembership = command({
  name: 'refuseMembership',
  path: '/memberships/{id}/refuse',
  permission: 'consortium.refuse-membership',
  event: 'consortium.membership-refused',
  summary: { zh: '不予加入', en: 'Refuse the application' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: membershipSchema,
});

export const activateMembership = command({
  name: 'activateMembership',
  path: '/memberships/{id}/activate',
  permission: 'consortium.activate-membership',
  event: 'consortium.membership-activated',
  summary: { zh: '正式加入', en: 'Activate the membership' },
  input: z.object({ id: idSchema, validFrom: daySchema, reason: reasonSchema, resolutionNumber: resolutionNumberSchema.optional() }),
  output: membershipSchema,
});

export const warnMembership = command({
  name: 'warnMembership',
  path: '/memberships/{id}/warn',
  permission: 'consortium.warn-membership',
  event: 'consortium.membership-warned',
  summary: { zh: '警示', en: 'Warn the member' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: membershipSchema,
});

export const liftMembershipWarning = command({
  name: 'liftMembershipWarning',
  path: '/memberships/{id}/lift-warning',
  permission: 'consortium.lift-membership-warning',
  event: 'consortium.membership-warning-lifted',
  summary: { zh: '解除警示', en: 'Lift the warning' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: membershipSchema,
});

export const exitMembership = command({
  name: 'exitMembership',
  path: '/memberships/{id}/exit',
  permission: 'consortium.exit-membership',
  event: 'consortium.membership-exited',
  stepUp: 'or-password',
  summary: { zh: '退出联合体', en: 'End the membership' },
  input: z.object({
    id: idSchema,
    validUntil: daySchema,
    reason: reasonSchema,
    /** Of a resolution about membership of the own bodies. */
    resolutionNumber: resolutionNumberSchema,
    /** R004 exit check list; each item must be confirmed. */
    referralsClosed: z.literal(true, { error: '须先确认转诊已办结 | Confirm that referrals are closed' }),
    accountsSettled: z.literal(true, { error: '须先确认账务已结清 | Confirm that accounts are settled' }),
    devicesReturned: z.literal(true, { error: '须先确认设备已归还 | Confirm that devices are returned' }),
    postsReleased: z.literal(true, { error: '须先确认派驻岗位已收回 | Confirm that posts are released' }),
  }),
  output: membershipSchema,
});

export const listMemberships = query({
  name: 'listMemberships',
  path: '/memberships',
  permission: 'consortium.read',
  summary: { zh: '成员关系列表', en: 'List memberships' },
  input: z.object({
    ...listInput,
    consortiumId: idSchema.optional(),
    organisationId: idSchema.optional(),
    state: anyOf(membershipStateSchema),
    role: anyOf(roleSchema),
    on: daySchema.optional(),
  }),
  output: pageOf(membershipSchema),
});

export const listMembershipHistory = query({
  name: 'listMembershipHistory',
  path: '/memberships/{id}/history',
  permission: 'consortium.read',
  summary: { zh: '成员关系经过', en: 'What happened to a membership' },
  input: z.object({ id: idSchema }),
  output: z.object({ membership: membershipSchema, history: z.array(actionSchema) }),
});

export const countWaitingMemberships = query({
  name: 'countWaitingMemberships',
  path: '/memberships/waiting',
  permission: 'consortium.review-membership',
  summary: { zh: '待办成员申请数', en: 'Applications that wait' },
  input: z.object({}),
  output: z.object({ waiting: z.number(), overdue: z.number() }),
});
