import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countIndicatorAlerts as operation } from '../../contract/alerts.ts';
import { countAlertsOf } from '../store/alerts.ts';

export const countIndicatorAlerts = ({ sql, subject }: QueryContext): Promise<ResultOf<typeof operation>> => countAlertsOf(sql, subject.id);
