import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { acknowledgeCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { problem } from '../act/act-context.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';

/** Who receives reads the value back; the escalation stops. */
export async function acknowledgeCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'acknowledge');
  if (!input.readBack) throw problem('shared-diagnosis.read-back-missing', [{ path: 'readBack', message: { zh: '请复述确认', en: 'Read it back' } }]);
  const after = await performCritical(context, row, {
    action: 'acknowledge',
    event: 'shared-diagnosis.critical-acknowledged',
    patch: { acknowledgedAt: context.now, acknowledgedByName: context.subject.name, nextEscalationAt: null },
    note: input.note,
    detail: { readBack: true },
    message: { to: { organisationId: row.reporterOrganisationId, name: row.reporterOrganisationName }, text: `危急值 ${row.number} 已确认收到` },
  });
  return criticalCardOf(after, context.now);
}
