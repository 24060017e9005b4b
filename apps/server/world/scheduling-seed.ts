import type { bulkLoadScheduling } from '#modules/scheduling/server/api.ts';
import { addDays } from '#platform/kernel/period.ts';
import { planIds, type IdSource } from '#tests/world/ids.ts';
import type { ClinicSession, WorldClinic, WorldPlan, WorldWard } from '#tests/world/plan/types.ts';

export type SchedulingSeed = Parameters<typeof bulkLoadScheduling>[1];
type SessionSeed = SchedulingSeed['sessions'][number];
type WardSeed = SchedulingSeed['wards'][number];

/** Somebody who lies in hospital at the world's today. */
export interface Inpatient {
  readonly personId: string;
  readonly organisationId: string;
  /** Name of the department, as Encounter.serviceType says it. */
  readonly department: string;
  /** Instant of admission. */
  readonly since: string;
}

/** Sessions exist from some days before the world's today (the seats of referrals under way) to some weeks after it. */
const DAYS_BEFORE = 18;
const DAYS_AFTER = 24;
const SEATS_PER_SLOT = 2;
const RELEASE_HOURS = 24;
const SESSION_BLOCK = 16;
const SLOT_BLOCK = 17;
const BED_BLOCK = 18;

/** Clinics with their sessions and slots, wards with their beds and who lies in them. */
export function schedulingSeed(plan: WorldPlan, inpatients: readonly Inpatient[]): SchedulingSeed {
  const departments = new Map(plan.organisations.flatMap((organisation) => organisation.departments.map((department) => [department.id, department] as const)));
  const staff = new Map(plan.staff.map((member) => [member.id, member.name]));
  return {
    clinics: plan.clinics.map((clinic, index) => ({
      id: clinic.id,
      organisationId: clinic.organisationId,
      name: clinic.name,
      speciality: departments.get(clinic.departmentId)!.code,
      practitionerId: clinic.staffId,
      practitionerName: staff.get(clinic.staffId)!,
      room: `门诊楼${2 + (index % 4)}层${1 + (index % 18)}诊室`,
    })),
    sessions: sessionSeeds(plan),
    wards: wardSeeds(plan, inpatients),
  };
}

/** 1 Monday … 7 Sunday. */
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

function sessionSeeds(plan: WorldPlan): SessionSeed[] {
  const ids = { sessions: planIds(plan.seed, SESSION_BLOCK), slots: planIds(plan.seed, SLOT_BLOCK) };
  const days = Array.from({ length: DAYS_BEFORE + DAYS_AFTER }, (_, index) => addDays(plan.referenceDate, index - DAYS_BEFORE));
  return plan.clinics.flatMap((clinic) =>
    days.flatMap((day) => clinic.sessions.filter((session) => session.weekday === weekdayOf(day)).map((session) => sessionSeed({ clinic, session, day }, ids))),
  );
}

interface Dated {
  readonly clinic: WorldClinic;
  readonly session: ClinicSession;
  readonly day: string;
}

const instantOf = (day: string, minutes: number): string =>
  `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00+08:00`;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function sessionSeed({ clinic, session, day }: Dated, ids: { sessions: IdSource; slots: IdSource }): SessionSeed {
  const start = minutesOf(session.start);
  const length = session.minutesPerSlot * SEATS_PER_SLOT;
  const seats = spreadSeats(session.quotas);
  const startsAt = instantOf(day, start);
  return {
    id: ids.sessions.newId(),
    clinicId: clinic.id,
    day,
    startsAt,
    endsAt: instantOf(day, minutesOf(session.end)),
    releaseAt: new Date(Date.parse(startsAt) - RELEASE_HOURS * 3_600_000).toISOString(),
    slots: Array.from({ length: Math.floor(seats.length / SEATS_PER_SLOT) }, (_, index) => {
      const own = seats.slice(index * SEATS_PER_SLOT, (index + 1) * SEATS_PER_SLOT);
      const count = (pool: Pool): number => own.filter((seat) => seat === pool).length;
      return {
        id: ids.slots.newId(),
        startsAt: instantOf(day, start + index * length),
        endsAt: instantOf(day, start + (index + 1) * length),
        open: count('open'),
        referral: count('referral'),
        contract: count('contract'),
      };
    }),
  };
}

type Pool = keyof ClinicSession['quotas'];
const POOLS: readonly Pool[] = ['open', 'referral', 'contract'];

/** The seats of a session in order, each pool spread evenly over the hours. */
function spreadSeats(quotas: ClinicSession['quotas']): Pool[] {
  const total = POOLS.reduce((sum, pool) => sum + quotas[pool], 0);
  const given = { open: 0, referral: 0, contract: 0 };
  return Array.from({ length: total }, (_, index) => {
    const owed = (pool: Pool): number => (quotas[pool] * (index + 1)) / total - given[pool];
    const next = POOLS.reduce((best, pool) => (owed(pool) > owed(best) ? pool : best));
    given[next] += 1;
    return next;
  });
}

function wardSeeds(plan: WorldPlan, inpatients: readonly Inpatient[]): WardSeed[] {
  const ids = planIds(plan.seed, BED_BLOCK);
  const organisations = new Map(plan.organisations.map((organisation) => [organisation.id, organisation]));
  const waiting = [...inpatients];
  const departmentOf = (ward: WorldWard) => organisations.get(ward.organisationId)!.departments.find(({ id }) => id === ward.departmentId)!;
  // First everybody into the own department, then whoever is left into any free bed of the house.
  const lying = plan.wards.map((ward) => takeInpatients(waiting, ward.beds, (each) => each.organisationId === ward.organisationId && each.department === departmentOf(ward).name));
  plan.wards.forEach((ward, index) => {
    lying[index]!.push(...takeInpatients(waiting, ward.beds - lying[index]!.length, (each) => each.organisationId === ward.organisationId));
  });
  return plan.wards.map((ward, index) => ({
    id: ward.id,
    organisationId: ward.organisationId,
    name: ward.name,
    speciality: departmentOf(ward).code,
    telephone: organisations.get(ward.organisationId)!.phone,
    referralBeds: ward.bedsReserved,
    referralUntil: '12:00',
    beds: Array.from({ length: ward.beds }, (_, bed) => ({
      id: ids.newId(),
      label: `${String(bed + 1).padStart(2, '0')}床`,
      forSex: 'any' as const,
      personId: lying[index]![bed]?.personId ?? null,
      since: lying[index]![bed]?.since ?? `${plan.referenceDate}T00:00:00+08:00`,
    })),
  }));
}

function takeInpatients(waiting: Inpatient[], count: number, suits: (each: Inpatient) => boolean): Inpatient[] {
  const taken: Inpatient[] = [];
  for (let index = 0; index < waiting.length && taken.length < count; ) {
    if (suits(waiting[index]!)) taken.push(...waiting.splice(index, 1));
    else index += 1;
  }
  return taken;
}
