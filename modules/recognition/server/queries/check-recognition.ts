import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { checkRecognition as operation } from '../../contract/decisions.ts';
import { findResults } from '../commands/decide/find-results.ts';

export async function checkRecognition({ sql, subject, gate, now, about }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { personId, basis, checks } = await findResults({ sql, subject, gate, now }, input);
  about({ personId, organisationId: input.organisationId, basis });
  return { checks };
}
