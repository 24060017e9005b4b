import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { actionParty } from '../../contract/states.ts';
import type { moveSpecimen as declared } from '../../contract/specimens.ts';
import type { SpecimenChange } from '../store/specimens.ts';
import { cardOf, openSpecimen, problem, step, tell } from './act.ts';

type Input = InputOf<typeof declared>;
const STORED_DAYS = 7;

/** Whatever is done with a single tube by hand. Cold ischaemia lies between the two moments that surgery writes down. */
export async function moveSpecimen(context: CommandContext, input: Input): Promise<ResultOf<typeof declared>> {
  const row = await openSpecimen(context, { id: input.id, party: actionParty[input.action] });
  if (input.action === 'reject' && input.reason == null) throw problem('laboratory.reason-missing');
  const after = await step(context, row, { action: input.action, change: changeOf(input, context.now), note: input.note ?? input.reason ?? null });
  tell(context, after, { event: 'laboratory.specimen-moved', more: { action: input.action } });
  return cardOf(after);
}

function changeOf({ action, reason, excisedAt, fixedAt, storedDays }: Input, now: Date): Omit<SpecimenChange, 'state' | 'now'> {
  if (action === 'unpack') return { boxId: null };
  if (action === 'receive') return { receivedAt: now };
  if (action === 'reject') return { rejectReason: reason! };
  if (action === 'store') return { storedUntil: addDays(chinaDate(now), storedDays ?? STORED_DAYS) };
  if (action !== 'collect') return {};
  const [excised, fixed] = [excisedAt, fixedAt].map((moment) => (moment == null ? undefined : new Date(moment)));
  if ((excised !== undefined && excised > now) || (fixed !== undefined && (fixed > now || (excised !== undefined && fixed < excised)))) throw problem('laboratory.wrong-times');
  return { collectedAt: now, ...(excised === undefined ? {} : { excisedAt: excised }), ...(fixed === undefined ? {} : { fixedAt: fixed }) };
}
