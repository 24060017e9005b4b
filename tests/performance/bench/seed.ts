import type { BenchHouse } from './house.ts';
import { patient, PEOPLE, transaction, visit } from './resources.ts';

const PATIENTS_PER_BUNDLE = 250;

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

/** The people of the bench and, for each, `visitsEach` visits; repeated it changes nothing. */
export async function seed(house: BenchHouse, visits: number): Promise<void> {
  for (let start = 0; start < PEOPLE; start += PATIENTS_PER_BUNDLE) {
    const people = Array.from({ length: PATIENTS_PER_BUNDLE }, (_, index) => patient(start + index));
    await house.request(0, { method: 'POST', path: '/fhir', body: transaction(people) });
  }
  let number = 0;
  await Promise.all(Array.from({ length: 4 }, async (_, worker) => {
    while (number < visits) await house.request(worker, { method: 'POST', path: '/fhir', body: transaction(visit(number++)) });
  }));
}
