import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { giveBranchOpinion as operation, Meeting } from '../../contract/meetings.ts';
import { setItem } from '../store/meetings.ts';
import { meetingWithItem, stepMeeting } from './step-meeting.ts';

export const giveBranchOpinion = async (context: CommandContext, { id, opinion }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id: await meetingWithItem(context, id),
    action: 'opine',
    event: 'governance.branch-opinion-given',
    note: opinion,
    effect: async () => setItem(context.tx, { id, opinion }),
  });
