import { listActiveOrganisations } from '#modules/consortium/server/api.ts';
import { LEVELS } from '#modules/consortium/contract/words.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { connectionCoverage as operation } from '../../contract/sites.ts';
import { listConnections } from '../store/log.ts';

const DAYS = 30;
/** Administer and do not treat. */
const OFFICES = new Set<string>(['health-bureau', 'insurance-bureau', 'consortium', 'alliance']);

/** R018: connected organisations over organisations, by level, of those the asker answers for. */
export async function connectionCoverage({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> {
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const [organisations, connections] = await Promise.all([
    listActiveOrganisations(sql, gate.subject.everyOrganisation ? undefined : gate.subject.organisationIds),
    listConnections(sql, { scope: gate.scope({ organisation: ['site.owner_organisation_id'] }), since }),
  ]);
  const byId = new Map(connections.map((each) => [each.organisationId, each.isConnected]));
  const counted = organisations.filter(({ kind }) => !OFFICES.has(kind));
  const levels = Object.entries(LEVELS).map(([level, title]) => {
    const own = counted.filter((organisation) => organisation.level === level);
    return { level, title, organisations: own.length, registered: own.filter(({ id }) => byId.has(id)).length, connected: own.filter(({ id }) => byId.get(id) === true).length };
  });
  return { levels: levels.filter(({ organisations: total }) => total > 0), days: DAYS };
}
