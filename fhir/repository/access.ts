import type { Subject } from '#platform/access/subject.ts';
import { scopeCondition, type SqlCondition } from '#platform/access/scope.ts';

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
}

/** As `rowScope`, for rows under another name. */
export function rowScopeOf(subject: Subject, type: string | undefined, { firstParameter, alias, isCount = false }: ScopedRows): SqlCondition {
  if (subject.everyOrganisation || (type !== undefined && DIRECTORY.has(type))) return { text: 'true', values: [] };
  const columns = {
    organisation: [`${alias}.owner_organisation_id`], person: `${alias}.person_id`, restricted: `${alias}.restricted`,
    resource: `(${alias}.resource_type || '/' || ${alias}.resource_id)`, rowByRow: !isCount,
  };
  const scope = scopeCondition(subject, columns, firstParameter);
  if (type !== undefined) return scope;
  const next = firstParameter + scope.values.length;
  return { text: `(${alias}.resource_type = any($${next}::text[]) or ${scope.text})`, values: [...scope.values, directoryTypes] };
}
