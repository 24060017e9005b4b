import type { Appointment, Location, Schedule, Slot as FhirSlot } from '#fhir/types/resources.gen.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import type { Bed } from '../../contract/beds.ts';
import type { Clinic, Slot } from '../../contract/clinics.ts';
import type { Reservation } from '../../contract/reservations.ts';
import { POOLS, specialityText, type ReservationState } from '../../contract/words.ts';

const SPECIALITY_SYSTEM = 'urn:yigong:speciality';
const POOL_SYSTEM = 'urn:yigong:slot-pool';
const SOURCE_SYSTEM = 'urn:yigong:reservation-source';
/** HL7 v2 table 0116, the preferred binding of Location.operationalStatus. */
const BED_STATUS_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v2-0116';
const PHYSICAL_TYPE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/location-physical-type';

const specialityConcept = (code: string) => ({ coding: [{ system: SPECIALITY_SYSTEM, code, display: specialityText(code).zh }] });

const managed = (resource: ResourceWrite['resource'], ownerOrganisationId: string): ResourceWrite => ({
  method: 'put',
  resource,
  ownerOrganisationId,
  managedBy: 'scheduling',
});

export function scheduleWrite(clinic: Clinic): ResourceWrite {
  const schedule: Schedule = {
    resourceType: 'Schedule',
    id: clinic.id,
    active: clinic.state === 'open',
    specialty: [specialityConcept(clinic.speciality)],
    // R4 knows no Organization as actor; a clinic without a doctor is named only.
    actor: [
      clinic.practitionerId === null
        ? { display: clinic.name }
        : { reference: `Practitioner/${clinic.practitionerId}`, display: clinic.practitionerName ?? undefined },
    ],
    comment: clinic.name,
  };
  return managed(schedule, clinic.organisationId);
}

export function slotWrite(slot: Slot): ResourceWrite {
  const resource: FhirSlot = {
    resourceType: 'Slot',
    id: slot.id,
    specialty: [specialityConcept(slot.speciality)],
    schedule: { reference: `Schedule/${slot.clinicId}` },
    status: slot.state === 'cancelled' ? 'busy-unavailable' : slot.free > 0 ? 'free' : 'busy',
    start: slot.startsAt,
    end: slot.endsAt,
  };
  return managed(resource, slot.organisationId);
}

const APPOINTMENT_STATUS: Readonly<Record<ReservationState, Appointment['status']>> = {
  held: 'pending',
  confirmed: 'booked',
  arrived: 'arrived',
  released: 'cancelled',
  expired: 'cancelled',
  missed: 'noshow',
  finished: 'fulfilled',
};

export interface AppointmentTimes {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly speciality: string;
  readonly practitionerId?: string | null;
}

export function appointmentWrite(reservation: Reservation, times: AppointmentTimes): ResourceWrite {
  const place = reservation.kind === 'bed' ? `Location/${reservation.bedId}` : times.practitionerId ? `Practitioner/${times.practitionerId}` : undefined;
  const resource: Appointment = {
    resourceType: 'Appointment',
    id: reservation.appointmentId,
    identifier: [{ system: SOURCE_SYSTEM, value: reservation.source }],
    status: APPOINTMENT_STATUS[reservation.state],
    specialty: [specialityConcept(times.speciality)],
    ...(reservation.pool === null
      ? {}
      : { serviceCategory: [{ coding: [{ system: POOL_SYSTEM, code: reservation.pool, display: POOLS[reservation.pool].zh }] }] }),
    start: times.startsAt,
    end: times.endsAt,
    ...(reservation.slotId === null ? {} : { slot: [{ reference: `Slot/${reservation.slotId}` }] }),
    created: reservation.createdAt,
    participant: [
      { actor: { reference: `Patient/${reservation.personId}` }, status: 'accepted' },
      ...(place === undefined ? [] : [{ actor: { reference: place }, status: 'accepted' as const }]),
    ],
  };
  return managed(resource, reservation.organisationId);
}

const BED_STATUS = {
  free: { code: 'U', display: 'Unoccupied' },
  // A reserved bed is still empty; the Appointment says for whom it is kept.
  reserved: { code: 'U', display: 'Unoccupied' },
  occupied: { code: 'O', display: 'Occupied' },
  blocked: { code: 'C', display: 'Closed' },
} as const;

export function bedWrite(bed: Pick<Bed, 'id' | 'wardId' | 'organisationId' | 'label' | 'state'>): ResourceWrite {
  const resource: Location = {
    resourceType: 'Location',
    id: bed.id,
    status: bed.state === 'blocked' ? 'suspended' : 'active',
    operationalStatus: { system: BED_STATUS_SYSTEM, ...BED_STATUS[bed.state] },
    name: bed.label,
    mode: 'instance',
    physicalType: { coding: [{ system: PHYSICAL_TYPE_SYSTEM, code: 'bd', display: 'Bed' }] },
    managingOrganization: { reference: `Organization/${bed.organisationId}` },
    partOf: { reference: `Location/${bed.wardId}` },
  };
  return managed(resource, bed.organisationId);
}

export function wardWrite(ward: { id: string; organisationId: string; name: string; speciality: string }): ResourceWrite {
  const resource: Location = {
    resourceType: 'Location',
    id: ward.id,
    status: 'active',
    name: ward.name,
    mode: 'instance',
    type: [specialityConcept(ward.speciality)],
    physicalType: { coding: [{ system: PHYSICAL_TYPE_SYSTEM, code: 'wa', display: 'Ward' }] },
    managingOrganization: { reference: `Organization/${ward.organisationId}` },
  };
  return managed(resource, ward.organisationId);
}
