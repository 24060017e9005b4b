import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listOwnRequests as operation } from '../../contract/reviews.ts';
import { readRequests } from './list-requests.ts';
import { ownPersonId } from './open-record.ts';

export const listOwnRequests = (context: QueryContext, { offset, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> =>
  readRequests(context, { scope: context.gate.scope({ person: 'q.person_id' }), personId: ownPersonId(context), offset, limit });
