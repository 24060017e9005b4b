import { canonicalJson } from '#platform/signature/canonical-json.ts';
import { fhirSignatureOf } from '#platform/signature/fhir-signature.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Composition, Resource } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { mayUse } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { createResource } from '../interactions/write.ts';
import { listReferenced } from '../repository/compartment.ts';
import { findItemOwnership } from '../repository/person-record.ts';

/**
 * Composition/$document: the composition first, then what it refers to and the subject may see
 * (https://hl7.org/fhir/R4/composition-operation-document.html); `persist=true` stores the bundle too.
 */
export async function documentOperation(interaction: Interaction, ownId: string | undefined, parameters: readonly RawParameter[]): Promise<Answer> {
  const value = (name: string): string | undefined => parameters.find((each) => each.name === name)?.value;
  const id = compositionId(ownId, value('id'));
  const persist = value('persist') ?? 'false';
  if (persist !== 'true' && persist !== 'false') throw searchProblem('persist', '应为 true 或 false。', 'This is true or false.');
  if (value('graph') !== undefined) throw searchProblem('graph', '不支持按 GraphDefinition 组成文档。', 'Documents are not put together by a GraphDefinition.');
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
  const signed = await signedBundle(interaction, id, bundle);
  if (persist === 'true') return createResource(interaction, { type: 'Bundle', body: signed });
  return { status: 200, body: printFhirJson(withLiterals(signed)) };
}

/** Of the address, or at the type of the parameter `id`, which is an id or an address that ends with one; never of both. */
function compositionId(own: string | undefined, asked: string | undefined): string {
  const id = own ?? /^(?:(?:.*\/)?Composition\/)?([A-Za-z0-9\-.]{1,64})$/.exec(asked ?? '')?.[1];
  if (id !== undefined && (own === undefined || asked === undefined)) return id;
  throw searchProblem('id', '请在地址或参数 id 中给出一份 Composition。', 'Name one Composition, in the address or by the parameter id.');
}

/**
 * Leaves signed by the organisation that wrote the composition, where somebody of that organisation hands it out. What is signed is the bundle
 * without `signature`, as canonical JSON (RFC 8785).
 */
async function signedBundle<T extends { readonly identifier: { readonly value: string } }>({ subject, whole, clock, ids }: Interaction, id: string, bundle: T): Promise<T> {
  const organisationId = (await findItemOwnership(whole, `Composition/${id}`))?.ownerOrganisationId ?? null;
  if (organisationId === null || !(subject.everyOrganisation || subject.organisationIds.includes(organisationId))) return bundle;
  const bytes = Buffer.from(canonicalJson(JSON.parse(printFhirJson(withLiterals(bundle)))), 'utf8');
  const made = await signDocument(whole, { signatureId: ids.newId(), document: `bundle/${bundle.identifier.value}`, bytes, organisationId, subject, now: clock.now() });
  return { ...bundle, signature: fhirSignatureOf(made, { reference: subject.fhirReference, name: subject.name }) };
}

function withLiterals<T extends object>(bundle: T): T {
  markLiterals(bundle);
  return bundle;
}
