import type { Observation, Specimen } from '#fhir/types/resources.gen.ts';
import type { Result } from '../../contract/specimens.ts';
import type { SpecimenRow } from '../store/specimens.ts';

const UCUM = 'http://unitsofmeasure.org';
const FLAGS: Readonly<Record<string, string>> = { L: 'Low', H: 'High', N: 'Normal' };

export function specimenResource(row: SpecimenRow): Specimen {
  return {
    resourceType: 'Specimen', id: row.id, identifier: [{ system: 'https://yigong.dev/fhir/sid/tube-code', value: row.tubeCode }], status: row.state === 'rejected' || row.state === 'disposed' ? 'unavailable' : 'available', type: { text: row.kind },
    subject: { reference: `Patient/${row.personId}` }, ...(row.receivedAt === null ? {} : { receivedTime: row.receivedAt.toISOString() }), ...(row.collectedAt === null ? {} : { collection: { collectedDateTime: row.collectedAt.toISOString() } }),
    ...(row.orderId === null ? {} : { request: [{ reference: `ServiceRequest/${row.orderId}` }] }),
  } as Specimen;
}

export function observationResource(row: SpecimenRow, { result, id, at }: { result: Result; id: string; at: Date }): Observation {
  const { flag, low, high } = result;
  const limit = (value: number) => ({ value, unit: result.unit, system: UCUM, code: result.unit });
  return {
    resourceType: 'Observation', id, status: 'final', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }], code: { coding: [{ system: 'http://loinc.org', code: result.code, display: result.name }], text: result.name },
    subject: { reference: `Patient/${row.personId}` }, effectiveDateTime: (row.collectedAt ?? at).toISOString(), issued: at.toISOString(), performer: [{ reference: `Organization/${row.laboratoryOrganisationId}` }], valueQuantity: limit(result.value), specimen: { reference: `Specimen/${row.id}` },
    ...(flag === 'U' ? {} : { interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: flag, display: FLAGS[flag] }] }] }),
    ...(low === null && high === null ? {} : { referenceRange: [{ ...(low === null ? {} : { low: limit(low) }), ...(high === null ? {} : { high: limit(high) }) }] }),
    ...(row.orderId === null ? {} : { basedOn: [{ reference: `ServiceRequest/${row.orderId}` }] }),
  } as Observation;
}
