import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countWaitingDiagnoses as operation } from '../../../contract/orders.ts';
import { countWaitingOrders } from '../../store/orders.ts';

export const countWaitingDiagnoses = ({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> => countWaitingOrders(sql, gate, now);
