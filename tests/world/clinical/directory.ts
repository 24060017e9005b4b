import type { Location, Organization, Practitioner, PractitionerRole } from '#fhir/types/resources.gen.ts';
import type { WorldOrganisation, WorldPlan, WorldStaff } from '../plan/types.ts';
import { planIds } from '../ids.ts';
import { referenceTo } from './codes.ts';
import type { WorldWrite } from './person-context.ts';

const CREDIT_CODE_SYSTEM = 'urn:oid:2.16.156.10011.1.26';

/** Organisations, places, staff and their posts as FHIR; the consortium room may write the organisations itself. */
export function directoryWrites(plan: WorldPlan): WorldWrite[] {
  const roleIds = planIds(plan.seed, 11);
  const placeIds = planIds(plan.seed, 12);
  return [
    ...plan.organisations.flatMap((organisation) => [
      owned(organisation.id, organizationResource(organisation)),
      owned(organisation.id, locationResource(organisation, placeIds.newId())),
    ]),
    ...plan.staff.flatMap((member) => [owned(member.organisationId, practitionerResource(member)), owned(member.organisationId, roleResource(member, roleIds.newId()))]),
  ];
}

const owned = (ownerOrganisationId: string, resource: WorldWrite['resource']): WorldWrite => ({ method: 'put', resource, ownerOrganisationId });

export const organizationResource = (organisation: WorldOrganisation): Organization & { id: string } => ({
  resourceType: 'Organization',
  id: organisation.id,
  ...(organisation.creditCode === null ? {} : { identifier: [{ use: 'official', system: CREDIT_CODE_SYSTEM, value: organisation.creditCode }] }),
  active: true,
  type: [{ text: organisation.kind }],
  name: organisation.name,
  alias: [organisation.shortName],
  telecom: [{ system: 'phone', value: organisation.phone, use: 'work' }],
  address: [{ use: 'work', text: organisation.address, country: 'CN' }],
  ...(organisation.parentId === null ? {} : { partOf: referenceTo('Organization', organisation.parentId) }),
});

const locationResource = (organisation: WorldOrganisation, id: string): Location & { id: string } => ({
  resourceType: 'Location',
  id,
  status: 'active',
  name: organisation.name,
  mode: 'instance',
  address: { use: 'work', text: organisation.address, country: 'CN' },
  position: { longitude: organisation.position[0], latitude: organisation.position[1] },
  managingOrganization: referenceTo('Organization', organisation.id),
});

export const practitionerResource = (member: WorldStaff): Practitioner & { id: string } => ({
  resourceType: 'Practitioner',
  id: member.id,
  active: true,
  name: [{ use: 'official', text: member.name }],
  telecom: [{ system: 'phone', value: member.phone, use: 'work' }],
  gender: member.sex,
  qualification: [{ code: { text: member.title } }],
});

const roleResource = (member: WorldStaff, id: string): PractitionerRole & { id: string } => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: referenceTo('Practitioner', member.id, member.name),
  organization: referenceTo('Organization', member.organisationId),
  code: member.roles.map((role) => ({ text: role })),
  ...(member.speciality === null ? {} : { specialty: [{ text: member.speciality }] }),
});
