import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getUtilisation as operation } from '../../contract/clinics.ts';
import type { Subject } from '#platform/access/subject.ts';
import { namesOf } from '../rules/names.ts';
import { countMissedBetween, sumPools, sumSites } from '../store/utilisation.ts';

/** Figures of the own sites and those below only; null asks for all of them. */
function sitesAsked(subject: Subject, asked: readonly string[] | undefined): string[] | undefined {
  if (subject.everyOrganisation) return asked === undefined ? undefined : [...asked];
  return subject.organisationIds.filter((id) => asked === undefined || asked.length === 0 || asked.includes(id));
}

/** R025: how the seats kept and the beds were used, by pool and by site. */
export async function getUtilisation({ sql, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const period = { ...input, organisationId: sitesAsked(subject, input.organisationId) };
  const [pools, sites, missed] = await Promise.all([sumPools(sql, period), sumSites(sql, period), countMissedBetween(sql, period)]);
  const names = namesOf(await listOrganisationSummaries(sql, sites.map((site) => site.organisationId)));
  return { from: input.from, until: input.until, pools, missed, sites: sites.map((site) => ({ ...site, organisationName: names(site.organisationId) })) };
}
