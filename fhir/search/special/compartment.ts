import { ownEntry } from '#platform/kernel/own-entry.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import type { Bindings } from '../bindings.ts';
import { fhirProblem } from '../../problems.ts';
import { combinedKey, hashText, resourceKey } from '../hash.ts';
import { parametersOf } from '../parameter-table.ts';
import { parameterTarget } from '../parameter-target.ts';

/** A person, encounter … whose resources are asked for (https://hl7.org/fhir/R4/compartmentdefinition.html). */
export interface Compartment {
  readonly type: string;
  readonly id: string;
}

/** Reference parameters by which a type belongs to a compartment, as HL7 lists them. */
const TABLES: Readonly<Record<string, string>> = {
  Patient:
    'Account:subject AdverseEvent:subject AllergyIntolerance:patient,recorder,asserter Appointment:actor AppointmentResponse:actor AuditEvent:patient ' +
    'Basic:patient,author BodyStructure:patient CarePlan:patient,performer CareTeam:patient,participant ChargeItem:subject Claim:patient,payee ' +
    'ClaimResponse:patient ClinicalImpression:subject Communication:subject,sender,recipient CommunicationRequest:subject,sender,recipient,requester ' +
    'Composition:subject,author,attester Condition:patient,asserter Consent:patient Coverage:policy-holder,subscriber,beneficiary,payor ' +
    'CoverageEligibilityRequest:patient CoverageEligibilityResponse:patient DetectedIssue:patient DeviceRequest:subject,performer ' +
    'DeviceUseStatement:subject DiagnosticReport:subject DocumentManifest:subject,author,recipient DocumentReference:subject,author Encounter:subject ' +
    'EnrollmentRequest:subject EpisodeOfCare:patient ExplanationOfBenefit:patient,payee FamilyMemberHistory:patient Flag:patient Goal:patient ' +
    'Group:member ImagingStudy:patient Immunization:patient ImmunizationEvaluation:patient ImmunizationRecommendation:patient ' +
    'Invoice:subject,patient,recipient List:subject,source MeasureReport:patient Media:subject MedicationAdministration:patient,performer,subject ' +
    'MedicationDispense:subject,patient,receiver MedicationRequest:subject MedicationStatement:subject MolecularSequence:patient ' +
    'NutritionOrder:patient Observation:subject,performer Patient:link Person:patient Procedure:patient,performer Provenance:patient ' +
    'QuestionnaireResponse:subject,author RelatedPerson:patient RequestGroup:subject,participant ResearchSubject:individual RiskAssessment:subject ' +
    'Schedule:actor ServiceRequest:subject,performer Specimen:subject SupplyDelivery:patient SupplyRequest:subject Task:patient,focus ' +
    'VisionPrescription:patient',
  Encounter:
    'CarePlan:encounter CareTeam:encounter ChargeItem:context Claim:encounter ClinicalImpression:encounter Communication:encounter ' +
    'CommunicationRequest:encounter Composition:encounter Condition:encounter DeviceRequest:encounter DiagnosticReport:encounter ' +
    'DocumentManifest:related-ref DocumentReference:encounter ExplanationOfBenefit:encounter Media:encounter MedicationAdministration:context ' +
    'MedicationRequest:encounter NutritionOrder:encounter Observation:encounter Procedure:encounter QuestionnaireResponse:encounter ' +
    'RequestGroup:encounter ServiceRequest:encounter VisionPrescription:encounter',
};

/** For these every reference parameter that can point to the type counts: a little more than HL7's own lists. */
const BY_TARGET = new Set(['Practitioner', 'RelatedPerson', 'Device']);

const tables = new Map<string, ReadonlyMap<string, readonly string[]>>();

const isCompartment = (type: string): boolean => ownEntry(TABLES, type) !== undefined || BY_TARGET.has(type);

/**
 * `Organization/1/Patient` is no address of FHIR, as R4 defines five compartments only, and `Patient/1/$what` none of an operation: 404
 * "not a FHIR end-point" (https://hl7.org/fhir/R4/http.html#search).
 */
export function requireCompartment(compartment: Compartment | undefined, member: string): void {
  if (compartment && (!isCompartment(compartment.type) || /^[$_]/.test(member))) throw fhirProblem('fhir.no-endpoint');
}

/** Type → reference parameters; empty for what is no compartment. */
export function compartmentTable(compartment: string): ReadonlyMap<string, readonly string[]> {
  let table = tables.get(compartment);
  if (table) return table;
  const text = ownEntry(TABLES, compartment);
  tables.set(compartment, (table = new Map(text === undefined ? byTarget(compartment) : listed(text))));
  return table;
}

const listed = (text: string): [string, string[]][] =>
  text.split(' ').map((entry) => {
    const [type = '', codes = ''] = entry.split(':');
    return [type, codes.split(',').filter((code) => parametersOf(type).get(code)?.type === 'reference')];
  });

function byTarget(compartment: string): [string, string[]][] {
  if (!BY_TARGET.has(compartment)) return [];
  return resourceTypes.map((type) => [type, [...parametersOf(type).values()].filter((row) => row.targets.includes(compartment)).map((row) => row.code)]);
}

/** Keys of which a resource in the compartment holds one; of one member type, or of all. */
export function compartmentKeys({ type, id }: Compartment, member?: string): string[] {
  const address = hashText(`${type}/${id}`);
  const table = compartmentTable(type);
  const members = member === undefined ? [...table.keys()] : [member];
  return members.flatMap((each) => (table.get(each) ?? []).map((code) => combinedKey(parameterTarget(each, code).hash, address)));
}

/** HL7's lists name the focus itself (`{def}`) in every compartment but the Patient's, which goes by `link`. */
export const holdsItsFocus = ({ type }: Compartment, member: string): boolean => type === member && type !== 'Patient';

/** Rows called `r` of a type that belong to the compartment; nothing belongs where HL7 lists no parameter. */
export function compartmentCondition(compartment: Compartment, member: string, bindings: Bindings): string {
  const keys = compartmentKeys(compartment, member);
  const conditions = keys.length === 0 ? [] : [`r.keys && ${bindings.bind(`{${keys.join(',')}}`, 'bigint[]')}`];
  if (holdsItsFocus(compartment, member)) conditions.push(`r.key = ${bindings.bind(resourceKey(compartment.type, compartment.id), 'bigint')}`);
  return conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`;
}
