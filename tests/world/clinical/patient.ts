import type { Identifier, Patient } from '#fhir/types/resources.gen.ts';
import type { WorldResident } from '../people/types.ts';
import { referenceTo } from './codes.ts';

/** OIDs of the national health data standards: identity card, and the insurance number under the same arc. */
export const ID_CARD_SYSTEM = 'urn:oid:2.16.156.10011.1.3';
export const INSURANCE_SYSTEM = 'urn:oid:2.16.156.10011.1.15';

/** The Patient as a member's system would send it. The person index may write its own; see apps/server/load-world.ts. */
export function patientResource(resident: WorldResident): Patient & { id: string } {
  const identifier: Identifier[] = [];
  if (resident.document !== null) identifier.push({ use: 'official', system: ID_CARD_SYSTEM, value: resident.document.number });
  if (resident.insuranceNumber !== null) identifier.push({ use: 'secondary', system: INSURANCE_SYSTEM, value: resident.insuranceNumber });
  return {
    resourceType: 'Patient',
    id: resident.id,
    ...(identifier.length === 0 ? {} : { identifier }),
    active: true,
    name: [{ use: 'official', text: resident.name }],
    ...(resident.phone === null ? {} : { telecom: [{ system: 'phone', value: resident.phone, use: 'mobile' }] }),
    gender: resident.sex,
    birthDate: resident.birthDate,
    address: [{ use: 'home', text: resident.address, country: 'CN' }],
    ...(resident.motherId === null ? {} : { link: [{ other: referenceTo('Patient', resident.motherId), type: 'seealso' }] }),
    managingOrganization: referenceTo('Organization', resident.managingOrganisationId),
  };
}
