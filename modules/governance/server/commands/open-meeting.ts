import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Meeting, openMeeting as operation } from '../../contract/meetings.ts';
import { countHolding, lockMeeting, setMeeting } from '../store/meetings.ts';
import { problem, stepMeeting } from './step-meeting.ts';

/** Only seats that hold on the day are present; without a quorum nothing begins. */
export const openMeeting = (context: CommandContext, { id, seatIds }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id,
    action: 'open',
    event: 'governance.meeting-opened',
    effect: async ({ bodyId, meetsOn, state }) => {
      const attendance = [...new Set(seatIds)];
      if ((await countHolding(context.tx, { bodyId, seatIds: attendance, on: meetsOn })) !== attendance.length) throw problem('governance.no-vote');
      await setMeeting(context.tx, { id, state, attendance, now: context.now });
      const counted = await lockMeeting(context.tx, id);
      if (counted?.quorum.reached !== true) {
        throw problem('governance.no-quorum', [{ path: 'seatIds', message: { zh: `需 ${counted?.quorum.needed} 席，到会 ${counted?.quorum.present} 席`, en: `${counted?.quorum.needed} seats needed, ${counted?.quorum.present} present` } }]);
      }
      return { attendance };
    },
  });
