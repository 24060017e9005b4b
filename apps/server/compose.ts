import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { answerBadFhirAddress } from '#fhir/interactions/http.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { registerFhirRoutes } from '#fhir/interactions/routes.ts';
import { exportTask } from '#fhir/operations/bulk/export-task.ts';
import { importTask } from '#fhir/operations/bulk/import-task.ts';
import { reclassifyTask } from '#fhir/operations/bulk/reclassify-task.ts';
import { reindexTask } from '#fhir/operations/bulk/reindex-task.ts';
import { allowSubscriptionHosts } from '#fhir/subscriptions/endpoint.ts';
import { matchSubscriptions } from '#fhir/subscriptions/match.ts';
import { startNotices } from '#fhir/subscriptions/notices.ts';
import { refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { refreshWatched } from '#fhir/subscriptions/watched.ts';
import { serveImaging, type ImagingSettings } from '#modules/imaging/server/api.ts';
import { serveRecognition } from '#modules/recognition/server/api.ts';
import { evaluateMeasure } from '#modules/indicators/server/api.ts';
import { findMatchingPersons } from '#modules/residents/server/api.ts';
import { keepNumberTrials } from '#platform/access/number-trials.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { anchorJob } from '#platform/audit/module.ts';
import { verificationTask } from '#platform/audit/verification-task.ts';
import { announceListeners } from '#platform/cli/local-server.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Database } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { startOutboxListener } from '#platform/events/listener.ts';
import { setReactionIndex } from '#platform/events/outbox.ts';
import { indexReactions } from '#platform/events/reaction.ts';
import { startDelivery, type Worker } from '#platform/events/worker.ts';
import { CostLimit } from '#platform/http/cost-limit.ts';
import { createDispatcher } from '#platform/http/dispatcher.ts';
import { registerLiveRoute } from '#platform/http/live.ts';
import { describeListener, type ListenerState } from '#platform/http/listening.ts';
import { logToStderr, type Log } from '#platform/http/log.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { registerOperationRoutes } from '#platform/http/routes.ts';
import { createServer } from '#platform/http/server.ts';
import type { TlsFiles } from '#platform/http/tls.ts';
import { openMetrics } from '#platform/monitoring/metrics.ts';
import { registerMetrics } from '#platform/monitoring/metrics-routes.ts';
import { registerWebFiles } from '#platform/http/web-files.ts';
import type { OutsideSettings } from '#platform/identity/outside/outside-provider.ts';
import { registerOidcRoutes } from '#platform/identity/provider/routes.ts';
import { registerIdentityRoutes } from '#platform/identity/routes.ts';
import { createSubjectReader } from '#platform/identity/subjects.ts';
import { registerTokenRoutes } from '#platform/identity/machine/token-routes.ts';
import { startRecurringJobs } from '#platform/jobs/recurring.ts';
import { startTasks, type TaskKind } from '#platform/jobs/task.ts';
import { systemClock, type Clock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { CONTRACTS, MODULES } from './modules.ts';
import { listOrganisationNames } from './organisation-names.ts';
import { roleTitle } from './roles.ts';

export interface HouseSettings {
  readonly database: Database;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly modules?: readonly ServerModule[];
  readonly webFolder?: string;
  /** Where bulk exports are written and imports wait; without it there are none. */
  readonly dataFolder?: string;
  /** Where images go other than into the data folder, and who may send them. */
  readonly imaging?: Omit<ImagingSettings, 'folder'> | undefined;
  /** Where metrics are pushed to, besides being read at `/metrics`. */
  readonly otlpUrl?: string | undefined;
  /** Hosts inside this network that FHIR subscriptions may be sent to. */
  readonly subscriptionHosts?: readonly string[];
  readonly signIn?: SignInOptions;
  /** Serves HTTPS in place of HTTP. */
  readonly tls?: TlsFiles | undefined;
}

export interface SignInOptions {
  /** After so many days staff choose a new password. */
  readonly passwordDaysMax: number;
  /** `https://yigong.example`; undefined takes the address that each request names. */
  readonly publicUrl?: string | undefined;
  readonly outside?: OutsideSettings | undefined;
}

/** Events of tasks carry the task's id; whoever began one waits for it on a page of another room. */
const TASKS = 'jobs';
const SIGN_IN: SignInOptions = { passwordDaysMax: 90 };

export interface House {
  readonly server: FastifyInstance;
  /** Starts reactions, clocks and long work of this process. */
  start(): void;
  /** Ends requests and work under way; the database stays open. */
  stop(): Promise<void>;
}

/** Wires the rooms, the FHIR floor, identity, live stream and pages to one server. The database is migrated already. */
export async function composeHouse({ database, clock = systemClock, log = logToStderr, modules = MODULES, webFolder, dataFolder, subscriptionHosts = [], signIn = SIGN_IN, otlpUrl, tls, imaging: imagingSettings }: HouseSettings): Promise<House> {
  const ids = timeOrderedIds(clock, randomBytes);
  const onError = (error: unknown): void => log('worker.failed', { reason: describeSafely(error) });
  const reactions = [...modules.flatMap((module) => module.reactions), matchSubscriptions];
  const anchorFolder = dataFolder === undefined ? undefined : join(dataFolder, 'anchors');
  const jobs = [...modules.flatMap((module) => module.jobs), ...(anchorFolder === undefined ? [] : [anchorJob(anchorFolder)])];
  const contracts = [...new Set([...CONTRACTS, ...modules.map((module) => module.contract)])];
  const listener = startOutboxListener(database);
  const metrics = await openMetrics(database, otlpUrl);
  setReactionIndex(indexReactions(reactions));
  keepNumberTrials(database);
  allowSubscriptionHosts(subscriptionHosts);
  listener.subscribeDefinitions(() => void refreshWatched(database).catch((error: unknown) => onError(error)));
  listener.subscribeDefinitions(() => void refreshCustomParameters(database).catch((error: unknown) => onError(error)));
  await seedRolePermissions(database, contracts);

  const everyPermission = contracts.flatMap((contract) => Object.keys(contract.permissions));
  const reader = createSubjectReader({ database, clock, everyPermission });
  const { subjectOf } = reader;
  const server = await createServer({ database, log, tls, publicUrl: signIn?.publicUrl, answerBadAddress: answerBadFhirAddress });
  const organisationNames = (organisationIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    listOrganisationNames(database, organisationIds);
  const limit = new CostLimit();
  const identity = { database, clock, ids, reader, organisationNames, roleTitle, limit, ...signIn };
  registerIdentityRoutes(server, identity);
  const forward = await registerOidcRoutes(server, { ...identity, resourceTypes });
  await registerTokenRoutes(server, { database, clock, limit, publicUrl: signIn.publicUrl, forward });
  const dispatcher = createDispatcher({ database, clock, ids });
  registerOperationRoutes(server, { operations: modules.flatMap((module) => module.operations), dispatcher, subjectOf, forget: reader.forget });
  const bulk = dataFolder === undefined ? {} : { exportFolder: join(dataFolder, 'exports'), importFolder: join(dataFolder, 'imports') };
  await registerFhirRoutes(server, { database, subjectOf, forget: reader.forget, clock, ids, personMatcher: findMatchingPersons, measureEvaluator: evaluateMeasure, ...bulk });
  const imaging = dataFolder === undefined ? undefined : await serveImaging(server, { database, clock, ids, subjectOf }, { ...imagingSettings, folder: join(dataFolder, 'imaging') });
  await serveRecognition(server, { database, dispatcher, subjectOf, subjectByAssertion: reader.subjectByAssertion, publicUrl: signIn.publicUrl });
  registerMetrics(server, { metrics, database, subjectOf });
  registerLiveRoute(server, { database, listener, subjectOf, rooms: new Set(everyPermission.map((permission) => permission.split('.', 1)[0]!).filter((room) => room !== TASKS)) });
  await registerWebFiles(server, webFolder ?? join(projectRoot(), 'dist', 'web'));

  const workers: Worker[] = [];
  const services: Promise<Worker | undefined>[] = [];
  return {
    server,
    start: () => {
      const settings = { database, clock, ids, onError };
      const listens = keepListeners(dataFolder);
      void imaging?.listen({ onError, listens });
      workers.push(
        startDelivery({ ...settings, reactions, listener }),
        startRecurringJobs({ ...settings, jobs: [...jobs, ...(imaging?.jobs ?? [])] }),
        ...startNotices(settings),
        startTasks({ ...settings, kinds: [...modules.flatMap((module) => module.tasks ?? []), ...fhirTasks(bulk), ...(imaging?.tasks ?? []), verificationTask(anchorFolder)] }),
      );
      const service = { ...settings, environment: process.env, listens };
      services.push(...modules.flatMap((module) => module.services ?? []).map(({ start }) => start(service).catch((error: unknown) => void onError(error))));
    },
    stop: async () => {
      await Promise.all(services.map(async (starting) => (await starting)?.stop()));
      await server.close();
      await Promise.all(workers.map((worker) => worker.stop()));
      await imaging?.close();
      await listener.stop();
      await metrics.close();
    },
  };
}

/** Says each and keeps all for the operations page, which any process of the house may be asked for. */
function keepListeners(dataFolder: string | undefined): (state: ListenerState) => void {
  const known = new Map<string, ListenerState>();
  return (state) => {
    const line = describeListener(state);
    if (line !== undefined) process.stdout.write(`${line}\n`);
    known.set(state.name, state);
    if (dataFolder !== undefined) announceListeners(dataFolder, [...known.values()]);
  };
}

/** Long work of the FHIR floor, which is no room and so has no manifest. */
const fhirTasks = ({ exportFolder, importFolder }: { exportFolder?: string; importFolder?: string }): TaskKind[] => [
  reindexTask,
  reclassifyTask,
  ...(exportFolder === undefined ? [] : [exportTask(exportFolder)]),
  ...(importFolder === undefined ? [] : [importTask(importFolder)]),
];
