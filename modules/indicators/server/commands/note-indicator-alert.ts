import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Alert, noteIndicatorAlert as operation } from '../../contract/alerts.ts';
import { stepAlert } from './step-alert.ts';

export const noteIndicatorAlert = (context: CommandContext, { id, note }: InputOf<typeof operation>): Promise<Alert> => stepAlert(context, { id, act: 'note', event: 'indicators.alert-noted', note });
