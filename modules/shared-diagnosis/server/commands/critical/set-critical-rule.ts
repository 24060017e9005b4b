import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { setCriticalRule as operation } from '../../../contract/critical.ts';
import { insertRule } from '../../store/critical-rules.ts';
import { problem } from '../act/act-context.ts';

/** The organisation's own limit; it takes the place of the general one of the same direction, for it and all below it. */
export async function setCriticalRule(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const needsNumber = input.comparator !== 'present';
  if (needsNumber !== (input.value != null) || needsNumber !== (input.unit != null)) throw problem('shared-diagnosis.rule-invalid', [{ path: 'value', message: { zh: '请核对比较符、数值和单位', en: 'Check comparator, value and unit' } }]);
  if (input.ageDaysFrom != null && input.ageDaysUntil != null && input.ageDaysUntil <= input.ageDaysFrom) throw problem('shared-diagnosis.period-reversed', [{ path: 'ageDaysUntil', message: { zh: '年龄上限须大于下限', en: 'Above the lower age' } }]);
  const id = context.newId();
  await insertRule(context.tx, { ...input, id });
  context.emit('shared-diagnosis.critical-rule-set', { ruleId: id, code: input.code }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `CriticalRule/${id}` });
  return { ...input, id, value: input.value ?? null, unit: input.unit ?? null, ageDaysFrom: input.ageDaysFrom ?? null, ageDaysUntil: input.ageDaysUntil ?? null, sex: input.sex ?? null, department: input.department ?? null, validUntil: null };
}
