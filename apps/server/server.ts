import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { announceServer, readListeners, withdrawServer } from '#platform/cli/local-server.ts';
import { useDayZone } from '#fhir/search/values/date-range.ts';
import { sealStoredPersons } from '#fhir/repository/sealed/reseal-persons.ts';
import { keyBlockingKeys } from '#modules/residents/server/api.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { sealedOriginals } from '#modules/ecg/server/api.ts';
import { sealedBodies } from '#modules/exchange/server/api.ts';
import { sealedPictures } from '#modules/laboratory/server/api.ts';
import { makeFirstKeys, sealLookedUp } from '#platform/crypto/sealed-column.ts';
import { PARTS_KEY } from '#platform/signature/parts.ts';
import { OBJECT_KEY } from '#platform/files/object-key.ts';
import { PRIVATE_KEY } from '#platform/signature/signing-key.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { setSurroundings, type Surroundings } from '#platform/monitoring/signs.ts';
import { countStuckMessages } from '#modules/exchange/server/api.ts';
import { PATIENT_NUMBER_KEYS, readImagingSettings } from '#modules/imaging/server/api.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { backupsHereOf } from './backups/backups-here.ts';
import { keepCliClient } from './cli-access.ts';
import { composeHouse } from './compose.ts';
import { prepareContents } from './contents.ts';
import { waitForReads } from '#platform/audit/audit.ts';
import { useKeyRingOf } from './master-key.ts';
import { SEALED_COLUMNS } from './modules.ts';
import type { Settings } from './settings.ts';

/** Of the 120 connections that the embedded database allows, some stay free for the command line and for maintenance. */
const CONNECTIONS_OF_ALL = 96;
const CONNECTIONS_MAX = 20;

export interface ComposeRequest {
  readonly settings: Settings;
  /** Of the database owner. */
  readonly connectionString: string;
  /** One line of progress before the ready line. */
  readonly say: (line: string) => void;
}

/** What `main.ts` needs of the whole server. */
export interface ComposedServer {
  /** Printed just before the ready line: how to sign in. */
  readonly announcement: readonly string[];
  /** Answers requests in this process and begins the background work; returns the port taken. */
  listen(address: { port: number; host: string | undefined }): Promise<number>;
  /** Begins the background work alone, because other processes answer at this port. */
  workFor(port: number): void;
  /** Finishes the requests under way, then ends everything that was opened. */
  close(): Promise<void>;
}

/** Puts the server together: database, rooms, first contents. */
export async function composeServer({ settings, connectionString, say }: ComposeRequest): Promise<ComposedServer> {
  setSurroundings(surroundingsOf(settings));
  useDayZone(settings.fhirDayZone);
  useKeyRingOf(settings);
  waitForReads(settings.auditReadsWait);
  const database = openDatabase({ connectionString, connectionsMax: connectionsOf(settings), limits: settings.timeLimits });
  await sealOfBefore(database, say);
  const house = await composeHouse({ database, dataFolder: settings.dataFolder, subscriptionHosts: settings.subscriptionHosts, signIn: settings, otlpUrl: settings.otlpUrl, tls: settings.tls, imaging: readImagingSettings(process.env, { isDemo: settings.demo }) });
  await keepCliClient(database, settings.dataFolder);
  const announcement = await prepareContents({ database, settings, say });
  const workFor = (port: number): void => {
    house.start();
    announceServer(settings.dataFolder, { pid: process.pid, port, ...(settings.tls === undefined ? {} : { url: settings.publicUrl ?? `https://localhost:${port}` }) });
  };
  return {
    announcement,
    listen: async ({ port: wanted, host }) => {
      await house.server.listen({ port: wanted, host: host ?? '::' });
      const { port } = house.server.server.address() as AddressInfo;
      workFor(port);
      return port;
    },
    workFor,
    close: async () => {
      withdrawServer(settings.dataFolder);
      await house.stop();
      await database.end();
    },
  };
}

/** What an older version stored in clear is sealed before anybody is answered: until then its numbers are not found. */
async function sealOfBefore(database: Database, say: (line: string) => void): Promise<void> {
  await loadSearchDigest(database);
  await makeFirstKeys(database, [...sealedBodies, ...sealedOriginals, ...sealedPictures, OBJECT_KEY, PATIENT_NUMBER_KEYS, { purpose: PRIVATE_KEY.purpose, index: { purpose: PARTS_KEY } }]);
  await sealLookedUp(database, SEALED_COLUMNS, (count) => say(`正在加密已有的证件号码与电话 · sealing numbers and telephones of before: ${count}`));
  await keyBlockingKeys(database, (count) => say(`正在重建匹配键 · making keys of matching anew: ${count}`));
  await sealStoredPersons(database, (count) => say(`正在加密 FHIR 中的号码 · sealing numbers in FHIR texts of before: ${count}`));
}

/** One process of several that only answers requests; contents and background work are the first process's part. */
export async function composeWorker({ settings, connectionString }: Omit<ComposeRequest, 'say'>): Promise<Pick<ComposedServer, 'close'> & { listen(address: { port: number; host: string | undefined }): Promise<void> }> {
  setSurroundings(surroundingsOf(settings));
  useDayZone(settings.fhirDayZone);
  useKeyRingOf(settings);
  waitForReads(settings.auditReadsWait);
  const database = openDatabase({ connectionString, connectionsMax: connectionsOf(settings), limits: settings.timeLimits });
  await loadSearchDigest(database);
  const house = await composeHouse({ database, dataFolder: settings.dataFolder, subscriptionHosts: settings.subscriptionHosts, signIn: settings, otlpUrl: settings.otlpUrl, tls: settings.tls, imaging: readImagingSettings(process.env, { isDemo: settings.demo }) });
  return {
    listen: async ({ port, host }) => {
      await house.server.listen({ port, host: host ?? '::' });
    },
    close: async () => {
      await house.stop();
      await database.end();
    },
  };
}

/** What the operations page tells of this machine. */
function surroundingsOf(settings: Settings): Surroundings {
  const { dataFolder } = settings;
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return { version, dataFolder, backups: backupsHereOf(settings), countStuckMessages, listeners: () => readListeners(dataFolder) };
}

/** The share of one process; the one with the background work counts too. */
function connectionsOf({ workers }: Settings): number {
  return workers === 1 ? CONNECTIONS_MAX : Math.max(2, Math.min(CONNECTIONS_MAX, Math.floor(CONNECTIONS_OF_ALL / (workers + 1))));
}
