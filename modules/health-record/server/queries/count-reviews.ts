import type { ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { countReviews as operation } from '../../contract/reviews.ts';
import { countWaitingReviews } from '../store/reviews.ts';

export const countReviews = ({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> =>
  countWaitingReviews(sql, { scope: gate.scope({ organisation: ['v.owner_organisation_id'] }), now });
