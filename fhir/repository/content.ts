import { isPersonType } from '#fhir/search/values/person-numbers.ts';
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

/**
 * SQL: the text of a row of fhir.resource or fhir.history as it is sent. No statement reads the column `content` for anything else. As
 * `fhir.whole_text`, whose call Citus cannot plan in a statement with parameters.
 */
export const contentOf = (alias: string): string =>
  `(case when ${alias}.content = '' or starts_with(${alias}.content, '{') then ${alias}.content
    else '{"resourceType":"' || ${alias}.resource_type || '","id":"' || ${alias}.resource_id || '","meta":{"versionId":"' || ${alias}.version
      || '","lastUpdated":"' || to_char(${alias}.last_updated at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"' || ${alias}.content end)`;

/** Of the row `r`. */
export const CONTENT = contentOf('r');
