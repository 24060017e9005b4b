import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { setQualityPlan as operation } from '../../../contract/quality.ts';
import { replacePlan } from '../../store/quality.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

export async function setQualityPlan(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const row = { ...input, id: context.newId(), organisationName: await getOrganisationName(context.tx, input.organisationId), validUntil: null };
  if (!(await replacePlan(context.tx, row))) throw problem('shared-diagnosis.period-reversed', [{ path: 'validFrom', message: { zh: '已有同日或更晚开始的计划', en: 'A plan begins on that day or later already' } }]);
  context.emit('shared-diagnosis.quality-plan-set', { planId: row.id, kind: row.kind }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `QualityPlan/${row.id}` });
  return row;
}
