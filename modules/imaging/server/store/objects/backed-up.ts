import type { ObjectPlace, ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import type { S3Settings } from '#platform/files/outside-store/s3.ts';
import { findUsedHashes, listHashes, listNamesOf } from '../index-rows.ts';
import { INCOMING } from './disk.ts';
import { pathOf } from './object-store.ts';
import type { OrthancSettings } from './orthanc.ts';
import { listBegun } from './sealed.ts';

const NAME = 'imaging';

const onDisk: ObjectPlace = {
  name: NAME,
  folder: 'imaging/objects',
  incoming: INCOMING,
  pathOf,
  listNamed: listHashes,
  findNamed: findUsedHashes,
  listBegun,
  describe: async (sql, hashes) => (await listNamesOf(sql, hashes)).map(({ studyUid, sopUid, sha256 }) => `检查 study ${studyUid} · 影像 instance ${sopUid} (${sha256})`),
};

/** What a backup of this house copies of the images, and what it says of images that lie elsewhere. */
export function objectsToKeep({ s3, orthanc }: { s3?: S3Settings | undefined; orthanc?: OrthancSettings | undefined }): ObjectsToKeep {
  if (orthanc !== undefined) return { places: [], outside: [{ name: NAME, store: `Orthanc ${orthanc.url}` }] };
  if (s3 !== undefined) return { places: [], outside: [{ name: NAME, store: `S3 ${s3.endpoint} ${s3.bucket}` }] };
  return { places: [onDisk], outside: [] };
}
