import { archiveSettings, outgoingFolderOf } from '#platform/database/backup/archive.ts';
import type { ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import { openOutside, type Outside } from '#platform/database/backup/outside/outside-store.ts';
import type { EmbeddedSettings } from '#platform/database/embedded/launcher.ts';
import { imagingObjects, readImagingSettings } from '#modules/imaging/server/api.ts';
import type { Settings } from '../settings.ts';

/** What the embedded server needs so that its log can be kept; nothing without a backup folder. */
export const settingsForBackups = ({ backupFolder, dataFolder }: Settings): Pick<EmbeddedSettings, 'serverSettings' | 'foldersOfServer'> =>
  backupFolder === undefined ? {} : { serverSettings: archiveSettings(dataFolder), foldersOfServer: [outgoingFolderOf(dataFolder)] };

/** The files beside the database that a backup of this house has, or says that it has not. */
export const objectsOf = (environment: Readonly<Record<string, string | undefined>>): ObjectsToKeep => imagingObjects(readImagingSettings(environment, { isDemo: false }));

/** The store outside this machine, where one is set. */
export const outsideOf = ({ backupOutside }: Pick<Settings, 'backupOutside'>): Outside | undefined => (backupOutside === undefined ? undefined : openOutside(backupOutside));
