import type { QueryContext } from '#platform/http/operation.ts';
import { listHolders } from '#platform/identity/administration/holders.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listIndicatorWatchers as operation } from '../../contract/alerts.ts';

export const listIndicatorWatchers = async ({ sql, subject, now }: QueryContext): Promise<ResultOf<typeof operation>> =>
  ({ rows: await listHolders(sql, { permission: 'indicators.answer-alert', organisationIds: subject.organisationIds, today: chinaDate(now) }) });
