import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingCriticals as operation } from '../../../contract/critical.ts';
import { countWaitingCriticalRows } from '../../store/critical.ts';

export const countWaitingCriticals = ({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> => countWaitingCriticalRows(sql, gate, now);
