import type { CommandContext } from '#platform/http/operation.ts';
import type { IndicatorEntry } from '../../contract/operations.ts';
import { problem } from '../rules/scope.ts';
import { isClosed } from '../store/closing.ts';
import { decideEntry, findEntry, lockEntry, replaceApproved } from '../store/entries.ts';
import { entryOf } from './enter-indicator-value.ts';

/** Approves or returns an entry, by another person than entered it. */
export async function decide(context: CommandContext, { id, state, reason }: { id: string; state: 'approved' | 'returned'; reason: string | null }): Promise<IndicatorEntry> {
  const { tx, gate, subject, now } = context;
  await lockEntry(tx, id);
  const entry = await findEntry(tx, id);
  if (entry === undefined) throw problem('indicators.unknown');
  gate.requireOrganisation(entry.organisationId);
  if (entry.state !== 'entered') throw problem('indicators.wrong-state');
  if (entry.enteredById === subject.id) throw problem('indicators.same-person');
  if (state === 'approved') {
    if (await isClosed(tx, entry.organisationId, entry.month)) throw problem('indicators.period-closed');
    await replaceApproved(tx, entry);
  }
  await decideEntry(tx, { id, state, reason, subject, now });
  context.about({ organisationId: entry.organisationId });
  return entryOf(context, id);
}
