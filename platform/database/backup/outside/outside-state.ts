import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const textSchema = z.object({ zh: z.string(), en: z.string() });

/** How the sending to the store outside stands; kept beside the backups for whoever asks, in whatever process. */
const stateSchema = z.object({
  place: z.string(),
  /** Of the last run that came to its end. */
  at: z.string().nullable(),
  backups: z.array(z.object({ id: z.string(), restorePointAt: z.string(), finishedAt: z.string(), bytes: z.number() })),
  /** When the newest segment of the log that is there was closed. */
  logUntil: z.string().nullable(),
  /** Why the last run did not come to its end, and since when. */
  failure: z.object({ since: z.string(), text: textSchema }).nullable(),
});

export type OutsideState = z.infer<typeof stateSchema>;

const FILE = 'outside-state.json';

/** Undefined where nothing was sent to that place so far. */
export function readOutsideState(backupFolder: string, place: string): OutsideState | undefined {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(join(backupFolder, FILE), 'utf8')));
    return state.place === place ? state : undefined;
  } catch {
    return undefined;
  }
}

export function writeOutsideState(backupFolder: string, state: OutsideState): void {
  const file = join(backupFolder, FILE);
  writeFileSync(`${file}.part`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}
