import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMeetings as operation } from '../../contract/meetings.ts';
import { pageOfMeetings } from '../store/meetings.ts';

export async function listMeetings({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfMeetings(sql, gate, input);
  return { ...page, rows: [...page.rows] };
}
