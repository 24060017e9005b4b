import type { Transaction } from '#platform/database/transaction.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { StoredEvent } from './outbox.ts';

/** What a reaction works with: its own transaction, acting as the platform. */
export interface ReactionContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly gate: Gate;
  readonly now: Date;
  newId(): string;
  emit(event: string, payload: Readonly<Record<string, unknown>>, organisationIds: readonly string[]): void;
}

/** Work that follows an event later; may be run again after a crash, so it must be safe to repeat. */
export interface Reaction {
  /** `module.what-it-does`; part of the delivery key, so never renamed while deliveries are open. */
  readonly name: string;
  readonly on: string;
  readonly run: (context: ReactionContext, event: StoredEvent) => Promise<void>;
}

export const reaction = (definition: Reaction): Reaction => definition;

/** Event name → names of the reactions that follow it. */
export function indexReactions(reactions: readonly Reaction[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const { on, name } of reactions) index.set(on, [...(index.get(on) ?? []), name]);
  return index;
}
