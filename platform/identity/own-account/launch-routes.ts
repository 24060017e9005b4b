import type { FastifyInstance } from 'fastify';
import { gateFor } from '#platform/access/gate.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { beginLaunch, listLaunchableApps } from '../contract/authorisations.ts';
import * as launches from '../provider/launches.ts';
import { originOf, requireSession, serve, type IdentityRoutes } from '../serve.ts';

/** Opening an outside app from the record of a person: only whoever may open the record may hand it on, within the same grounds. */
export function registerLaunchRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  serve(server, { operation: listLaunchableApps, settings }, async (request) => {
    await requireSession(reader, request);
    return { rows: await launches.listLaunchableApps(database) };
  });
  serve(server, { operation: beginLaunch, settings }, async (request, { clientId, personId }) => {
    const { session, subject } = await requireSession(reader, request);
    const about = { personId, resource: `client/${clientId}` };
    const basis = await gateFor(subject, database).findRecordBasis(personId);
    if (basis === undefined) {
      await recordAudit(database, subject, { action: 'identity.launch-app', outcome: 'refused', ...about });
      throw platformProblem('platform.record-forbidden');
    }
    const to = await database.transaction((tx) => launches.beginLaunch(tx, { accountId: session.accountId, clientId, personId }, `${originOf(settings, request)}/fhir`));
    if (to === undefined) throw platformProblem('platform.not-found');
    await recordAudit(database, subject, { action: 'identity.launch-app', outcome: 'success', ...about, basis });
    return { to };
  });
}
