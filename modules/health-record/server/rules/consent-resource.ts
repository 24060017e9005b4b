import type { Consent } from '#fhir/types/resources.gen.ts';
import type { ConsentVersion } from '../store/consents.ts';

const SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';

/** HL7 v3 PurposeOfUse for our purposes of care. */
const REASONS: Readonly<Record<string, string>> = { treatment: 'TREAT', referral: 'COC', 'follow-up': 'CAREMGT', quality: 'HQUALIMP', research: 'HRESCH' };

/** The FHIR R4 Consent of a version; a withdrawn one is inactive. https://hl7.org/fhir/R4/consent.html */
export function consentResource(consent: ConsentVersion): Consent {
  const isPermit = consent.decision === 'permit';
  const reason = consent.purpose === null ? undefined : REASONS[consent.purpose];
  return {
    resourceType: 'Consent',
    id: consent.consentId,
    status: consent.state === 'active' ? 'active' : 'inactive',
    scope: { coding: [{ system: SCOPE, code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: `Patient/${consent.personId}` },
    dateTime: consent.validFrom.toISOString(),
    ...(consent.ownerOrganisationId === null ? {} : { organization: [{ reference: `Organization/${consent.ownerOrganisationId}` }] }),
    policyRule: { coding: [{ system: ACT_CODE, code: isPermit ? 'OPTIN' : 'OPTOUT' }] },
    provision: {
      type: consent.decision,
      period: { start: consent.validFrom.toISOString(), ...(consent.validUntil === null ? {} : { end: consent.validUntil.toISOString() }) },
      ...(consent.granteeOrganisationId === '*'
        ? {}
        : { actor: [{ role: { coding: [{ system: PARTICIPATION, code: 'IRCP' }] }, reference: { reference: `Organization/${consent.granteeOrganisationId}` } }] }),
      ...(reason === undefined ? {} : { purpose: [{ system: ACT_REASON, code: reason }] }),
      ...(consent.resource === null ? {} : { data: [{ meaning: 'instance' as const, reference: { reference: consent.resource } }] }),
    },
  };
}
