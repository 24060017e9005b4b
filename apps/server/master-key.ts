import { join } from 'node:path';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey, programMasterKey, type MasterKey } from '#platform/crypto/master-key.ts';
import { useKeyRing } from '#platform/crypto/ring-in-use.ts';
import type { Settings } from './settings.ts';

/** The master key of the settings; `folder` instead of the one they name. */
export function masterKeyOf(settings: Pick<Settings, 'dataFolder' | 'keysFolder' | 'masterKeyProgram'>, folder?: string): MasterKey {
  if (settings.masterKeyProgram !== undefined && folder === undefined) return programMasterKey(settings.masterKeyProgram);
  return fileMasterKey(folder ?? settings.keysFolder ?? join(settings.dataFolder, 'keys'));
}

/** This process seals with the master key and the algorithms of the settings from now on. */
export const useKeyRingOf = (settings: Pick<Settings, 'dataFolder' | 'keysFolder' | 'masterKeyProgram' | 'crypto'>): void =>
  useKeyRing(openKeyRing({ master: masterKeyOf(settings), providerName: settings.crypto }));
