import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Alert, assignIndicatorAlert as operation } from '../../contract/alerts.ts';
import { watcherOf } from './set-indicator-band.ts';
import { stepAlert } from './step-alert.ts';

export const assignIndicatorAlert = (context: CommandContext, { id, assigneeId, note }: InputOf<typeof operation>): Promise<Alert> =>
  stepAlert(context, { id, act: 'assign', event: 'indicators.alert-assigned', note: note ?? null, assigneeOf: () => watcherOf(context, assigneeId) });
