import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listOwnConsents as operation } from '../../contract/consents.ts';
import { readConsents } from './list-consents.ts';
import { ownPersonId } from './open-record.ts';

export const listOwnConsents = (context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> =>
  readConsents(context, { ...input, personId: ownPersonId(context) });
