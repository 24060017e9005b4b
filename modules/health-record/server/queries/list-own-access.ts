import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listOwnAccess as operation } from '../../contract.ts';
import { readAccess } from './list-record-access.ts';
import { ownPersonId } from './open-record.ts';

export const listOwnAccess = (context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> =>
  readAccess(context, { ...input, personId: ownPersonId(context) });
