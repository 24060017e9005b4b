import type { Gate } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Command, Query } from '#platform/kernel/contract.ts';

/** What the audit row of the operation says; a command must say it, a query must when it shows a person's record. */
export interface About {
  readonly organisationId?: string | null;
  readonly personId?: string | null;
  /** `Type/id`. */
  readonly resource?: string | null;
  readonly basis?: string | null;
  readonly purpose?: string | null;
}

interface OperationContext {
  readonly subject: Subject;
  readonly gate: Gate;
  readonly now: Date;
  about(about: About): void;
}

/** Everything a state change may do; all of it is one transaction. */
export interface CommandContext extends OperationContext {
  readonly tx: Transaction;
  newId(): string;
  /** Announces an event to reactions and to the screens of the organisations named. */
  emit(event: string, payload: Readonly<Record<string, unknown>>, organisationIds: readonly string[]): void;
}

export interface QueryContext extends OperationContext {
  readonly sql: Sql;
}

export interface BoundCommand<Name extends string = string, Input = unknown, Output = unknown> {
  readonly operation: Command<Name, Input, Output>;
  readonly handler: (context: CommandContext, input: Input) => Promise<Output>;
}

export interface BoundQuery<Name extends string = string, Input = unknown, Output = unknown> {
  readonly operation: Query<Name, Input, Output>;
  readonly handler: (context: QueryContext, input: Input) => Promise<Output>;
  /** Reads the platform's own tables, which row security does not know; queries of rooms see what their subject may see. */
  readonly isOfPlatform?: boolean;
}

/** An operation with its handler, types no longer known (lists of operations). */
export type BoundOperation = BoundCommand | BoundQuery;

export function bindCommand<Name extends string, Input, Output>(
  operation: Command<Name, Input, Output>,
  handler: (context: CommandContext, input: Input) => Promise<Output>,
): BoundOperation {
  return { operation, handler } as BoundCommand<Name, Input, Output> as unknown as BoundCommand;
}

export function bindQuery<Name extends string, Input, Output>(
  operation: Query<Name, Input, Output>,
  handler: (context: QueryContext, input: Input) => Promise<Output>,
): BoundOperation {
  return { operation, handler } as BoundQuery<Name, Input, Output> as unknown as BoundQuery;
}

/** A query of the platform about its own accounts, tasks and trail: the first wall alone stands there. */
export function bindPlatformQuery<Name extends string, Input, Output>(
  operation: Query<Name, Input, Output>,
  handler: (context: QueryContext, input: Input) => Promise<Output>,
): BoundOperation {
  return { operation, handler, isOfPlatform: true } as BoundQuery<Name, Input, Output> as unknown as BoundQuery;
}
