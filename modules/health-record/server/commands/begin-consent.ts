import { findItemOwnership } from '#fhir/repository/person-record.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { endRecordBasis, endRefusal, grantRecordBasis, refuseAccess } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { Consent } from '../../contract/consents.ts';
import { namesOf } from '../queries/names.ts';
import { consentResource } from '../rules/consent-resource.ts';
import { consentView } from '../rules/views.ts';
import { insertConsentVersion, type ConsentVersion } from '../store/consents.ts';
import { after, DAY_MS, problem, requireOrganisationMeant } from './acting.ts';

export interface Terms extends Pick<ConsentVersion, 'personId' | 'decision' | 'granteeOrganisationId' | 'opensRestricted' | 'evidence' | 'reason' | 'ownerOrganisationId'> {
  readonly purpose?: ConsentVersion['purpose'] | undefined;
  readonly reference?: string | null | undefined;
  readonly days?: number | null | undefined;
  readonly basis: string;
}

/** Version 1 of a consent or refusal; the gate follows it from the next read on. */
export async function beginConsent(context: CommandContext, terms: Terms): Promise<Consent> {
  const { now, subject } = context;
  await requireSense(context, terms);
  const consent: ConsentVersion = {
    consentId: context.newId(), version: 1, state: 'active', personId: terms.personId, ownerOrganisationId: terms.ownerOrganisationId, decision: terms.decision,
    granteeOrganisationId: terms.granteeOrganisationId, purpose: terms.purpose ?? null, resource: terms.reference ?? null, opensRestricted: terms.opensRestricted,
    validFrom: now, validUntil: terms.days == null ? null : after(now, terms.days * DAY_MS), evidence: terms.evidence, reason: terms.reason,
    byId: subject.id, byName: subject.name, at: now,
  };
  await applyConsent(context, consent);
  return storeVersion(context, consent, { event: 'health-record.consent-registered', basis: terms.basis });
}

/** A permit has one grantee and an end; one thing meant lies in the record and cannot be refused singly. */
async function requireSense(context: CommandContext, terms: Terms): Promise<void> {
  const isPermit = terms.decision === 'permit';
  if (isPermit && (terms.days == null || terms.granteeOrganisationId === '*')) throw problem('health-record.consent-needs-end');
  if (terms.granteeOrganisationId !== '*') await requireOrganisationMeant(context, terms.granteeOrganisationId);
  if (terms.reference == null) return;
  const item = await findItemOwnership(context.tx, terms.reference);
  if (item?.personId !== terms.personId || !isPermit) throw problem('health-record.item-not-found');
}

const sourceOf = (consentId: string): string => `health-record/consent/${consentId}`;

async function applyConsent({ tx }: CommandContext, consent: ConsentVersion): Promise<void> {
  const { personId, purpose, validFrom, validUntil, resource, opensRestricted } = consent;
  const [organisationId, source] = [consent.granteeOrganisationId, sourceOf(consent.consentId)];
  if (consent.decision === 'permit') await grantRecordBasis(tx, { personId, organisationId, basis: 'consent', source, validFrom, validUntil, purpose, resource, opensRestricted });
  else await refuseAccess(tx, { personId, organisationId, purpose, source, validFrom, validUntil });
}

/** The last version: the ground or the refusal ends now. Throws `health-record.consent-withdrawn` the second time. */
export async function endConsent(context: CommandContext, consent: ConsentVersion, { reason, basis }: { reason: string; basis: string }): Promise<Consent> {
  if (consent.state === 'withdrawn') throw problem('health-record.consent-withdrawn');
  const { tx, now, subject } = context;
  const source = sourceOf(consent.consentId);
  await endRecordBasis(tx, { source, at: now });
  await endRefusal(tx, { source, at: now });
  const withdrawn: ConsentVersion = { ...consent, version: consent.version + 1, state: 'withdrawn', reason, byId: subject.id, byName: subject.name, at: now };
  return storeVersion(context, withdrawn, { event: 'health-record.consent-withdrawn', basis });
}

async function storeVersion(context: CommandContext, consent: ConsentVersion, { event, basis }: { event: string; basis: string }): Promise<Consent> {
  const { tx, now } = context;
  await insertConsentVersion(tx, consent);
  await writeResources(context, [{ method: 'put', resource: consentResource(consent), ownerOrganisationId: consent.ownerOrganisationId, managedBy: 'health-record' }]);
  context.about({ personId: consent.personId, resource: `Consent/${consent.consentId}`, basis, purpose: consent.reason === '' ? null : consent.reason });
  const told = [consent.ownerOrganisationId, consent.granteeOrganisationId === '*' ? null : consent.granteeOrganisationId].filter((id) => id !== null);
  context.emit(event, { consentId: consent.consentId, personId: consent.personId }, [...new Set(told)]);
  return consentView(consent, await namesOf(tx, { organisationIds: [consent.granteeOrganisationId] }), now);
}
