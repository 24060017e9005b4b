import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { endCriticalRule as operation } from '../../../contract/critical.ts';
import { lockRule, markRuleEnded } from '../../store/critical-rules.ts';
import { problem } from '../act/act-context.ts';

/** A general rule is ended by nobody: an organisation sets its own beside it. */
export async function endCriticalRule(context: CommandContext, { id, validUntil, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockRule(context.tx, id);
  if (row === undefined || row.organisationId === null) throw problem('shared-diagnosis.not-found');
  context.gate.requireOrganisation(row.organisationId);
  if (row.validUntil !== null && row.validUntil <= validUntil) throw problem('shared-diagnosis.already-ended');
  await markRuleEnded(context.tx, { id, validUntil, reason });
  context.emit('shared-diagnosis.critical-rule-ended', { ruleId: id }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `CriticalRule/${id}` });
  return { ...row, validUntil };
}
