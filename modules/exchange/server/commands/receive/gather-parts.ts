import { findResource, listResourcesById } from '#fhir/repository/read.ts';
import type { Appointment, DiagnosticReport, Patient, Resource } from '#fhir/types/resources.gen.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { OutgoingParts } from '../../rules/mapping/outgoing/compose.ts';

const idIn = (reference: string | undefined, type: string): string | undefined => new RegExp(`(?:^|/)${type}/([A-Za-z0-9\\-.]+)$`).exec(reference ?? '')?.[1];

/** What a message about this resource needs beside it; undefined where it is about nobody. */
export async function gatherParts(sql: Sql, resource: Resource): Promise<(OutgoingParts & { readonly patient: Patient }) | undefined> {
  const personId = personOf(resource);
  const patient = personId === undefined ? undefined : await findResource(sql, 'Patient', personId);
  if (patient === undefined) return undefined;
  const report = resource.resourceType === 'DiagnosticReport' ? (resource as DiagnosticReport) : undefined;
  const results = (report?.result ?? []).map(({ reference }) => idIn(reference, 'Observation')).filter((id) => id !== undefined);
  return { ...partsOf([resource]), patient, observations: await listResourcesById(sql, 'Observation', results) };
}

const PART: Readonly<Record<string, 'encounter' | 'report' | 'request' | 'appointment'>> = { Encounter: 'encounter', DiagnosticReport: 'report', ServiceRequest: 'request', Appointment: 'appointment' };

/** The parts that are among these resources, the first of each kind. */
export function partsOf(resources: readonly Resource[]): Partial<OutgoingParts> & { readonly observations: readonly Resource[] } {
  const parts: Record<string, Resource> = {};
  for (const resource of resources) {
    const name = resource.resourceType === 'Patient' ? 'patient' : PART[resource.resourceType];
    if (name !== undefined) parts[name] ??= resource;
  }
  return { ...parts, observations: resources.filter(({ resourceType }) => resourceType === 'Observation') };
}

function personOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Patient') return (resource as Patient).id;
  if (resource.resourceType === 'Appointment') return (resource as Appointment).participant.map(({ actor }) => idIn(actor?.reference, 'Patient')).find((id) => id !== undefined);
  return idIn((resource as { subject?: { reference?: string } }).subject?.reference, 'Patient');
}
