import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listMappings as operation, MappingLine } from '../../contract/mappings.ts';
import { isOutgoing, type AnyMapping } from '../rules/mapping/read-mapping.ts';
import { listNewestVersions, mappingsInForce, type MappingVersion } from '../store/mappings.ts';
import { outgoingInForce } from '../store/outgoing-mappings.ts';

export async function listMappings({ sql }: QueryContext): Promise<ResultOf<typeof operation>> {
  const [incoming, outgoing, versions] = await Promise.all([mappingsInForce(sql), outgoingInForce(sql), listNewestVersions(sql)]);
  const byName = new Map(versions.map((version) => [version.name, version]));
  return { rows: [...incoming.values(), ...outgoing.values()].map((document) => viewMapping(document, byName.get(document.name))) };
}

export const viewMapping = (document: AnyMapping, version: Omit<MappingVersion, 'content'> | undefined): MappingLine => ({
  name: document.name,
  direction: isOutgoing(document) ? 'out' : 'in',
  title: document.title,
  messages: document.messages,
  rules: (isOutgoing(document) ? document.segments : document.resources).reduce((sum, { fields }) => sum + fields.length, 0),
  versionNo: version?.versionNo ?? 0,
  savedAt: version?.savedAt.toISOString() ?? null,
  savedByName: version?.savedByName ?? null,
});
