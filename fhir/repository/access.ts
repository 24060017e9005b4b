import { isMaskedFor } from '#platform/access/number-trials.ts';
import type { Subject } from '#platform/access/subject.ts';
import { purposeOf } from '#platform/access/decide.ts';
import { scopeCondition, type SqlCondition } from '#platform/access/scope.ts';
import { maskPersonNumber } from '#platform/kernel/check-digits.ts';
import { isPersonType } from '#fhir/search/values/person-numbers.ts';
import { limitCondition } from './scope-limits.ts';
import { parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';

/** Types that hold no person's data: any signed-in subject may read them. Everything else needs a scope. */
const DIRECTORY = new Set([
  'ActivityDefinition', 'CapabilityStatement', 'CatalogEntry', 'ChargeItemDefinition', 'CodeSystem', 'CompartmentDefinition',
  'ConceptMap', 'DeviceDefinition', 'EffectEvidenceSynthesis', 'Endpoint', 'EventDefinition', 'Evidence', 'EvidenceVariable',
  'ExampleScenario', 'GraphDefinition', 'HealthcareService', 'ImplementationGuide', 'InsurancePlan', 'Library', 'Location',
  'Measure', 'Medication', 'MedicationKnowledge', 'MedicinalProduct', 'MedicinalProductAuthorization',
  'MedicinalProductContraindication', 'MedicinalProductIndication', 'MedicinalProductIngredient', 'MedicinalProductInteraction',
  'MedicinalProductManufactured', 'MedicinalProductPackaged', 'MedicinalProductPharmaceutical',
  'MedicinalProductUndesirableEffect', 'MessageDefinition', 'NamingSystem', 'ObservationDefinition', 'OperationDefinition',
  'Organization', 'OrganizationAffiliation', 'PlanDefinition', 'Practitioner', 'PractitionerRole', 'Questionnaire',
  'ResearchDefinition', 'ResearchElementDefinition', 'RiskEvidenceSynthesis', 'Schedule', 'SearchParameter', 'Slot',
  'SpecimenDefinition', 'StructureDefinition', 'StructureMap', 'Substance', 'SubstanceNucleicAcid', 'SubstancePolymer',
  'SubstanceProtein', 'SubstanceReferenceInformation', 'SubstanceSourceMaterial', 'SubstanceSpecification',
  'TerminologyCapabilities', 'TestScript', 'ValueSet',
]);

export const isDirectoryType = (type: string): boolean => DIRECTORY.has(type);
const directoryTypes: readonly string[] = [...DIRECTORY];

/** The gate as SQL over rows called `r`, of one type (or of any type when `type` is undefined). */
export const rowScope = (subject: Subject, type: string | undefined, firstParameter: number): SqlCondition =>
  rowScopeOf(subject, type, { firstParameter, alias: 'r' });

/**
 * What an outside writer may change or delete, over rows called `r`: rows of the organisations in scope. Being allowed to read a
 * record (a referral, a directory) never lets one member rewrite what another wrote. Rows that nobody owns follow the person.
 */
export function writeScope(subject: Subject, firstParameter: number): SqlCondition {
  const owned = scopeCondition(subject, { organisation: ['r.owner_organisation_id'] }, firstParameter);
  const ofPerson = scopeCondition(subject, { person: 'r.person_id' }, firstParameter);
  return { text: `(${owned.text} or (r.owner_organisation_id is null and ${ofPerson.text}))`, values: ofPerson.values };
}

export interface ScopedRows {
  readonly firstParameter: number;
  readonly alias: string;
  /** For counts, which meet every row; the values are the same. */
  readonly isCount?: boolean;
  /** The person that the search is about. */
  readonly asked?: string | undefined;
}

/** What the text of a scope over one type depends on, and the values that are bound to it besides the person asked about. */
export function scopeKindOf(subject: Subject, type: string): { readonly kind: string; readonly isByGround: boolean; readonly values: readonly unknown[] } {
  if (subject.everyOrganisation || DIRECTORY.has(type)) return { kind: 'all', isByGround: false, values: [] };
  if (subject.kind === 'resident') return { kind: 'own', isByGround: false, values: [subject.personId] };
  return { kind: purposeOf(subject), isByGround: true, values: [subject.organisationIds] };
}

/** As `rowScope`, for rows under another name. */
export function rowScopeOf(subject: Subject, type: string | undefined, rows: ScopedRows): SqlCondition {
  const ground = groundScope(subject, type, rows);
  const limit = limitCondition(subject, type, { alias: rows.alias, firstParameter: rows.firstParameter + ground.values.length, isDirectory: isDirectoryType });
  if (limit === undefined) return ground;
  return { text: `(${ground.text} and ${limit.text})`, values: [...ground.values, ...limit.values], shown: ground.shown && `(${ground.shown} and ${limit.text})` };
}

/** By grounds alone, whatever the scopes say. */
function groundScope(subject: Subject, type: string | undefined, { firstParameter, alias, isCount = false, asked }: ScopedRows): SqlCondition {
  if (subject.everyOrganisation || (type !== undefined && DIRECTORY.has(type))) return { text: 'true', values: [] };
  const columns = {
    organisation: [`${alias}.owner_organisation_id`], person: `${alias}.person_id`, restricted: `${alias}.restricted`,
    resource: `(${alias}.resource_type || '/' || ${alias}.resource_id)`, rowByRow: !isCount, asked,
  };
  const scope = scopeCondition(subject, columns, firstParameter);
  if (type !== undefined) return scope;
  const next = firstParameter + scope.values.length;
  return { text: `(${alias}.resource_type = any($${next}::text[]) or ${scope.text})`, values: [...scope.values, directoryTypes] };
}

/** http://terminology.hl7.org/CodeSystem/v3-ObservationValue: parts of the content are masked. */
const MASKED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'MASKED' };

