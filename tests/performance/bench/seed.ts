import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchHouse } from './house.ts';
import { patient, PEOPLE, transaction, visit } from './resources.ts';

const PATIENTS_PER_BUNDLE = 250;

/** A number of a visit above all that were stored before. */
export async function firstFreeVisit({ raw }: BenchHouse): Promise<number> {
  const rows = await raw.query<{ most: string | null }>(
    "select max(substr(resource_id, 9)::bigint)::text as most from fhir.resource where resource_type = 'Encounter' and resource_id like 'bench-e-%'",
  );
  return Math.max(FRESH_FROM, Number(rows[0]?.most ?? 0) + 1);
}

/** Visits below belong to the seed. */
const FRESH_FROM = 1_000_000;

/** Numbers of visits that no other section has taken: ids stay new however often a section runs. */
export class Visits {
  private next: number;

  constructor(first = 0) {
    this.next = first;
  }

  take(): number {
    return this.next++;
  }
}

/** The people of the bench and visits of theirs; repeated it changes nothing. Visits that other sections stored do not count. */
export async function seed(house: BenchHouse, visits: number): Promise<void> {
  const known = await house.raw.query<{ count: string }>(
    `select count(*)::text as count from fhir.resource where resource_type = 'Encounter' and resource_id like 'bench-e-%' and substr(resource_id, 9)::bigint < ${FRESH_FROM}`,
  );
  if (Number(known[0]!.count) >= visits && visits > 0) return;
  for (let start = 0; start < PEOPLE; start += PATIENTS_PER_BUNDLE) {
    const people = Array.from({ length: PATIENTS_PER_BUNDLE }, (_, index) => patient(start + index));
    await house.request(0, { method: 'POST', path: '/fhir', body: transaction(people) });
  }
  let number = 0;
  await Promise.all(Array.from({ length: 4 }, async (_, worker) => {
    while (number < visits) await house.request(worker, { method: 'POST', path: '/fhir', body: transaction(visit(number++)) });
  }));
  await settled(house);
}

const LOOK_AGAIN_MS = 500;
const SETTLED_MS_MAX = 300_000;

/** Until the rooms have registered the people of the seed: for half a minute that takes a third of the server's time, which is nothing of what is measured. */
async function settled({ raw }: BenchHouse): Promise<void> {
  for (const begin = performance.now(); performance.now() - begin < SETTLED_MS_MAX; await sleep(LOOK_AGAIN_MS)) {
    const [open] = await raw.query<{ count: number }>('select count(*)::int as count from events.delivery where delivered_at is null and dead_at is null');
    if (open!.count === 0) return;
  }
  throw new Error(`The events of the seed were not delivered within ${SETTLED_MS_MAX / 1000} s`);
}
