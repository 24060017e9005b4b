import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Alert, acknowledgeIndicatorAlert as operation } from '../../contract/alerts.ts';
import { stepAlert } from './step-alert.ts';

export const acknowledgeIndicatorAlert = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<Alert> => stepAlert(context, { id, act: 'acknowledge', event: 'indicators.alert-acknowledged', note: null });
