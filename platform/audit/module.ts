import type { Sql } from '#platform/database/transaction.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindPlatformQuery } from '#platform/http/operation.ts';
import { job, type RecurringJob } from '#platform/jobs/job.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import { problemsOf, type Text } from '#platform/kernel/problem.ts';
import { titlesOfActions } from './action-titles.ts';
import { writeAnchor } from './anchors.ts';
import { contract, getAuditChain, listAuditEntries, noteClearFiles, RETENTION_DAYS_MIN, setAuditRetention, verifyAuditChain } from './contract.ts';
import { listEntries } from './entries.ts';
import { sealEntries } from './seal.ts';
import { VERIFICATION_TASK } from './verification-task.ts';

const problem = problemsOf(contract.problems);
/** Different letters: a word that is typed over and over says nothing. */
const REASON_LETTERS_MIN = 5;
const SEAL_SECONDS = 5;
const HOUR_SECONDS = 3600;

const operationsWith = (titleOf: (action: string) => Text | undefined) => [
  bindPlatformQuery(listAuditEntries, async ({ sql, gate, now, about }, input) => {
    about({ resource: 'audit', personId: input.personId ?? null, purpose: 'review' });
    const { rows, ...page } = await listEntries(sql, gate.scope({ organisation: ['organisation_id'] }), { ...input, now });
    return { ...page, rows: rows.map((row) => ({ ...row, actionTitle: titleOf(row.action) ?? null })) };
  }),

  bindPlatformQuery(getAuditChain, async ({ sql }) => readChain(sql)),

  bindCommand(verifyAuditChain, async ({ tx, subject, newId, about, emit }) => {
    await tx.execute('select 1 from audit.setting for update');
    const running = await tx.query('select from jobs.task where kind = $1 and finished_at is null limit 1', [VERIFICATION_TASK]);
    if (running.length > 0) throw problem('audit.verification-running');
    const blocks = (await readChain(tx)).blocks;
    const title = { zh: '核验审计链', en: 'Verification of the audit chain' };
    const taskId = await startTask(tx, { subject, taskId: newId(), task: { kind: VERIFICATION_TASK, title, input: {}, total: blocks } });
    about({ resource: `job/${taskId}` });
    emit('audit.verification-asked', { taskId }, subject.organisationId === null ? [] : [subject.organisationId]);
    return { taskId };
  }),

  bindCommand(setAuditRetention, async ({ tx, subject, about, emit }, { days }) => {
    if (days < RETENTION_DAYS_MIN) throw problem('audit.retention-too-short');
    await tx.execute('update audit.setting set retention_days = $1', [days]);
    about({ resource: 'audit/retention' });
    emit('audit.retention-set', { days }, subject.organisationId === null ? [] : [subject.organisationId]);
    return { retentionDays: days };
  }),

  bindCommand(noteClearFiles, async ({ subject, about, emit }, { reason, types }) => {
    if (new Set(reason.replace(/\s/g, '')).size < REASON_LETTERS_MIN) throw problem('audit.reason-too-short');
    about({ resource: `clear-files/${types.join(',') || '*'}`, purpose: reason });
    emit('audit.clear-files-noted', { types }, subject.organisationId === null ? [] : [subject.organisationId]);
    return { noted: true as const };
  }),
];

/** What is cut off at the end of the trail is found by the anchors: nothing longer than this goes unnoticed. */
const ANCHOR_SECONDS = 300;

/** Writes the head of the chain every five minutes, if it has moved, to a folder outside of the database. */
export const anchorJob = (folder: string): RecurringJob =>
  job({ kind: 'audit.anchor', everySeconds: ANCHOR_SECONDS, run: async ({ tx }) => void (await writeAnchor(tx, folder)) });

/** The trail as a room of the platform; the composition root adds `verificationTask` and `anchorJob`, which know a folder. Says in words what the contracts name. */
export const auditModule = (contracts: () => readonly ModuleContract[]): ServerModule => {
  let titles: ReadonlyMap<string, Text> | undefined;
  return { ...ROOM, operations: operationsWith((action) => (titles ??= titlesOfActions(contracts())).get(action)) };
};

const ROOM: Omit<ServerModule, 'operations'> = {
  contract,
  reactions: [],
  jobs: [
    job({ kind: 'audit.seal', everySeconds: SEAL_SECONDS, run: async ({ tx }) => void (await sealEntries(tx)) }),
    job({
      kind: 'audit.keep-months',
      everySeconds: HOUR_SECONDS,
      run: async ({ tx }) => {
        await tx.query('select audit.prepare_months()');
        await tx.query('select audit.drop_expired_months()');
      },
    }),
  ],
};

async function readChain(sql: Sql): Promise<{ blocks: number; sealedEntries: number; lastSealedAt: string | null; headHash: string | null; retentionDays: number }> {
  const rows = await sql.query<{ blocks: number; sealedEntries: number; lastSealedAt: Date | null; headHash: string | null; retentionDays: number }>(
    `select coalesce(head.block_number, 0) as blocks, (select coalesce(sum(row_count), 0) from audit.block) as "sealedEntries",
       head.sealed_at as "lastSealedAt", encode(head.hash, 'hex') as "headHash", s.retention_days as "retentionDays"
     from audit.setting s left join lateral (select block_number, sealed_at, hash from audit.block order by block_number desc limit 1) head on true`,
  );
  const chain = rows[0]!;
  return { ...chain, lastSealedAt: chain.lastSealedAt?.toISOString() ?? null };
}
