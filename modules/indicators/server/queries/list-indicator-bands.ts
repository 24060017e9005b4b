import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listIndicatorBands as operation } from '../../contract/alerts.ts';
import { listBands } from '../store/bands.ts';

export const listIndicatorBands = async ({ sql, gate }: QueryContext): Promise<ResultOf<typeof operation>> => ({ rows: await listBands(sql, gate) });