/** The text of a resource as the subject may see it. */
export function maskedText(subject: Subject, type: string, content: string): string {
  return content === '' || !isPersonType(type) || !isMaskedFor(subject) ? content : masked(content);
}

/** The same for rows of a page. */
export const maskedRows = <Row extends { readonly type: string; readonly content: string }>(subject: Subject, rows: readonly Row[]): readonly Row[] =>
  !isMaskedFor(subject) ? rows : rows.map((row) => (isPersonType(row.type) ? { ...row, content: maskedText(subject, row.type, row.content) } : row));

interface Numbered {
  readonly value?: unknown;
}
interface PersonText {
  readonly meta?: { readonly security?: readonly object[] };
  readonly identifier?: readonly Numbered[];
  readonly telecom?: readonly Numbered[];
  readonly contact?: readonly { readonly telecom?: readonly Numbered[] }[];
  readonly text?: unknown;
}

/** A narrative would repeat the numbers and is left out. */
function masked(content: string): string {
  const { meta, text: _narrative, ...rest } = parseFhirJson(content) as PersonText & { resourceType: string };
  const { identifier, telecom, contact } = rest;
  const hide = (each: Numbered): Numbered => (typeof each.value === 'string' ? { ...each, value: maskPersonNumber(each.value) } : each);
  const { resourceType, ...others } = rest;
  return printFhirJson({
    resourceType,
    ...others,
    meta: { ...meta, security: [...(meta?.security ?? []), MASKED] },
    ...(identifier ? { identifier: identifier.map(hide) } : {}),
    ...(telecom ? { telecom: telecom.map(hide) } : {}),
    ...(contact ? { contact: contact.map((each) => (each.telecom ? { ...each, telecom: each.telecom.map(hide) } : each)) } : {}),
  });
}

/** Whether a resource sent to us is a masked copy: stored, it would destroy the numbers. */
export const isMaskedCopy = (resource: { readonly meta?: { readonly security?: readonly { readonly code?: string | undefined }[] | undefined } | undefined }): boolean =>
  resource.meta?.security?.some(({ code }) => code === MASKED.code) === true;
