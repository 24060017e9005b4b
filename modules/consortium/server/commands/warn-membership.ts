import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { warnMembership as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const warnMembership = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'warn', event: 'consortium.membership-warned', reason: input.reason });
