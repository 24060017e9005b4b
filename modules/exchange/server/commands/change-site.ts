import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { changeSite as operation } from '../../contract/sites.ts';
import { findListedSite } from '../store/site-list.ts';
import { isNamePairTaken, updateSite } from '../store/sites.ts';
import { problem } from './exchange-problem.ts';
import { answerSite, siteFields } from './site-answer.ts';

export async function changeSite(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const site = await findListedSite(context.tx, input.id, context.gate.scope({ organisation: ['site.owner_organisation_id'] }));
  if (site === undefined) throw problem('exchange.site-unknown');
  const changed = { ...site, ...siteFields(input), isActive: input.isActive };
  if (await isNamePairTaken(context.tx, changed)) throw problem('exchange.site-name-taken');
  await updateSite(context.tx, changed, context.now);
  return answerSite(context, 'exchange.site-changed', changed);
}
