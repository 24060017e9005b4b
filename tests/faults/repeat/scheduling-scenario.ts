import type { Connection } from '#platform/cli/connection.ts';
import { addDays } from '#platform/kernel/period.ts';
import { admitToBed, blockBed, createWard, dischargeBed, moveBed, unblockBed } from '#modules/scheduling/contract/beds.ts';
import { cancelSession, changeQuota, publishSession } from '#modules/scheduling/contract/clinics.ts';
import { bookSlot, cancelBooking, recordArrival, recordMissed } from '#modules/scheduling/contract/reservations.ts';
import { registerPerson, today, type County } from '../county.ts';

const reason = '测试';

export async function playScheduling(server: Connection, county: County): Promise<void> {
  const session = (daysAhead: number) =>
    server.call(publishSession, { clinicId: county.clinic, day: addDays(today(), daysAhead), from: '08:00', until: '09:00', minutesPerSlot: 20, open: 2, referral: 0 });
  await server.call(cancelSession, { id: (await session(5)).id, reason });
  const slots = (await session(6)).slots.map(({ id }) => id);
  const personId = await registerPerson(server, 910);
  const book = async (turn: number): Promise<string> => (await server.call(bookSlot, { slotId: slots[turn] ?? '', personId, pool: 'open' })).id;
  await server.call(changeQuota, { id: slots[0] ?? '', open: 3, referral: 1, contract: 0, reason });
  await server.call(cancelBooking, { id: await book(0), reason });
  await server.call(recordArrival, { id: await book(1) });
  await server.call(recordMissed, { id: await book(2), reason });
  // The beds of the county are kept for referrals until noon.
  const ward = await server.call(createWard, { organisationId: county.hospital, name: '普通病区', speciality: '03.04', beds: 2, referralBeds: 0 });
  const [bed = '', other = ''] = ward.bedIds;
  await server.call(blockBed, { id: bed, reason });
  await server.call(unblockBed, { id: bed });
  await server.call(admitToBed, { id: bed, personId });
  await server.call(moveBed, { id: bed, toBedId: other, reason });
  await server.call(dischargeBed, { id: other, reason });
}
