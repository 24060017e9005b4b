import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listShifts as operation } from '../../../contract/centres.ts';
import { pageOfShifts } from '../../store/permits.ts';

export const listShifts = ({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> => pageOfShifts(sql, gate, input) as Promise<ResultOf<typeof operation>>;
