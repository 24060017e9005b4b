import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { LedgerSummary, summariseTasks as operation } from '../../contract/tasks.ts';
import { summarise } from '../store/summary.ts';

export const summariseTasks = ({ sql, gate, now }: QueryContext, { sourceId }: InputOf<typeof operation>): Promise<LedgerSummary> => summarise(sql, gate, { sourceId: sourceId ?? null, today: chinaDate(now) });
