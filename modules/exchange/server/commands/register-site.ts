import { getOrganisationSummary } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { registerSite as operation } from '../../contract/sites.ts';
import { insertSite } from '../store/sites.ts';
import { problem } from './exchange-problem.ts';
import { answerSite, siteFields } from './site-answer.ts';

/** From now on messages under these two names are taken for this organisation. */
export async function registerSite(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  await getOrganisationSummary(context.tx, input.organisationId);
  const site = { id: context.newId(), organisationId: input.organisationId, ...siteFields(input), isActive: true, createdAt: context.now };
  if (!(await insertSite(context.tx, site))) throw problem('exchange.site-name-taken');
  return answerSite(context, 'exchange.site-registered', site);
}
