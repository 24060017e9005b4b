import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Called, Told } from './caller.ts';
import { WARM_UP_SECONDS, type Load, type Rate } from './load.ts';

/** `caller.ts` in a process of its own. */
export interface Caller {
  /** Throws what the caller met. */
  measure(load: Load): Promise<Rate>;
  warmUp(load: Load): Promise<void>;
  close(): void;
}

export function openCaller(called: Called): Caller {
  const child = fork(join(dirname(fileURLToPath(import.meta.url)), 'bench-caller.mjs'), { env: { ...process.env, NODE_ENV: 'production' }, serialization: 'advanced' });
  child.send(called);
  const measure = (load: Load): Promise<Rate> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('The process that asks has ended'));
      child.once('exit', ended);
      child.once('message', (told) => {
        child.off('exit', ended);
        if ('rate' in (told as Told)) resolve((told as { rate: Rate }).rate);
        else reject(new Error((told as { failure: string }).failure));
      });
      child.send(load);
    });
  return { measure, warmUp: async (load) => void (await measure({ ...load, seconds: WARM_UP_SECONDS })), close: () => child.disconnect() };
}

/** Closes them whatever becomes of the work. */
export async function withCallers<const C extends readonly Called[], T>(calleds: C, work: (...callers: { [K in keyof C]: Caller }) => Promise<T>): Promise<T> {
  const callers = calleds.map(openCaller);
  try {
    return await work(...(callers as { [K in keyof C]: Caller }));
  } finally {
    for (const caller of callers) caller.close();
  }
}
