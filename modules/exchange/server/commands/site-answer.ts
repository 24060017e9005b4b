import type { CommandContext } from '#platform/http/operation.ts';
import type { Site } from '../../contract/sites.ts';
import { namesOf } from '../queries/view-message.ts';
import { viewSite } from '../queries/view-site.ts';
import { findListedSite } from '../store/site-list.ts';
import type { SiteRow } from '../store/sites.ts';
import { problem } from './exchange-problem.ts';

export interface SiteInput extends Pick<SiteRow, 'name' | 'application' | 'facility' | 'receives' | 'dayZone' | 'targetUsesTls'> {
  readonly targetHost?: string | undefined;
  readonly targetPort?: number | undefined;
}

/** What was filled in, checked together. */
export function siteFields(input: SiteInput): Pick<SiteRow, 'name' | 'application' | 'facility' | 'receives' | 'dayZone' | 'targetHost' | 'targetPort' | 'targetUsesTls'> {
  const targetHost = input.targetHost === undefined || input.targetHost === '' ? null : input.targetHost;
  const targetPort = input.targetPort ?? null;
  if (input.application === '' && input.facility === '') throw problem('exchange.site-name-missing');
  if ((targetHost === null) !== (targetPort === null)) throw problem('exchange.site-target-incomplete');
  return { name: input.name, application: input.application, facility: input.facility, receives: input.receives, dayZone: input.dayZone, targetHost, targetPort, targetUsesTls: input.targetUsesTls };
}

export async function answerSite(context: CommandContext, event: string, { id, organisationId }: { id: string; organisationId: string }): Promise<Site> {
  context.about({ organisationId, resource: `exchange-site/${id}` });
  context.emit(event, { siteId: id }, [organisationId]);
  const row = await findListedSite(context.tx, id, context.gate.scope({ organisation: ['site.owner_organisation_id'] }));
  if (row === undefined) throw problem('exchange.site-unknown');
  return viewSite(row, await namesOf(context.tx, [organisationId]));
}
