import { isRetryable, type Transaction } from './transaction.ts';

export type Attempt<Value> = { readonly done: true; readonly value: Value } | { readonly done: false; readonly error: unknown };

/**
 * Tries `work` inside the open transaction: where it throws, only its own writes are undone and the transaction goes on,
 * so that the failure can be noted while the row locks are still held. Deadlocks are thrown on: the whole is tried again.
 */
export async function inSavepoint<Value>(tx: Transaction, work: (inner: Transaction) => Promise<Value>): Promise<Attempt<Value>> {
  const after: (() => void)[] = [];
  const inner: Transaction = {
    ...tx,
    afterCommit: (task) => {
      after.push(task);
    },
  };
  await tx.execute('savepoint attempt');
  try {
    const value = await work(inner);
    await tx.execute('release savepoint attempt');
    for (const task of after) tx.afterCommit(task);
    return { done: true, value };
  } catch (error) {
    if (isRetryable(error)) throw error;
    await tx.execute('rollback to savepoint attempt');
    return { done: false, error };
  }
}
