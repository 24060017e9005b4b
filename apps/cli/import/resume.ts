import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './sources.ts';

/** How far an import came: files done, and lines of the NDJSON file it was in. Kept in the data folder until the end. */
export interface ResumeState {
  isDone(file: SourceFile): boolean;
  linesDone(file: SourceFile): number;
  keep(file: SourceFile, progress: { lines: number } | 'done'): void;
  /** The import is over: the next one begins from the start. */
  clear(): void;
}

export function openResumeState(dataFolder: string, sources: readonly SourceFile[], restart: boolean): ResumeState {
  const name = createHash('sha256').update(sources.map((file) => file.path).join('\n')).digest('hex').slice(0, 16);
  const folder = join(dataFolder, 'imports');
  const path = join(folder, `${name}.json`);
  const state = restart ? {} : readState(path);
  const keyOf = (file: SourceFile): string => `${file.path}|${file.stamp}`;
  return {
    isDone: (file) => state[keyOf(file)] === 'done',
    linesDone: (file) => {
      const kept = state[keyOf(file)];
      return typeof kept === 'number' ? kept : 0;
    },
    keep: (file, progress) => {
      state[keyOf(file)] = progress === 'done' ? 'done' : progress.lines;
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${path}.part`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${path}.part`, path);
    },
    clear: () => rmSync(path, { force: true }),
  };
}

function readState(path: string): Record<string, 'done' | number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, 'done' | number>;
  } catch {
    return {};
  }
}
