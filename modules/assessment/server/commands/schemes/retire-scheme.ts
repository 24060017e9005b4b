import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { retireScheme as operation, Scheme } from '../../../contract/schemes.ts';
import { moveScheme } from './scheme-steps.ts';

export const retireScheme = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Scheme> => moveScheme(context, { id, reason, action: 'retire', event: 'assessment.scheme-retired' });
