import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { reviewMembership as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const reviewMembership = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'review', event: 'consortium.membership-reviewed', reason: input.reason });
