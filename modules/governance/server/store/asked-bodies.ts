import { listPacksInForce } from '#modules/regions/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { AskedBody } from '../../contract/meetings.ts';

/** The bodies that the packs in force ask for; offices hold their seats, never persons. */
export async function askedBodies(sql: Sql): Promise<Omit<AskedBody, 'bodyId'>[]> {
  return (await listPacksInForce(sql)).flatMap((pack) => {
    const nameOf = (id: string) => pack.bodies.find((body) => body.id === id)?.name ?? { zh: id, en: id };
    return pack.committees.map(({ id, name, kind, chair, seats, officeAt, scope, clause }) => ({
      sourceId: `${pack.id}.${id}`, regionName: pack.name, clause, name, kind, scope, chair: chair ?? null, seats: seats.map(nameOf), office: officeAt === undefined ? null : nameOf(officeAt),
    }));
  });
}
