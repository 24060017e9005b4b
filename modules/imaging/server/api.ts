import { join } from 'node:path';
import { z } from 'zod';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import { batchedAudit } from '#platform/audit/batched-audit.ts';
import type { ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { S3Settings } from '#platform/files/outside-store/s3.ts';
import { PixelPool } from '#platform/dicom/pixels/pixel-pool.ts';
import { openListener, type ListenerState } from '#platform/http/listening.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { teachingTask } from './commands/teaching-task.ts';
import type { RecurringJob } from '#platform/jobs/job.ts';
import type { TaskKind } from '#platform/jobs/task.ts';
import { findClearObjects, removeExpiredExports, removeLeftovers } from './jobs.ts';
import { sealStoredTask } from './commands/seal-stored-task.ts';
import { storeInstances, type Archive } from './commands/store/store-instances.ts';
import { describeInstance } from './rules/describe-instance.ts';
import { FileReader } from './queries/dicomweb/file-reader.ts';
import { registerDicomwebRoutes } from './queries/dicomweb/routes.ts';
import { registerTeachingFiles } from './queries/teaching-files.ts';
import { listenForAssociations, type DimseListener } from './queries/dimse/service.ts';
import { objectsToKeep } from './store/objects/backed-up.ts';
import { diskBytes } from './store/objects/disk.ts';
import { orthancStore, type OrthancSettings } from './store/objects/orthanc.ts';
import { s3Bytes } from './store/objects/s3.ts';
import { sealedStore, type SealedStore } from './store/objects/sealed.ts';

/** Identity numbers in the index, for rotations and for the first start. */
export { PATIENT_NUMBERS, PATIENT_NUMBER_KEYS } from './store/sealed-numbers.ts';

export interface ImagingSettings {
  /** Where instances are kept unless `s3` or `orthanc` names another place. */
  readonly folder: string;
  readonly s3?: S3Settings | undefined;
  /** An outside archive that keeps the files in place of the embedded one. */
  readonly orthanc?: OrthancSettings | undefined;
  /** Where DICOM associations are taken; none without. 0 takes any free port. */
  readonly dicomPort?: number | undefined;
  readonly dicomHost?: string | undefined;
}

export interface ImagingHouse {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
}

/** Who hears what the listener meets. */
export interface Telling {
  readonly onError: (error: unknown) => void;
  readonly listens: (state: ListenerState) => void;
}

export interface ImagingService {
  readonly archive: Archive;
  /** Long work that needs the archive's files. */
  readonly tasks: readonly TaskKind[];
  readonly jobs: readonly RecurringJob[];
  /** Begins to take associations where that is configured; undefined where not. */
  listen(tell: Telling): Promise<DimseListener | undefined>;
  /** Ends the threads that decode pictures. */
  close(): Promise<void>;
}

/** The files as they lie in this house's own folder. */
const onDisk = (database: Database, folder: string): SealedStore => sealedStore(database, diskBytes(objectFolder(folder)));
const objectFolder = (folder: string): string => join(folder, 'objects');

/** Serves the archive: DICOMweb below `/dicom-web`. */
export async function serveImaging(server: FastifyInstance, { database, clock, ids, subjectOf }: ImagingHouse, settings: ImagingSettings): Promise<ImagingService> {
  const { orthanc, s3, folder } = settings;
  const sealed = orthanc !== undefined ? undefined : s3 === undefined ? onDisk(database, folder) : sealedStore(database, s3Bytes(s3));
  const objects = sealed ?? orthancStore(orthanc!);
  const archive: Archive = { database, objects, clock, ids };
  const pixels = new PixelPool();
  let listener: DimseListener | undefined;
  const dicomweb = { archive, files: new FileReader(objects, pixels), audit: batchedAudit(database), subjectOf };
  const teaching = join(folder, 'teaching');
  await registerDicomwebRoutes(server, dicomweb);
  registerTeachingFiles(server, dicomweb, teaching);
  return {
    archive,
    tasks: [teachingTask({ objects, folder: teaching }), ...(sealed === undefined ? [] : [sealStoredTask(sealed)])],
    jobs: [removeExpiredExports(teaching), ...(sealed === undefined ? [] : [findClearObjects, removeLeftovers(sealed, objectFolder(folder))])],
    listen: async ({ onError, listens }) => {
      const { dicomPort: port, dicomHost: host } = settings;
      return (listener = await openListener({ name: 'dicom', setting: 'YIGONG_DICOM_PORT', port: port ?? null, listens }, (given) => listenForAssociations({ archive, files: dicomweb.files, onError }, { port: given, host })));
    },
    close: async () => {
      await listener?.stop();
      await pixels.close();
    },
  };
}

/** For backups: what is copied, and what has a backup of its own. */
export const imagingObjects = (settings: Omit<ImagingSettings, 'folder'>): ObjectsToKeep => objectsToKeep(settings);

/** Keeps files past any road (the demonstration): as `subject`, in the folder that `serveImaging` reads. */
export async function keepFiles({ database, clock, ids, folder }: Pick<Archive, 'database' | 'clock' | 'ids'> & { folder: string }, subject: Subject, files: readonly Buffer[]): Promise<void> {
  const archive: Archive = { database, clock, ids, objects: onDisk(database, folder) };
  await storeInstances(archive, { subject, received: files.map((bytes) => ({ bytes, instance: describeInstance(bytes) })), announces: 'now' });
}

/** Where the demonstration takes associations. */
const DEMO_PORT = 11_112;

const environmentSchema = z.object({
  YIGONG_DICOM_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  YIGONG_DICOM_HOST: z.string().min(1).optional(),
  YIGONG_IMAGING_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  YIGONG_IMAGING_S3_BUCKET: z.string().min(1).default('yigong-imaging'),
  YIGONG_IMAGING_S3_REGION: z.string().min(1).default('us-east-1'),
  YIGONG_IMAGING_S3_KEY: z.string().default(''),
  YIGONG_IMAGING_S3_SECRET: z.string().default(''),
  YIGONG_IMAGING_ORTHANC_URL: z.url({ protocol: /^https?$/ }).optional(),
  YIGONG_IMAGING_ORTHANC_USER: z.string().default(''),
  YIGONG_IMAGING_ORTHANC_PASSWORD: z.string().default(''),
});

/** What the environment says about images; throws where a value cannot be. */
export function readImagingSettings(environment: Readonly<Record<string, string | undefined>>, { isDemo }: { isDemo: boolean }): Omit<ImagingSettings, 'folder'> {
  const read = environmentSchema.parse(environment);
  const s3 = read.YIGONG_IMAGING_S3_ENDPOINT === undefined ? undefined : {
    endpoint: read.YIGONG_IMAGING_S3_ENDPOINT, bucket: read.YIGONG_IMAGING_S3_BUCKET, region: read.YIGONG_IMAGING_S3_REGION,
    accessKeyId: read.YIGONG_IMAGING_S3_KEY, secretAccessKey: read.YIGONG_IMAGING_S3_SECRET,
  };
  const orthanc = read.YIGONG_IMAGING_ORTHANC_URL === undefined ? undefined : { url: read.YIGONG_IMAGING_ORTHANC_URL, user: read.YIGONG_IMAGING_ORTHANC_USER, password: read.YIGONG_IMAGING_ORTHANC_PASSWORD };
  return { s3, orthanc, dicomPort: read.YIGONG_DICOM_PORT ?? (isDemo ? DEMO_PORT : undefined), dicomHost: read.YIGONG_DICOM_HOST };
}
