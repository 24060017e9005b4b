import { findResource } from '#fhir/repository/read.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { ResourceType } from '#fhir/types/resources.gen.ts';
import type { sendMessage as operation } from '../../contract/messages.ts';
import { composeMessage } from '../rules/mapping/outgoing/compose.ts';
import { keepMessage } from '../store/messages.ts';
import { outgoingFor, outgoingInForce } from '../store/outgoing-mappings.ts';
import { findSite } from '../store/sites.ts';
import { problem } from './exchange-problem.ts';
import { gatherParts } from './receive/gather-parts.ts';

/** Queues a resource of somebody whose record the asker may open, as a message to a registered system. */
export async function sendMessage(context: CommandContext, { siteId, resource, event }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const site = await findSite(context.tx, siteId);
  if (site === undefined || !site.isActive) throw problem('exchange.site-unknown');
  context.gate.requireOrganisation(site.organisationId);
  if (site.targetHost === null) throw problem('exchange.site-sends-nowhere');
  const [type = '', id = ''] = resource.split('/');
  const found = await findResource(context.tx, type as ResourceType, id);
  const parts = found === undefined ? undefined : await gatherParts(context.tx, found);
  if (parts === undefined) throw problem('exchange.resource-unknown');
  const basis = await context.gate.recordBasis(parts.patient.id ?? '');
  const messageId = context.newId();
  const controlId = messageId.replace(/-/g, '').slice(-20);
  const mapping = outgoingFor(await outgoingInForce(context.tx), event);
  const composed = mapping && composeMessage(mapping, parts, { event, controlId, at: context.now, receiver: { application: site.application, facility: site.facility } });
  if (composed === undefined) throw problem('exchange.cannot-send');
  await keepMessage(context.tx, {
    messageId, organisationId: site.organisationId, siteId, direction: 'out', channel: 'outgoing', body: Buffer.from(composed.text, 'utf8'), peer: `${site.targetHost}:${site.targetPort}`, at: context.now,
    byId: context.subject.id, head: { format: 'hl7v2', messageType: event, controlId },
  });
  context.about({ organisationId: site.organisationId, personId: parts.patient.id ?? null, resource, basis });
  context.emit('exchange.message-queued', { messageId }, [site.organisationId]);
  return { id: messageId, state: 'queued', code: null, place: null };
}
