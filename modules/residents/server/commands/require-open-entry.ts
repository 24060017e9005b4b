import type { Gate } from '#platform/access/gate.ts';
import type { Basis } from '#platform/access/record-basis.ts';
import { beyondSight, type Sql } from '#platform/database/transaction.ts';
import { findEntry, lockEntries, type StoredEntry } from '../store/entries.ts';
import { problem } from './residents-problem.ts';

export interface OpenEntry {
  readonly entry: StoredEntry;
  readonly basis: Basis;
}

/** The entry, when the asking organisation has a ground to open the person's record. */
export async function requireOpenEntry(sql: Sql, gate: Gate, residentId: string): Promise<OpenEntry> {
  // Looked up for all, shown by the gate: whoever may not open it hears so, and whom to ask.
  const entry = await findEntry(beyondSight(sql), residentId);
  if (entry === undefined) throw problem('resident.not-found');
  return { entry, basis: await gate.recordBasis(residentId) };
}

/** As above for a change: locked, and not merged away. */
export async function lockOpenEntry(sql: Sql, gate: Gate, residentId: string): Promise<OpenEntry> {
  const [entry] = await lockEntries(sql, [residentId]);
  if (entry === undefined) throw problem('resident.not-found');
  const basis = await gate.recordBasis(residentId);
  if (entry.mergedIntoId !== null) throw problem('resident.merged');
  return { entry, basis };
}
