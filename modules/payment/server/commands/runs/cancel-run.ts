import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { cancelRun as operation, Run } from '../../../contract/runs.ts';
import { moveRun } from './run-steps.ts';

/** The long work sees the state at its next slice and ends. */
export const cancelRun = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Run> => moveRun(context, { id, reason, action: 'cancel', event: 'payment.run-cancelled' });
