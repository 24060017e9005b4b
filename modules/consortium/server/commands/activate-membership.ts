import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { activateMembership as operation, Membership } from '../../contract/memberships.ts';
import { moveMembership } from './step-membership.ts';

export const activateMembership = (context: CommandContext, input: InputOf<typeof operation>): Promise<Membership> =>
  moveMembership(context, { id: input.id, action: 'activate', event: 'consortium.membership-activated', reason: input.reason, resolutionNumber: input.resolutionNumber, validFrom: input.validFrom });
