import type { SignedSource } from './signed-source.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindPlatformQuery } from '#platform/http/operation.ts';
import { job } from '#platform/jobs/job.ts';
import { findLatestTask, type LatestTask } from '#platform/jobs/task-state.ts';
import { startTask, taskKind, type TaskKind } from '#platform/jobs/task.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, getSignatureCheck, verifySignatures } from './contract.ts';
import { RECHECK_BEGINNING, recheckCursorSchema, recheckSome } from './recheck.ts';

const problem = problemsOf(contract.problems);
export const RECHECK_TASK = 'signature.verify';
/** All of them once a week; the look takes a processor for some milliseconds a signature. */
const WEEK_SECONDS = 604_800;
const TITLE = { zh: '核验电子签名', en: 'Verification of electronic signatures' };

/** Every signature against what is kept, in steps of a second or so. */
const recheckTask = (sources: readonly SignedSource[]): TaskKind => taskKind({
  kind: RECHECK_TASK,
  step: async ({ tx, cursor, done }) => {
    const state = cursor === null ? RECHECK_BEGINNING : recheckCursorSchema.parse(cursor);
    const next = await recheckSome(tx, sources, state);
    if (next !== undefined) return { done: next.signatures, cursor: next };
    const { signatures, documents, count, findings } = state;
    return { done, cursor: state, result: { signatures, documents, differences: count, findings } };
  },
});

/** Begins a check unless one is under way; returns its task's id. */
async function startCheck(tx: Sql, { subject, newId }: { subject: Subject; newId: () => string }): Promise<string | undefined> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('${RECHECK_TASK}', 0))`);
  const latest = await findLatestTask(tx, RECHECK_TASK);
  if (latest !== undefined && latest.finishedAt === null) return undefined;
  return startTask(tx, { subject, taskId: newId(), task: { kind: RECHECK_TASK, title: TITLE, input: {}, total: await countSignatures(tx) } });
}

async function countSignatures(sql: Sql): Promise<number> {
  return (await sql.query<{ total: number }>('select count(*)::float8 as total from signature.signature'))[0]?.total ?? 0;
}

function checkView(task: LatestTask | undefined): ResultOf<typeof getSignatureCheck>['check'] {
  if (task === undefined) return null;
  const found = (task.result ?? {}) as { signatures?: number; documents?: number; differences?: number; findings?: NonNullable<ResultOf<typeof getSignatureCheck>['check']>['findings'] };
  const { state, done, total, createdAt, finishedAt } = task;
  const { signatures = 0, documents = 0, differences = 0, findings = [] } = found;
  return { state, done, total, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null, signatures, documents, differences, findings };
}

/** Signatures as a room of the platform; `sources` are what the rooms have signed. */
export const signatureModule = (sources: readonly SignedSource[]): ServerModule => ({
  contract,
  operations: [
    bindPlatformQuery(getSignatureCheck, async ({ sql }) => ({ signatures: await countSignatures(sql), check: checkView(await findLatestTask(sql, RECHECK_TASK)) })),
    bindCommand(verifySignatures, async ({ tx, subject, newId, about, emit }) => {
      const taskId = await startCheck(tx, { subject, newId });
      if (taskId === undefined) throw problem('signature.verification-running');
      about({ resource: `job/${taskId}` });
      emit('signature.verification-asked', { taskId }, subject.organisationId === null ? [] : [subject.organisationId]);
      return { taskId };
    }),
  ],
  reactions: [],
  jobs: [job({ kind: 'signature.verify-all', everySeconds: WEEK_SECONDS, run: async ({ tx, newId }) => void (await startCheck(tx, { subject: systemSubject, newId })) })],
  tasks: [recheckTask(sources)],
});
