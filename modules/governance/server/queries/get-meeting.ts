import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { getMeeting as operation, Meeting } from '../../contract/meetings.ts';
import { problem } from '../commands/step-meeting.ts';
import { findVisibleMeeting } from '../store/meetings.ts';

export async function getMeeting({ sql, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<Meeting> {
  const meeting = await findVisibleMeeting(sql, gate, id);
  if (meeting === undefined) throw problem('governance.unknown');
  return meeting;
}
