import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { refuseMembership as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const refuseMembership = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'refuse', event: 'consortium.membership-refused', reason: input.reason });
