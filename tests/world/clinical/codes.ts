import type { CodeableConcept, Coding, Meta, Reference } from '#fhir/types/resources.gen.ts';

export const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
export const LOINC = 'http://loinc.org';
export const ATC = 'http://www.whocc.no/atc';
export const UCUM = 'http://unitsofmeasure.org';
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

export interface Code {
  readonly code: string;
  readonly name: string;
}

export const concept = (system: string, code: Code): CodeableConcept => ({ coding: [{ system, code: code.code, display: code.name }], text: code.name });
export const hl7Code = (system: string, code: string): CodeableConcept => ({ coding: [{ system: `${TERMINOLOGY}/${system}`, code }] });
export const encounterClass = (code: 'AMB' | 'IMP' | 'EMER'): Coding => ({ system: ACT_CODE, code });

/** Confidentiality label R of a resource; http://terminology.hl7.org/CodeSystem/v3-Confidentiality. */
export const RESTRICTED: Meta = { security: [{ system: `${TERMINOLOGY}/v3-Confidentiality`, code: 'R' }] };

export const referenceTo = (type: string, id: string, display?: string): Reference =>
  display === undefined ? { reference: `${type}/${id}` } : { reference: `${type}/${id}`, display };
