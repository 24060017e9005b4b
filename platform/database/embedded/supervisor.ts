import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { stopServer } from './server-process.ts';

const RESTARTS_MAX = 5;
const WINDOW_MS = 10 * 60_000;

interface Callbacks {
  readonly onRestart?: () => void;
  readonly onLost?: (failure: unknown) => void;
}

export interface Supervised {
  readonly processId: () => number | undefined;
  stop(): Promise<void>;
}

/** Brings the server back when it dies; after RESTARTS_MAX deaths within the window it says so and gives up. */
export function supervise(first: ChildProcess, restart: () => Promise<ChildProcess>, callbacks: Callbacks): Supervised {
  let child = first;
  let stopping = false;
  let deaths: number[] = [];
  let restarting: Promise<void> = Promise.resolve();

  const revive = async (): Promise<void> => {
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < WINDOW_MS), now];
    if (deaths.length > RESTARTS_MAX) throw keepsFailing(deaths.length);
    await sleep((deaths.length - 1) * 500);
    if (stopping) return;
    child = await restart();
    watch(child);
    callbacks.onRestart?.();
  };
  const watch = (process: ChildProcess): void => {
    const died = () => {
      if (stopping) return;
      restarting = revive().catch((failure: unknown) => callbacks.onLost?.(failure));
    };
    if (process.exitCode !== null || process.signalCode !== null) died();
    else process.once('exit', died);
  };

  watch(child);
  return {
    processId: () => child.pid,
    stop: async () => {
      stopping = true;
      await restarting;
      if (child.pid !== undefined) await stopServer(child.pid);
    },
  };
}

function keepsFailing(times: number): StartUpFailure {
  return new StartUpFailure('database-keeps-failing', {
    zh: `数据库进程在十分钟内异常退出 ${times} 次。请查看数据目录下的 log/database.log 与系统日志（内存不足、磁盘错误），排除后重新启动。`,
    en:
      `The database process died ${times} times in ten minutes. See log/database.log in the data folder and the system ` +
      'log (memory, disk errors), mend the cause and start again.',
  });
}
