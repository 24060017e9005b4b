import { createHash } from 'node:crypto';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';

export interface IdempotencyKey {
  readonly subjectId: string;
  readonly operation: string;
  readonly key: string;
  readonly inputHash: string;
}

export const IDEMPOTENCY_KEY_LENGTH_MAX = 200;

export const hashOfInput = (input: unknown): string => createHash('sha256').update(JSON.stringify(input) ?? '').digest('hex');

/**
 * Waits for a command that is under way with the same key, then returns its answer if it was kept. The advisory lock is
 * held to the end of the transaction, so two parallel repeats never both act.
 */
export async function findKeptAnswer(tx: Sql, key: IdempotencyKey): Promise<{ answer: unknown } | undefined> {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${key.subjectId}|${key.operation}|${key.key}`]);
  const rows = await tx.query<{ answer: unknown; input_hash: string }>(
    'select answer, input_hash from http.idempotency where subject_id = $1 and operation = $2 and idempotency_key = $3',
    [key.subjectId, key.operation, key.key],
  );
  const kept = rows[0];
  if (!kept) return undefined;
  if (kept.input_hash !== key.inputHash) throw platformProblem('platform.key-reused');
  return { answer: kept.answer };
}

export async function keepAnswer(tx: Sql, key: IdempotencyKey, answer: unknown): Promise<void> {
  await tx.execute(
    'insert into http.idempotency (subject_id, operation, idempotency_key, input_hash, answer) values ($1, $2, $3, $4, $5)',
    [key.subjectId, key.operation, key.key, key.inputHash, JSON.stringify(answer ?? null)],
  );
}
