import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingBulletins as operation } from '../../contract/bulletins.ts';
import { countAwaited } from '../store/bulletins.ts';

export const countWaitingBulletins = ({ sql, subject, now }: QueryContext): Promise<ResultOf<typeof operation>> => countAwaited(sql, { organisationId: subject.organisationId, now });
