import type { QueryContext } from '#platform/http/operation.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listDeclineReasons as operation } from '../../contract/catalogue.ts';
import { listReasons } from '../store/catalogue.ts';

export const listDeclineReasons = async ({ sql, now }: QueryContext): Promise<ResultOf<typeof operation>> => ({ rows: await listReasons(sql, chinaDate(now)) });
