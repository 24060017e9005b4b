import { join } from 'node:path';
import { fileMasterKey, programMasterKey, type MasterKey } from '#platform/crypto/master-key.ts';
import type { Settings } from './settings.ts';

/** The master key of the settings; `folder` instead of the one they name. */
export function masterKeyOf(settings: Pick<Settings, 'dataFolder' | 'keysFolder' | 'masterKeyProgram'>, folder?: string): MasterKey {
  if (settings.masterKeyProgram !== undefined && folder === undefined) return programMasterKey(settings.masterKeyProgram);
  return fileMasterKey(folder ?? settings.keysFolder ?? join(settings.dataFolder, 'keys'));
}
