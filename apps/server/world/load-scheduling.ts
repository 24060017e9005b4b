import { loadResources } from '#fhir/repository/bulk.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import { searchResources } from '#fhir/repository/search.ts';
import { bedWrite, bulkLoadScheduling, scheduleWrite, slotWrite, wardWrite } from '#modules/scheduling/server/api.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { WorldPlan } from '#tests/world/plan/types.ts';
import { schedulingSeed, type Inpatient, type SchedulingSeed } from './scheduling-seed.ts';

export interface SchedulingRequest {
  readonly database: Database;
  readonly plan: WorldPlan;
  readonly now: Date;
  readonly newId: () => string;
}

const BATCH = 2_000;

/** Clinics, slots, wards and beds, after the people: beds know who lies in them. Repeating changes nothing. */
export async function loadScheduling({ database, plan, now, newId }: SchedulingRequest): Promise<void> {
  const seed = schedulingSeed(plan, await listInpatients(database));
  await database.transaction((tx) => bulkLoadScheduling(tx, seed));
  const writes = resourcesOf(seed);
  const batches = Array.from({ length: Math.ceil(writes.length / BATCH) }, (_, index) => writes.slice(index * BATCH, (index + 1) * BATCH));
  await loadResources(database, batches, { now, newId, validate: false });
}

/** From the records themselves, so that a continued load sees those of earlier batches too. One bed a person: the later admission counts. */
async function listInpatients(database: Database): Promise<Inpatient[]> {
  const byPerson = new Map<string, Inpatient>();
  let query: string | undefined = 'Encounter?status=in-progress&class=IMP&_sort=date&_count=500';
  while (query !== undefined) {
    const page: Awaited<ReturnType<typeof searchResources>> = await searchResources(database, systemSubject, query);
    for (const resource of page.resources) {
      if (resource.resourceType !== 'Encounter') continue;
      const personId = resource.subject!.reference!.slice('Patient/'.length);
      byPerson.set(personId, {
        personId,
        organisationId: resource.serviceProvider!.reference!.slice('Organization/'.length),
        department: resource.serviceType?.text ?? '',
        since: resource.period!.start!,
      });
    }
    query = page.next;
  }
  return [...byPerson.values()];
}

function resourcesOf(seed: SchedulingSeed): ResourceWrite[] {
  const clinics = new Map(seed.clinics.map((clinic) => [clinic.id, clinic]));
  return [
    ...seed.clinics.map((clinic) => scheduleWrite({ ...clinic, state: 'open' })),
    ...seed.sessions.flatMap(({ clinicId, slots, id: sessionId }) => {
      const { organisationId, speciality, name, practitionerName } = clinics.get(clinicId)!;
      return slots.map((slot) =>
        slotWrite({
          id: slot.id,
          sessionId,
          clinicId,
          clinicName: name,
          practitionerName,
          organisationId,
          speciality,
          startsAt: slot.startsAt,
          endsAt: slot.endsAt,
          state: 'published',
          pools: (['open', 'referral', 'contract'] as const).map((pool) => ({ pool, quota: slot[pool], taken: 0 })),
          free: slot.open + slot.referral + slot.contract,
        }),
      );
    }),
    ...seed.wards.flatMap((ward) => [wardWrite(ward), ...ward.beds.map((bed) => bedWriteOf(ward, bed))]),
  ];
}

type WardSeed = SchedulingSeed['wards'][number];

const bedWriteOf = (ward: WardSeed, bed: WardSeed['beds'][number]): ResourceWrite =>
  bedWrite({
    id: bed.id,
    wardId: ward.id,
    organisationId: ward.organisationId,
    label: bed.label,
    state: bed.personId === null ? 'free' : 'occupied',
  });
