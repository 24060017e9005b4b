import { createHash } from 'node:crypto';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { searchDigest } from '#platform/crypto/search-digest.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';

export interface IdempotencyKey {
  readonly subjectId: string;
  readonly operation: string;
  readonly key: string;
  readonly inputHash: string;
}

/** Whose data a kept answer holds, as far as the caller had a right to them when it was given; null where the answer rests on no such right. */
export interface AnswerOwner {
  readonly personId: string | null;
  readonly organisationId: string | null;
}

const NOBODYS: AnswerOwner = { personId: null, organisationId: null };

export const IDEMPOTENCY_KEY_LENGTH_MAX = 200;

export const hashOfInput = (input: unknown): string => createHash('sha256').update(JSON.stringify(input) ?? '').digest('hex');

/** `k1.<algorithms>.<base64>`; an answer is never a text, so nothing else looks so. */
const SEALED = /^k1\.(national|international)\.(.*)$/s;

/** A key for each answer, from the key of the house and what names the answer: nothing to look up, and it opens no other. */
const answerKey = ({ subjectId, operation, key }: IdempotencyKey): Buffer => searchDigest(JSON.stringify(['kept-answer', subjectId, operation, key]));

function sealAnswer(key: IdempotencyKey, answer: unknown): string {
  const { providerName } = keyRing();
  const sealed = PROVIDERS[providerName].seal(answerKey(key), Buffer.from(JSON.stringify(answer ?? null), 'utf8'), Buffer.from(key.inputHash, 'utf8'));
  return `k1.${providerName}.${sealed.toString('base64')}`;
}

/** An answer that an older version kept comes back as it is. */
function openAnswer(key: IdempotencyKey, kept: unknown): unknown {
  const [, providerName, text] = (typeof kept === 'string' ? SEALED.exec(kept) : null) ?? [];
  if (providerName === undefined || text === undefined) return kept;
  const opened = PROVIDERS[providerName as keyof typeof PROVIDERS].open(answerKey(key), Buffer.from(text, 'base64'), Buffer.from(key.inputHash, 'utf8'));
  return JSON.parse(opened.toString('utf8'));
}

/**
 * Waits for a command that is under way with the same key, then returns its answer if it was kept. The advisory lock is
 * held to the end of the transaction, so two parallel repeats never both act.
 */
export async function findKeptAnswer(tx: Sql, key: IdempotencyKey): Promise<{ answer: unknown; owner: AnswerOwner } | undefined> {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${key.subjectId}|${key.operation}|${key.key}`]);
  const rows = await tx.query<{ answer: unknown; input_hash: string } & AnswerOwner>(
    'select answer, input_hash, person_id as "personId", organisation_id as "organisationId" from http.idempotency where subject_id = $1 and operation = $2 and idempotency_key = $3',
    [key.subjectId, key.operation, key.key],
  );
  const kept = rows[0];
  if (!kept) return undefined;
  if (kept.input_hash !== key.inputHash) throw platformProblem('platform.key-reused');
  return { answer: openAnswer(key, kept.answer), owner: { personId: kept.personId, organisationId: kept.organisationId } };
}

/** Kept sealed: answers hold what the command saw of a person. */
export async function keepAnswer(tx: Sql, key: IdempotencyKey, { answer, owner = NOBODYS }: { answer: unknown; owner?: AnswerOwner }): Promise<void> {
  await tx.execute(
    'insert into http.idempotency (subject_id, operation, idempotency_key, input_hash, answer, person_id, organisation_id) values ($1, $2, $3, $4, $5, $6, $7)',
    [key.subjectId, key.operation, key.key, key.inputHash, JSON.stringify(sealAnswer(key, answer)), owner.personId, owner.organisationId],
  );
}
