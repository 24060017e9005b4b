import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Alert, assignIndicatorAlert as operation } from '../../contract/alerts.ts';
import { watcherOf } from './set-indicator-band.ts';
import { stepAlert } from './step-alert.ts';

/** The trail says to whom. */
export async function assignIndicatorAlert(context: CommandContext, { id, assigneeId, note }: InputOf<typeof operation>): Promise<Alert> {
  const assignee = await watcherOf(context, assigneeId);
  return stepAlert(context, { id, act: 'assign', event: 'indicators.alert-assigned', note: note === undefined ? assignee.name : `${assignee.name}：${note}`, assignee });
}
