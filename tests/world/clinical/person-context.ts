import type { Reference, Resource } from '#fhir/types/resources.gen.ts';
import { addDays } from '#platform/kernel/period.ts';
import type { IdSource } from '../ids.ts';
import type { WorldResident } from '../people/types.ts';
import type { PlanIndex } from '../plan/plan-index.ts';
import type { Area, StaffRole, WorldOrganisation, WorldStaff } from '../plan/types.ts';
import type { Random } from '../random.ts';
import type { ChronicDisease } from './chronic-list.ts';
import { referenceTo } from './codes.ts';

/** A FHIR resource with the organisation that holds it: same shape as the repository's `ResourceWrite`. */
export interface WorldWrite {
  readonly method: 'put';
  readonly resource: Resource & { id: string };
  readonly ownerOrganisationId: string;
}

/** One person while the record is written. */
export interface PersonContext {
  readonly resident: WorldResident;
  readonly age: number;
  readonly area: Area;
  readonly chronic: readonly ChronicDisease[];
  readonly world: PlanIndex;
  readonly random: Random;
  readonly ids: IdSource;
  readonly writes: WorldWrite[];
}

export const patientOf = (person: PersonContext): Reference => referenceTo('Patient', person.resident.id);

export function keep(person: PersonContext, owner: WorldOrganisation, resource: Resource & { id: string }): void {
  person.writes.push({ method: 'put', resource, ownerOrganisationId: owner.id });
}

export const today = (person: PersonContext): string => person.world.plan.referenceDate;

export const daysAgo = (person: PersonContext, days: number): string => addDays(today(person), -days);

/** `2026-03-02T09:05:00+08:00`; minutes count from midnight. */
export function instantOf(date: string, minutes: number): string {
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${date}T${hour}:${String(minutes % 60).padStart(2, '0')}:00+08:00`;
}

const DOCTOR_ROLES: readonly StaffRole[] = ['specialist', 'township-doctor', 'village-doctor'];

/** A doctor of the organisation, of the department if it has one; none for houses without accounts. */
export function doctorAt(person: PersonContext, organisation: WorldOrganisation, department?: string): WorldStaff | undefined {
  const doctors = DOCTOR_ROLES.flatMap((role) => person.world.staffOf(organisation.id, role));
  if (doctors.length === 0) return undefined;
  const own = department === undefined ? [] : doctors.filter((doctor) => doctor.speciality === department);
  return person.random.pick(own.length > 0 ? own : doctors);
}

export const practitionerOf = (staff: WorldStaff): Reference => referenceTo('Practitioner', staff.id, staff.name);
export const providerOf = (organisation: WorldOrganisation): Reference => referenceTo('Organization', organisation.id, organisation.shortName);

/** Positive, mean 1, long right tail: how costs and stays spread. */
export const skewed = (random: Random): number => 0.35 - 0.65 * Math.log(1 - random.next());
