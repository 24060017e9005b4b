import { isPersonType } from '#fhir/search/person-numbers.ts';
import { printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Meta, Resource } from '#fhir/types/resources.gen.ts';

interface Versioned {
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: string;
}

/**
 * The text that is sent: resourceType, id and meta first, so that equal content gives equal text whatever
 * `meta.versionId` and `meta.lastUpdated` the sender put in.
 */
export function contentText(resource: Resource, at: Versioned): string {
  const { resourceType, id: _id, meta, ...rest } = resource as Resource & { meta?: Meta };
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  return printFhirJson({
    resourceType,
    id: at.id,
    meta: { versionId: String(at.version), lastUpdated: at.lastUpdated, ...kept },
    ...rest,
  });
}

/**
 * What is stored of a text: without its beginning up to `meta.lastUpdated`, which says what stands in columns of the row. Texts of persons, in
 * which numbers are sealed, stay whole, and so does one that begins otherwise; `contentOf` tells them apart by their brace.
 */
export function storedText(content: string, { type, id, version, lastUpdated }: Versioned & { readonly type: string }): string {
  if (content === '' || isPersonType(type)) return content;
  const beginning = `{"resourceType":"${type}","id":"${id}","meta":{"versionId":"${version}","lastUpdated":"${lastUpdated}"`;
  return content.startsWith(beginning) ? content.slice(beginning.length) : content;
}

/** SQL: the text of a row of fhir.resource or fhir.history as it is sent. No statement reads the column `content` for anything else. */
export const contentOf = (alias: string): string =>
  `fhir.whole_text(${alias}.resource_type, ${alias}.resource_id, ${alias}.version, ${alias}.last_updated, ${alias}.content)`;

/** Of the row `r`. */
export const CONTENT = contentOf('r');
