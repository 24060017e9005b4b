import type { Transaction } from '#platform/database/transaction.ts';
import { V2Refusal } from '../../rules/v2/message.ts';
import type { LockedMessage } from '../../store/messages.ts';
import type { ApplySettings } from './exchange-context.ts';
import type { Outcome } from './process-message.ts';

/** True for a clinical document; HL7 v2 in XML has another root. */
export const isDocument = (text: string): boolean => /^\uFEFF?\s*</.test(text) && /<(?:[A-Za-z0-9]+:)?ClinicalDocument[\s>]/.test(text.slice(0, 100_000));

export async function applyDocument(_settings: ApplySettings, _request: { tx: Transaction; row: LockedMessage; byId: string; text: string }): Promise<Outcome> {
  throw new V2Refusal('v2.unknown-type');
}
