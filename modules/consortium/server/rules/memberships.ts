import { nextState } from '#platform/kernel/state-table.ts';
import { MEMBERSHIP_TABLE, type MembershipAction, type MembershipState } from '../../contract/memberships.ts';

/** The state that an action leads to, or undefined when the table does not know it. */
export const stepMembership = (state: MembershipState, action: MembershipAction): MembershipState | undefined => nextState(MEMBERSHIP_TABLE, state, action);

/** Nothing ends before it began; an open end agrees with everything. */
export const datesAgree = (from: string | null, until: string | null): boolean => from === null || until === null || from <= until;
