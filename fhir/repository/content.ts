import { printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Meta, Resource } from '#fhir/types/resources.gen.ts';

/**
 * The text that is stored and sent: resourceType, id and meta first, so that equal content gives equal text whatever
 * `meta.versionId` and `meta.lastUpdated` the sender put in.
 */
export function contentText(resource: Resource, at: { id: string; version: number; lastUpdated: string }): string {
  const { resourceType, id: _id, meta, ...rest } = resource as Resource & { meta?: Meta };
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return printFhirJson({
    resourceType,
    id: at.id,
    meta: { versionId: String(at.version), lastUpdated: at.lastUpdated, ...kept },
    ...rest,
  });
}
