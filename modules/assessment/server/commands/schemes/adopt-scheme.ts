import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { adoptScheme as operation, Scheme } from '../../../contract/schemes.ts';
import { moveScheme } from './scheme-steps.ts';

export const adoptScheme = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Scheme> => moveScheme(context, { id, reason, action: 'adopt', event: 'assessment.scheme-adopted' });
