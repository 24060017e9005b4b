import { failureOf, type Connection } from '#platform/cli/connection.ts';
import type { Database } from '#platform/database/transaction.ts';

const OBSERVATIONS = 29;

/** One transaction of an import: a Patient and what was measured, all with ids of their own, as `yigong import` sends them. */
export interface SentBundle {
  readonly patientId: string;
  acknowledged: boolean;
}

const entry = (resource: { readonly resourceType: string; readonly id: string; readonly [field: string]: unknown }) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

function bundleOf(patientId: string): string {
  const observations = Array.from({ length: OBSERVATIONS }, (_, index) => entry({
    resourceType: 'Observation',
    id: `${patientId}-o${index}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: `2026-01-${String(index + 1).padStart(2, '0')}T08:00:00+08:00`,
    valueQuantity: { value: 60 + index, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  }));
  const patient = { resourceType: 'Patient', id: patientId, name: [{ text: `导入${patientId}` }], gender: 'male', birthDate: '1970-01-01' };
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [entry(patient), ...observations] });
}

export async function sendBundle(server: Connection, bundle: SentBundle): Promise<void> {
  const answer = await server.send({
    method: 'POST', path: '/fhir', body: bundleOf(bundle.patientId), headers: { 'content-type': 'application/fhir+json', prefer: 'return=minimal' },
  });
  if (answer.status !== 200) throw failureOf(answer);
  bundle.acknowledged = true;
}

/** Bundles of which only a part is there, and acknowledged ones that are not whole. */
export async function findTornBundles(owner: Database, bundles: readonly SentBundle[]): Promise<string[]> {
  const rows = await owner.query<{ id: string; total: number }>(
    `select coalesce(person_id, resource_id) as id, count(*) as total from fhir.resource
     where resource_type in ('Patient', 'Observation') and coalesce(person_id, resource_id) = any ($1) group by 1`,
    [bundles.map(({ patientId }) => patientId)],
  );
  const totals = new Map(rows.map(({ id, total }) => [id, total]));
  return bundles.flatMap(({ patientId, acknowledged }) => {
    const total = totals.get(patientId) ?? 0;
    const whole = total === OBSERVATIONS + 1 || (total === 0 && !acknowledged);
    return whole ? [] : [`${patientId}: ${total} of ${OBSERVATIONS + 1}${acknowledged ? ', acknowledged' : ''}`];
  });
}
