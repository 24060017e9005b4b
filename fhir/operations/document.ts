import type { RawParameter } from '#fhir/search/query-string.ts';
import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Composition, Resource } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { mayUse } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { createResource } from '../interactions/write.ts';
import { listReferenced } from '../repository/compartment.ts';

/**
 * Composition/$document: the composition first, then what it refers to and the subject may see
 * (https://hl7.org/fhir/R4/composition-operation-document.html); `persist=true` stores the bundle too.
 */
export async function documentOperation(interaction: Interaction, id: string, parameters: readonly RawParameter[]): Promise<Answer> {
  const { subject, sql, base, clock, ids } = interaction;
  const { body = '' } = await readResource(interaction, { type: 'Composition', id });
  const rows = await listReferenced(sql, subject, [{ type: 'Composition', id, content: body, key: '' }]);
  const visible = rows.filter((row) => mayUse(subject, row.type, 'r'));
  const composition = parseFhirJson(body) as Composition;
  const bundle = {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${ids.newId()}` },
    type: 'document',
    timestamp: clock.now().toISOString(),
    entry: [
      { fullUrl: `${base}/Composition/${id}`, resource: composition },
      ...visible.map((row) => ({ fullUrl: `${base}/${row.type}/${row.id}`, resource: parseFhirJson(row.content) as Resource })),
    ],
  };
  if (parameters.some(({ name, value }) => name === 'persist' && value === 'true')) return createResource(interaction, { type: 'Bundle', body: bundle });
  return { status: 200, body: printFhirJson(withLiterals(bundle)) };
}

function withLiterals<T extends object>(bundle: T): T {
  markLiterals(bundle);
  return bundle;
}
