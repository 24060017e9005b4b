import type { BackupCheck } from '#platform/database/backup/checks.ts';
import type { Text } from '#platform/kernel/problem.ts';

export interface BackupLine {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restorePointAt: string;
  /** Of the cluster; of what it takes on the disk of the backups. */
  readonly bytes: number;
  readonly bytesOnDisk: number;
  readonly tables: number;
  readonly rows: number;
  /** Beside the database; and those that rows name and that were gone when it was taken. */
  readonly files: number;
  readonly missing: number;
  readonly isOutside: boolean;
  /** Newest first. */
  readonly checks: readonly BackupCheck[];
}

/** What the composition root knows of the backups of this house. */
export interface BackupsHere {
  readonly folder: string;
  readonly keep: number;
  readonly freeBytes: number | null;
  /** A moment that has passed where one was missed. */
  readonly nextAt: string;
  /** The moments between which any can be brought back. */
  readonly reachFrom: string | null;
  readonly reachUntil: string | null;
  /** Newest first. */
  readonly backups: readonly BackupLine[];
  /** Null where there is no store outside. */
  readonly outside: {
    readonly place: string;
    readonly keep: number;
    readonly at: string | null;
    readonly failure: { readonly since: string; readonly text: Text } | null;
    readonly logUntil: string | null;
    readonly newestAt: string | null;
    readonly reachFrom: string | null;
    readonly count: number;
  } | null;
}
