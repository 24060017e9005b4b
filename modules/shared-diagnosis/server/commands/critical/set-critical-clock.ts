import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { setCriticalClock as operation } from '../../../contract/critical.ts';
import { upsertClock } from '../../store/critical-rules.ts';
import { problem } from '../act/act-context.ts';

/** For notices of the organisation from now on; those under way keep their clock. */
export async function setCriticalClock(context: CommandContext, { organisationId, minutes }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(organisationId);
  if (minutes.some((minute, index) => index > 0 && minute <= minutes[index - 1]!)) throw problem('shared-diagnosis.period-reversed', [{ path: 'minutes', message: { zh: '时限须逐级递增', en: 'Each step must be later than the one before' } }]);
  await upsertClock(context.tx, { organisationId, minutes });
  context.emit('shared-diagnosis.critical-clock-set', { organisationId }, [organisationId]);
  context.about({ organisationId, resource: `CriticalClock/${organisationId}` });
  return { organisationId, minutes };
}
