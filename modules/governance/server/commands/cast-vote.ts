import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { castVote as operation, Meeting } from '../../contract/meetings.ts';
import { insertVote } from '../store/meetings.ts';
import { meetingWithItem, problem, stepMeeting } from './step-meeting.ts';

/** One vote a seat and item, only by those present; a personnel item has the branch's opinion first. */
export const castVote = async (context: CommandContext, { id, seatId, choice }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id: await meetingWithItem(context, id),
    action: 'vote',
    event: 'governance.vote-cast',
    effect: async ({ attendance, items, ownerOrganisationId }) => {
      const item = items.find((each) => each.id === id);
      if (item?.kind === 'personnel' && item.branchOpinion === null) throw problem('governance.opinion-missing');
      const voted = attendance.includes(seatId) && (await insertVote(context.tx, { itemId: id, seatId, choice, ownerOrganisationId, subjectId: context.subject.id, now: context.now }));
      if (!voted) throw problem('governance.no-vote');
    },
  });
