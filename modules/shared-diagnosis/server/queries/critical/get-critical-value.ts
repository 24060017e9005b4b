import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { criticalAbility } from '../../../contract/actions.ts';
import type { getCriticalValue as operation } from '../../../contract/critical.ts';
import { criticalActions } from '../../../contract/states.ts';
import { problem } from '../../commands/act/act-context.ts';
import { criticalCardOf, criticalSidesOf, criticalViewOf } from '../../rules/card.ts';
import { stepOf } from '../../rules/detail.ts';
import { listActions } from '../../store/actions.ts';
import { findCritical } from '../../store/critical.ts';

export async function getCriticalValue(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, subject, gate, now } = context;
  const row = await findCritical(sql, id);
  if (row === undefined || criticalSidesOf(subject, row).length === 0) throw problem('shared-diagnosis.not-found');
  context.about({ personId: row.personId, resource: `Task/${row.criticalId}` });
  const steps = await listActions(sql, 'critical', row.criticalId);
  const view = { ...criticalViewOf(subject, row), holds: (permission: string) => gate.holds(permission) };
  return {
    ...criticalCardOf(row, now), steps: steps.map(stepOf), abilities: criticalActions.filter((action) => action !== 'detect' && action !== 'escalate').map((action) => criticalAbility(view, action)),
  };
}
