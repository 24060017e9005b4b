import type { Subject } from '#platform/access/subject.ts';
import { recordAudit, type AuditEntry } from '#platform/audit/audit.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { isPersonType } from '#fhir/search/values/person-numbers.ts';
import { maskedText } from '../../repository/access.ts';
import type { ResourceWrite, StoredResource, WriteContext } from '../../repository/resource-write.ts';
import { writeResources } from '../../repository/write.ts';
import type { Interaction } from '../dependencies.ts';

/** Who writes, and when. */
export const writerOf = ({ subject, clock, ids }: Interaction): Omit<WriteContext, 'tx' | 'endsSoon'> => ({ subject, now: clock.now(), newId: () => ids.newId(), outside: true });

/** Writes on behalf of an outside client, with one audit row, in the given transaction. References to this server are relative already (`withOwnReferences`). */
export async function storeOutside(interaction: Interaction, tx: Transaction, { action, writes }: { action: string; writes: readonly ResourceWrite[] }): Promise<StoredResource[]> {
  const stored = await writeResources({ ...writerOf(interaction), tx, endsSoon: true }, writes);
  tx.soon(recordAudit(tx, interaction.subject, entryOf(action, stored)));
  return asSeen(interaction.subject, stored);
}

/** The entry of the trail about the writes of one request. */
export function entryOf(action: string, stored: readonly StoredResource[]): AuditEntry {
  const only = stored.length === 1 ? stored[0] : undefined;
  const persons = new Set(stored.map((each) => each.personId));
  return {
    action,
    outcome: 'success',
    resource: only ? `${only.type}/${only.id}` : null,
    personId: persons.size === 1 ? ([...persons][0] ?? null) : null,
    detail: only ? null : { resources: stored.length },
  };
}

/** What was stored as its writer may see it. */
export const asSeen = (subject: Subject, stored: readonly StoredResource[]): StoredResource[] =>
  stored.map((each) => (isPersonType(each.type) ? { ...each, content: maskedText(subject, each.type, each.content) } : each));
