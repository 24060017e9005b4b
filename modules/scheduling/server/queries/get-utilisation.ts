import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getUtilisation as operation } from '../../contract/clinics.ts';
import { namesOf } from '../rules/names.ts';
import { countMissedBetween, sumPools, sumSites } from '../store/utilisation.ts';

/** R025: how the seats kept and the beds were used, by pool and by site. */
export async function getUtilisation({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const [pools, sites, missed] = await Promise.all([sumPools(sql, input), sumSites(sql, input), countMissedBetween(sql, input)]);
  const names = namesOf(await listOrganisationSummaries(sql, sites.map((site) => site.organisationId)));
  return { from: input.from, until: input.until, pools, missed, sites: sites.map((site) => ({ ...site, organisationName: names(site.organisationId) })) };
}
