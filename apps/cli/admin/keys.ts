import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SEALED } from '#apps/server/modules.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { RESEAL_TASK, resealTask, startReseal } from '#platform/crypto/reseal-task.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale } from '#platform/crypto/sealed-column.ts';
import type { Database } from '#platform/database/transaction.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { commandSubject, withDatabase } from './direct-database.ts';

const ids = timeOrderedIds(systemClock, randomBytes);
const LOOK_MS = 500;

export const commands: CommandGroup = {
  name: 'keys',
  summary: '数据密钥 · keys that seal columns',
  register: (group, act) => {
    group.command('list').description('列出密钥及尚待重新加密的数量 · list keys and how many values wait to be sealed anew').action(act(list));
    group
      .command('rotate <purpose>')
      .description('启用新密钥，运行中可执行；旧密钥仍可解密 · a new key from now on, also while the server runs; the old one still opens')
      .action(act(rotate));
    group
      .command('reseal')
      .description('把明文或旧密钥的值用现行密钥重新加密，可中断 · seal anew what is in clear or under a former key; may be interrupted')
      .action(act(reseal));
  },
};

interface KeyRow {
  readonly keyId: string;
  readonly purpose: string;
  readonly provider: string;
  readonly master: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

async function list(cli: Cli): Promise<void> {
  const rows = await withDatabase(cli, async (database) => {
    const waiting = new Map<string, number>();
    for (const column of SEALED) waiting.set(column.purpose, (waiting.get(column.purpose) ?? 0) + (await countStale(database, column)));
    const keys = await readKeys(database);
    return keys.map((key) => ({ ...key, createdAt: key.createdAt.toISOString(), retiredAt: key.retiredAt?.toISOString() ?? null, waiting: key.retiredAt === null ? (waiting.get(key.purpose) ?? null) : null }));
  });
  cli.output.table(rows, {
    purpose: '用途 · purpose', keyId: '密钥 · key', provider: '算法 · algorithms', master: '主密钥 · master key',
    createdAt: '建立 · made', retiredAt: '停用 · retired', waiting: '待加密 · to seal',
  });
}

const readKeys = (database: Database): Promise<KeyRow[]> =>
  database.query<KeyRow>(
    `select key_id as "keyId", purpose, provider, master, created_at as "createdAt", retired_at as "retiredAt"
     from crypto.data_key order by purpose, created_at desc limit 1000`,
  );

async function rotate(cli: Cli, purpose: string): Promise<void> {
  const purposes = [...new Set(SEALED.map((column) => column.purpose))];
  if (!purposes.includes(purpose)) throw new CliFailure('usage', { zh: `没有用途 ${purpose}。`, en: `There is no purpose ${purpose}.` }, purposes);
  const keyId = await withDatabase(cli, (database) =>
    database.transaction(async (tx) => {
      const made = await keyRing().rotate(tx, purpose);
      await recordAudit(tx, commandSubject, { action: 'crypto.rotate-key', outcome: 'success', resource: `data-key/${made}` });
      return made;
    }));
  cli.output.print({ purpose, keyId });
  cli.output.say('运行 yigong keys reseal，或等服务器在十分钟内自行处理 · run yigong keys reseal, or a running server does it within ten minutes');
}

async function reseal(cli: Cli): Promise<void> {
  const sealed = await withDatabase(cli, async (database) => {
    const taskId = await database.transaction((tx) => startReseal(tx, SEALED, () => ids.newId()));
    return taskId === undefined ? 0 : finish(database, taskId);
  });
  cli.output.print({ sealed });
}

/** Steps the task here; while a running server holds it, waits for that one. */
async function finish(database: Database, taskId: string): Promise<number> {
  for (;;) {
    await runTask({ database, clock: systemClock, ids }, resealTask(SEALED), taskId);
    const [task] = await database.query<{ state: string; done: number; error: string | null; finished: boolean }>(
      'select state, progress_done as done, last_error as error, finished_at is not null as finished from jobs.task where task_id = $1 and kind = $2',
      [taskId, RESEAL_TASK],
    );
    if (task?.state === 'done') return Number(task.done);
    if (task === undefined || task.finished) {
      throw new CliFailure('needs-mending', { zh: `重新加密未完成：${task?.error ?? '任务已取消'}`, en: `Not everything was sealed: ${task?.error ?? 'the task was cancelled'}` });
    }
    await sleep(LOOK_MS);
  }
}
