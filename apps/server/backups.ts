import { archiveSettings, outgoingFolderOf, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { listBackups } from '#platform/database/backup/manifest.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import type { EmbeddedSettings } from '#platform/database/embedded/launcher.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { masterKeyOf } from './master-key.ts';
import type { Settings } from './settings.ts';

const LOOK_MS = 30_000;
const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3600_000;

/** What the embedded server needs so that its log can be kept; nothing without a backup folder. */
export const settingsForBackups = ({ backupFolder, dataFolder }: Settings): Pick<EmbeddedSettings, 'serverSettings' | 'foldersOfServer'> =>
  backupFolder === undefined ? {} : { serverSettings: archiveSettings(dataFolder), foldersOfServer: [outgoingFolderOf(dataFolder)] };

/** Start of the newest backup window that has begun: yesterday's or today's `hh:mm` in China. */
export function lastWindow(now: number, at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = Math.floor((now + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS + (hours * 60 + minutes) * 60_000;
  return today <= now ? today : today - DAY_MS;
}

/**
 * Keeps the log of the embedded database and takes a backup once a day, also one that was missed while the machine was off. A failure
 * is said and tried again at the next look.
 */
export async function startBackups({ settings, superuser, say }: { settings: Settings; superuser: string; say: (line: string) => void }): Promise<Worker[]> {
  const { backupFolder, dataFolder } = settings;
  if (backupFolder === undefined) return [];
  const key = await openBackupKey(backupFolder, masterKeyOf(settings));
  const onError = (error: unknown): void => say(`备份失败，将重试 · backup failed, will be tried again: ${describeSafely(error)}`);
  const take = async (): Promise<void> => {
    const newest = listBackups(backupFolder).at(-1);
    if (newest && Date.parse(newest.startedAt) >= lastWindow(Date.now(), settings.backupAt)) return;
    const manifest = await takeBackup({
      connectionString: superuser, dataFolder, backupFolder, key, keep: settings.backupKeep, say: () => undefined,
    });
    say(`已备份 · backup ${manifest.id}: ${Math.round(manifest.bytes / 1024 / 1024)} MB, ${(Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000} s`);
  };
  return [startShipping({ dataFolder, backupFolder, key, onError }), startLoop({ pollMs: LOOK_MS, work: take, onError })];
}
