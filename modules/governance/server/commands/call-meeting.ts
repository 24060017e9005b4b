import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { callMeeting as operation, Meeting } from '../../contract/meetings.ts';
import { problem, stepMeeting } from './step-meeting.ts';

export const callMeeting = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id,
    action: 'call',
    event: 'governance.meeting-called',
    effect: async ({ items }) => {
      if (items.length === 0) throw problem('governance.no-agenda');
    },
  });
