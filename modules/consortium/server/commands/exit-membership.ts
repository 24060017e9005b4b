import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { exitMembership as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const exitMembership = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'exit', event: 'consortium.membership-exited', reason: input.reason, resolutionNumber: input.resolutionNumber, validUntil: input.validUntil });
