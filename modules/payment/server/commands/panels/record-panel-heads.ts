import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { PanelMonth, recordPanelHeads as operation } from '../../../contract/panels.ts';
import { panelMonthOf } from '../../rules/capitation.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPack } from '../../store/packs.ts';
import { capitationLive, putPanelHeads } from '../../store/panels.ts';

/** Said anew for the same month it replaces the number before, until the month is paid. */
export async function recordPanelHeads(context: CommandContext, input: InputOf<typeof operation>): Promise<PanelMonth> {
  const { tx, now } = context;
  context.gate.requireOrganisation(input.organisationId);
  const pack = found(await findPack(tx, input.packId));
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  if (!pack.content.capitation.some(({ panel }) => panel === input.panel)) throw problem('payment.panel-unknown');
  if (!input.month.startsWith(`${pack.year}-`)) throw problem('payment.month-outside');
  if (await capitationLive(tx, pack.id, input.month)) throw problem('payment.panel-fixed');
  await putPanelHeads(tx, { ...input, now });
  await insertAction(context, { itemId: pack.id, ownerOrganisationId: input.organisationId, action: 'record', reason: `${input.panel} ${input.month} ${input.heads}` });
  context.about({ organisationId: input.organisationId });
  context.emit('payment.panel-heads-recorded', { packId: pack.id, panel: input.panel, month: input.month }, [input.organisationId, pack.ownerOrganisationId]);
  const [organisation] = await listOrganisationSummaries(tx, [input.organisationId]);
  return panelMonthOf({ ...input, organisationName: organisation?.name ?? input.organisationId, packVersion: pack.version, fixed: false }, pack.content);
}
