import type { Filter } from '#platform/database/list-query.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listIndicatorAlerts as operation } from '../../contract/alerts.ts';
import { listAlertRows } from '../store/alerts.ts';

export async function listIndicatorAlerts({ sql, gate, subject }: QueryContext, { state, of, indicatorId, limit, offset }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const filters: Filter[] = [];
  if (state !== undefined) filters.push({ text: 'state = ?', values: [state] });
  if (of === 'me') filters.push({ text: 'assignee_id = ?', values: [subject.id] });
  if (indicatorId !== undefined) filters.push({ text: 'indicator_id = ?', values: [indicatorId] });
  const page = await listAlertRows(sql, gate, { filters, limit, offset });
  return { ...page, rows: [...page.rows] };
}
