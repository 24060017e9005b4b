import type { StoredEntry } from '#platform/audit/entries.ts';
import type { AuditEvent } from '#fhir/types/resources.gen.ts';

const EVENT_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const INTERACTION = 'http://hl7.org/fhir/restful-interaction';
const OWN_ACTION = 'https://yigong.dev/fhir/CodeSystem/action';
const OWN_SUBJECT = 'https://yigong.dev/fhir/account';
const ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const OBJECT = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/** FHIR interactions by the second word of our action. */
const INTERACTIONS = new Set(['read', 'vread', 'update', 'patch', 'delete', 'history', 'create', 'search', 'transaction', 'batch', 'operation']);
const LETTERS: Readonly<Record<string, 'C' | 'R' | 'U' | 'D' | 'E'>> = { create: 'C', insert: 'C', read: 'R', vread: 'R', search: 'R', list: 'R', history: 'R', export: 'R', update: 'U', patch: 'U', delete: 'D', truncate: 'D' };
const REASONS: Readonly<Record<string, string>> = { treatment: 'TREAT', statistics: 'HRESCH', emergency: 'ETREAT', payment: 'HPAYMT', operations: 'HOPERAT', review: 'HOPERAT', 'own-record': 'PATRQT' };

const RESOURCE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;
/** Success, or a minor failure: refused by the gate. */
const OUTCOMES = { success: '0', refused: '4' } as const;

/** One entry of the trail as AuditEvent (R4), id `trail-<number>`. https://hl7.org/fhir/R4/auditevent.html */
export function auditEventOf(entry: StoredEntry): AuditEvent {
  const verb = entry.action.split('.')[1] ?? '';
  const purpose = purposeOf(entry.purpose);
  return {
    resourceType: 'AuditEvent',
    id: `trail-${entry.id}`,
    type: { system: EVENT_TYPE, code: 'rest', display: 'RESTful Operation' },
    subtype: [{ system: OWN_ACTION, code: entry.action }, ...(INTERACTIONS.has(verb) ? [{ system: INTERACTION, code: verb }] : [])],
    action: LETTERS[verb] ?? 'E',
    recorded: entry.at,
    outcome: OUTCOMES[entry.outcome],
    ...(purpose ? { purposeOfEvent: [purpose] } : {}),
    agent: [{
      who: { identifier: { system: OWN_SUBJECT, value: entry.subjectId }, display: entry.subjectName },
      name: entry.subjectName,
      altId: entry.subjectKind,
      requestor: true,
      ...(entry.basis ? { policy: [`https://yigong.dev/fhir/basis/${encodeURIComponent(entry.basis)}`] } : {}),
    }],
    source: { observer: { display: 'Yigong', ...(entry.organisationId ? { reference: `Organization/${entry.organisationId}` } : {}) } },
    entity: entitiesOf(entry),
  };
}

function purposeOf(purpose: string | null): { coding?: { system: string; code: string }[]; text: string } | undefined {
  if (purpose === null) return undefined;
  const code = REASONS[purpose];
  return { ...(code ? { coding: [{ system: REASON, code }] } : {}), text: purpose };
}

function entitiesOf({ resource, personId }: StoredEntry): NonNullable<AuditEvent['entity']> {
  const patient = personId === null ? [] : [{ what: { reference: `Patient/${personId}` }, type: { system: OBJECT, code: '1', display: 'Person' }, role: { system: ROLE, code: '1', display: 'Patient' } }];
  if (resource === null || resource === `Patient/${personId}`) return patient;
  const what = RESOURCE.test(resource) ? { reference: resource } : { display: resource };
  return [...patient, { what, type: { system: OBJECT, code: '2', display: 'System Object' }, role: { system: ROLE, code: '4', display: 'Domain Resource' } }];
}
