import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { consultUpward as operation } from '../../../contract/reading.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';
import { requireHolder, requirePermit } from '../act/reader.ts';

/** A higher centre sees the order and the record until it has answered; the report stays this centre's. */
export async function consultUpward(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'consult-up');
  await requirePermit(context, row);
  requireHolder(context, row);
  if (input.organisationId === row.centreOrganisationId) throw problem('shared-diagnosis.no-higher-centre');
  const name = await getOrganisationName(context.tx, input.organisationId);
  const after = await performAct(context, row, {
    action: 'consult-up',
    event: 'shared-diagnosis.consulted-upward',
    patch: { consultOrganisationId: input.organisationId, consultOrganisationName: name },
    note: input.question,
    detail: { organisationId: input.organisationId },
    message: { to: { organisationId: input.organisationId, name }, text: `请会诊 ${row.number}：${input.question}`, urgent: row.priority === 'emergency' },
  });
  return answerCard(context, after);
}
