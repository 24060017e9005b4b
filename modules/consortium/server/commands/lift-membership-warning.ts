import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { liftMembershipWarning as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const liftMembershipWarning = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'lift-warning', event: 'consortium.membership-warning-lifted', reason: input.reason });
