import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Bed, dischargeBed as operation } from '../../contract/beds.ts';
import { lockReservation } from '../store/reservations.ts';
import { lockOwnBed, moveBedState } from './step-bed.ts';
import { stepOne } from './step-reservation.ts';

const problem = problemsOf(contract.problems);
/** Days after discharge in which the ward still completes the record. */
const COMPLETION_DAYS = 30;

/** Frees the bed; a reservation that put the person there is finished with it. */
export async function dischargeBed(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Bed> {
  const bed = await lockOwnBed(context, id);
  if (bed.state !== 'occupied' || bed.personId === null) throw problem('scheduling.bed-wrong-state');
  const after = await moveBedState(context, bed, { action: 'discharge', event: 'scheduling.bed-vacated', reason });
  const reservation = bed.reservationId === null ? undefined : await lockReservation(context.tx, bed.reservationId);
  if (reservation?.state === 'arrived') await stepOne(context, reservation, { action: 'finish', reason });
  const source = `scheduling/bed/${bed.id}/${bed.personId}`;
  const opened = await endRecordBasis(context.tx, { source, at: context.now });
  if (opened === 0) return after;
  await grantRecordBasis(context.tx, {
    personId: bed.personId, organisationId: bed.organisationId, basis: 'treatment', source: `${source}/after`, validFrom: context.now,
    validUntil: new Date(context.now.getTime() + COMPLETION_DAYS * 86_400_000),
  });
  return after;
}
