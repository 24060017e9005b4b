import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import { batchedAudit } from '#platform/audit/batched-audit.ts';
import type { Database } from '#platform/database/transaction.ts';
import { PixelPool } from '#platform/dicom/pixels/pixel-pool.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { Archive } from './commands/store/store-instances.ts';
import { FileReader } from './queries/dicomweb/file-reader.ts';
import { registerDicomwebRoutes } from './queries/dicomweb/routes.ts';
import { diskStore, s3Store, type S3Settings } from './store/objects.ts';

export interface ImagingSettings {
  /** Where instances are kept unless `s3` names another store. */
  readonly folder: string;
  readonly s3?: S3Settings | undefined;
}

export interface ImagingHouse {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
}

export interface ImagingService {
  readonly archive: Archive;
  /** Ends the threads that decode pictures. */
  close(): Promise<void>;
}

/** Serves the archive: DICOMweb below `/dicom-web`. */
export async function serveImaging(server: FastifyInstance, { database, clock, ids, subjectOf }: ImagingHouse, settings: ImagingSettings): Promise<ImagingService> {
  const objects = settings.s3 === undefined ? diskStore(join(settings.folder, 'objects')) : s3Store(settings.s3);
  const archive: Archive = { database, objects, clock, ids };
  const pixels = new PixelPool();
  await registerDicomwebRoutes(server, { archive, files: new FileReader(objects, pixels), audit: batchedAudit(database), subjectOf });
  return { archive, close: () => pixels.close() };
}
