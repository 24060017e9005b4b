import type { HumanName, Identifier, Patient } from '#fhir/types/resources.gen.ts';
import type { WorldResident } from '../people/types.ts';
import { referenceTo } from './codes.ts';

/** The systems by which the person index (modules/residents) knows its numbers. */
const ID_CARD_SYSTEM = 'https://yigong.dev/fhir/sid/id-card';
const INSURANCE_SYSTEM = 'https://yigong.dev/fhir/sid/insurance-number';

/** The Patient as a member's system would send it. The person index may write its own; see apps/server/load-world.ts. */
export function patientResource(resident: WorldResident): Patient & { id: string } {
  const identifier: Identifier[] = [];
  if (resident.document !== null) identifier.push({ use: 'official', system: ID_CARD_SYSTEM, value: resident.document.number });
  if (resident.insuranceNumber !== null) identifier.push({ use: 'official', system: INSURANCE_SYSTEM, value: resident.insuranceNumber });
  return {
    resourceType: 'Patient',
    id: resident.id,
    ...(identifier.length === 0 ? {} : { identifier }),
    active: true,
    name: [nameOf(resident)],
    ...(resident.phone === null ? {} : { telecom: [{ system: 'phone', value: resident.phone, use: 'mobile' }] }),
    gender: resident.sex,
    birthDate: resident.birthDate,
    address: [{ use: 'home', text: resident.address }],
    managingOrganization: referenceTo('Organization', resident.managingOrganisationId),
  };
}

const nameOf = ({ name, familyName }: WorldResident): HumanName =>
  familyName === null ? { use: 'official', text: name } : { use: 'official', text: name, family: familyName, given: [name.slice(familyName.length)] };
