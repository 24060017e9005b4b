import type { ReactionContext } from '#platform/events/reaction.ts';

/** Recurring work of a room (clocks, expiry). One process at a time runs a kind; each run is one transaction. */
export interface RecurringJob {
  /** `module.what-it-does`. */
  readonly kind: string;
  readonly everySeconds: number;
  readonly run: (context: ReactionContext) => Promise<void>;
}

export const job = (definition: RecurringJob): RecurringJob => definition;
