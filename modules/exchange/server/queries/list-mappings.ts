import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listMappings as operation, MappingLine } from '../../contract/mappings.ts';
import type { MappingDocument } from '../rules/mapping/document.ts';
import { listNewestVersions, mappingsInForce, type MappingVersion } from '../store/mappings.ts';

export async function listMappings({ sql }: QueryContext): Promise<ResultOf<typeof operation>> {
  const [documents, versions] = await Promise.all([mappingsInForce(sql), listNewestVersions(sql)]);
  const byName = new Map(versions.map((version) => [version.name, version]));
  return { rows: [...documents.values()].map((document) => viewMapping(document, byName.get(document.name))) };
}

export const viewMapping = (document: MappingDocument, version: Omit<MappingVersion, 'content'> | undefined): MappingLine => ({
  name: document.name,
  title: document.title,
  messages: document.messages,
  rules: document.resources.reduce((sum, { fields }) => sum + fields.length, 0),
  versionNo: version?.versionNo ?? 0,
  savedAt: version?.savedAt.toISOString() ?? null,
  savedByName: version?.savedByName ?? null,
});
