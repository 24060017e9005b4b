import { listResourcesById } from '#fhir/repository/read.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Patient, Provenance, Resource, ResourceType } from '#fhir/types/resources.gen.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { resolvePerson } from './resolve-person.ts';
import type { WriteRequest } from './write-request.ts';

export interface Written {
  readonly personId: string | null;
  readonly resources: number;
  readonly written: readonly Resource[];
}

const MESSAGE_NUMBER = 'https://yigong.dev/fhir/sid/exchange-message';
/** Kept by the message log itself. */
const NOT_STORED = new Set<string>(['MessageHeader', 'Bundle']);

/** Writes what was mapped: the person first, then everything else under the person's real id, owned by the sender's organisation. */
export async function writeMapped(context: ExchangeContext, request: WriteRequest): Promise<Written> {
  const { mapped, site } = request;
  const patients = mapped.resources.filter((each): each is Patient => each.resourceType === 'Patient');
  const renamed = new Map<string, string>();
  let personId: string | null = null;
  if (patients[0] !== undefined) {
    personId = await resolvePerson(context, { ...request, patient: patients[0] });
    for (const patient of patients) renamed.set(`Patient/${patient.id}`, `Patient/${personId}`);
  }
  const rest = withReferences(mapped.resources.filter(({ resourceType }) => resourceType !== 'Patient' && !NOT_STORED.has(resourceType)), renamed);
  const known = await existing(context, rest.filter((each) => mapped.ifNew.has(`${each.resourceType}/${each.id}`)));
  const wanted = rest.filter((each) => !known.has(`${each.resourceType}/${each.id}`));
  const complete = wanted.map((each) => (each.resourceType === 'Provenance' ? provenanceOf(each as Provenance, wanted, { personId, messageId: request.messageId }) : each)).filter((each) => each !== undefined);
  const writes = complete.map((resource): ResourceWrite => ({ method: 'put', resource, ownerOrganisationId: site.organisationId }));
  // Everybody locks in the same order.
  writes.sort((a, b) => (`${a.resource.resourceType}/${a.resource.id}` < `${b.resource.resourceType}/${b.resource.id}` ? -1 : 1));
  await writeResources(context, writes);
  return { personId, resources: writes.length + (personId === null ? 0 : 1), written: complete };
}

function withReferences(resources: readonly Resource[], renamed: ReadonlyMap<string, string>): Resource[] {
  if (renamed.size === 0) return [...resources];
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'reference' && typeof each === 'string' ? (renamed.get(each) ?? each) : replace(each)]));
  };
  return resources.map((resource) => replace(resource) as Resource);
}

async function existing(context: ExchangeContext, resources: readonly Resource[]): Promise<Set<string>> {
  const byType = new Map<ResourceType, string[]>();
  for (const { resourceType, id } of resources) byType.set(resourceType, [...(byType.get(resourceType) ?? []), id ?? '']);
  const known = new Set<string>();
  for (const [type, ids] of byType) for (const { id } of await listResourcesById(context.tx, type, ids)) known.add(`${type}/${id}`);
  return known;
}

/** What a Provenance speaks of is what the message changed; without that there is none. */
function provenanceOf(provenance: Provenance, written: readonly Resource[], { personId, messageId }: { personId: string | null; messageId: string }): Provenance | undefined {
  const clinical = written.filter(({ resourceType }) => !['Provenance', 'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Device', 'Medication', 'Substance'].includes(resourceType));
  const target = [...(personId === null ? [] : [`Patient/${personId}`]), ...clinical.map(({ resourceType, id }) => `${resourceType}/${id}`)].slice(0, 200).map((reference) => ({ reference }));
  if (target.length === 0) return undefined;
  const source = { role: 'source' as const, what: { identifier: { system: MESSAGE_NUMBER, value: messageId } } };
  return { ...provenance, target: target as Provenance['target'], entity: [...(provenance.entity ?? []), source] };
}
