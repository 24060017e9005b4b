import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import type { Organization, OrganizationAffiliation } from '#fhir/types/resources.gen.ts';
import type { Membership } from '../../contract/memberships.ts';
import type { Organisation } from '../../contract/organisations.ts';
import { KINDS, LEVELS, ROLES } from '../../contract/words.ts';

/** GB 32100-2015 unified social credit code. */
const CREDIT_CODE_SYSTEM = 'urn:yigong:identifier:unified-social-credit-code';
const INSURANCE_CODE_SYSTEM = 'urn:yigong:identifier:insured-institution';
const KIND_SYSTEM = 'urn:yigong:organisation-kind';
const LEVEL_SYSTEM = 'urn:yigong:organisation-level';
const ROLE_SYSTEM = 'urn:yigong:membership-role';

export function organizationWrite(organisation: Organisation): ResourceWrite {
  const { creditCode, insuranceCode } = organisation;
  const identifier = [
    ...(creditCode === null ? [] : [{ use: 'official' as const, system: CREDIT_CODE_SYSTEM, value: creditCode }]),
    ...(insuranceCode === null ? [] : [{ system: INSURANCE_CODE_SYSTEM, value: insuranceCode }]),
  ];
  const resource: Organization = {
    resourceType: 'Organization',
    id: organisation.id,
    ...(identifier.length === 0 ? {} : { identifier }),
    active: organisation.state === 'active',
    type: [
      { coding: [{ system: KIND_SYSTEM, code: organisation.kind, display: KINDS[organisation.kind].zh }] },
      { coding: [{ system: LEVEL_SYSTEM, code: organisation.level, display: LEVELS[organisation.level].zh }] },
    ],
    name: organisation.name,
    ...(organisation.shortName === null ? {} : { alias: [organisation.shortName] }),
    ...(organisation.telephone === null ? {} : { telecom: [{ system: 'phone', value: organisation.telephone }] }),
    ...(organisation.address === null ? {} : { address: [{ text: organisation.address }] }),
    ...(organisation.parentId === null ? {} : { partOf: { reference: `Organization/${organisation.parentId}` } }),
  };
  return { method: 'put', resource, ownerOrganisationId: organisation.id, managedBy: 'consortium' };
}

/** A membership as FHIR sees it: the member takes part in the network of the organisation that runs the consortium. */
export function affiliationWrite(membership: Membership): ResourceWrite {
  const resource: OrganizationAffiliation = {
    resourceType: 'OrganizationAffiliation',
    id: membership.id,
    active: membership.state === 'active' || membership.state === 'warned',
    ...(membership.validFrom === null
      ? {}
      : { period: { start: membership.validFrom, ...(membership.validUntil === null ? {} : { end: membership.validUntil }) } }),
    organization: { reference: `Organization/${membership.ownerOrganisationId}`, display: membership.consortiumName },
    participatingOrganization: { reference: `Organization/${membership.organisationId}` },
    code: [{ coding: [{ system: ROLE_SYSTEM, code: membership.role, display: ROLES[membership.role].zh }] }],
  };
  return { method: 'put', resource, ownerOrganisationId: membership.ownerOrganisationId, managedBy: 'consortium' };
}
