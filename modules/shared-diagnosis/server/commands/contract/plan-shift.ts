import { chinaDate } from '#platform/kernel/period.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { planShift as operation } from '../../../contract/centres.ts';
import { findReaderName, insertShift, shiftOverlaps } from '../../store/permits.ts';
import { problem } from '../act/act-context.ts';

export async function planShift(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  if (Date.parse(input.endsAt) <= Date.parse(input.startsAt)) throw problem('shared-diagnosis.period-reversed', [{ path: 'endsAt', message: { zh: '结束早于开始', en: 'Before the beginning' } }]);
  const readerName = await findReaderName(context.tx, { ...input, on: chinaDate(new Date(input.startsAt)) });
  if (readerName === undefined) throw problem('shared-diagnosis.no-permit');
  if (await shiftOverlaps(context.tx, input)) throw problem('shared-diagnosis.shift-overlaps');
  const shift = { ...input, id: context.newId(), readerName, startsAt: new Date(input.startsAt).toISOString(), endsAt: new Date(input.endsAt).toISOString() };
  await insertShift(context.tx, shift);
  context.emit('shared-diagnosis.shift-planned', { shiftId: shift.id, kind: input.kind }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `Shift/${shift.id}` });
  return shift;
}
