import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { getOwnTimeline as operation } from '../../contract.ts';
import { readTimeline } from './get-timeline.ts';
import { ownPersonId } from './open-record.ts';

export const getOwnTimeline = (context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> =>
  readTimeline(context, { ...input, personId: ownPersonId(context) });
