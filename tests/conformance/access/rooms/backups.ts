import { directory, own, type Entry } from '../entry.ts';

const MACHINERY = 'backups of the whole house, for its system administrator: folders, sizes, times and counts, nothing of a person (decision 0130)';

/** What a stranger gets from each operation of the backups panel; the command names what is not there, so that the walk changes nothing. */
export const backups: Record<string, Entry> = {
  getBackups: directory(MACHINERY),
  takeBackup: own(MACHINERY, {}),
  verifyBackup: own(MACHINERY, { where: 'folder' }),
  drillRestore: own(MACHINERY, { where: 'folder' }),
  cancelBackupWork: own(MACHINERY, { id: 'none' }),
};
