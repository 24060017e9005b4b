import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { monthsOf } from '#platform/kernel/period.ts';
import type { getReferralFlows as operation } from '../../contract/views.ts';
import { lastWholeMonth, sitesOf } from '../rules/scope.ts';
import { flowsKnownAt, listFlows, type FlowRow } from '../store/flows.ts';

const stagesOf = (flows: readonly FlowRow[]) => {
  const sum = (stage: 'submitted' | 'accepted' | 'arrived' | 'returned'): number => flows.reduce((total, flow) => total + flow[stage], 0);
  return { submitted: sum('submitted'), accepted: sum('accepted'), arrived: sum('arrived'), returned: sum('returned') };
};

export async function getReferralFlows(context: QueryContext, { organisationId: asked, period = lastWholeMonth(context.now) }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const flows = await listFlows(context.sql, { organisationIds, months: monthsOf(period) });
  const of = (direction: FlowRow['direction']): FlowRow[] => flows.filter((flow) => flow.direction === direction);
  return {
    organisationId, period, knownAt: await flowsKnownAt(context.sql), up: stagesOf(of('up')), down: stagesOf(of('down')),
    flows: flows.map(({ fromOrganisationId, toOrganisationId, direction, submitted }) => ({ fromOrganisationId, toOrganisationId, direction, submitted })),
  };
}
