import { isPersonType } from '#fhir/search/values/person-numbers.ts';
import { printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Meta, Resource } from '#fhir/types/resources.gen.ts';

interface Versioned {
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: string;
}

/** How the text of every version begins. Ids and types need no escapes. */
const beginningOf = (type: string, { id, version, lastUpdated }: Versioned): string =>
  `{"resourceType":"${type}","id":"${id}","meta":{"versionId":"${version}","lastUpdated":"${lastUpdated}"`;

/**
 * The text behind `meta.lastUpdated`, which is the same whatever version is made of it: the rest of `meta` without what the sender put
 * in for version and time, then everything else.
 */
export function contentEnding(resource: Resource & { readonly meta?: Meta }): string {
  const head = plainHead(resource);
  if (head !== undefined) return `}${printFhirJson(resource).slice(head.length)}`;
  const { resourceType, id: _id, meta, ...rest } = resource;
  const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
  const none = { id: '', version: 0, lastUpdated: '' };
  return printFhirJson({ resourceType, id: '', meta: { versionId: '0', lastUpdated: '', ...kept }, ...rest }).slice(beginningOf(resourceType, none).length);
}

/** How a resource without `meta` prints up to its id, where these come first: then nothing has to be copied to print it. */
function plainHead(resource: Resource & { readonly meta?: Meta }): string | undefined {
  if (resource.meta !== undefined) return undefined;
  const { resourceType, id } = resource;
  let place = 0;
  for (const name in resource) {
    if (name !== (place === 0 ? 'resourceType' : 'id')) return undefined;
    place += 1;
    if (id === undefined || place === 2) break;
  }
  return id === undefined ? `{"resourceType":"${resourceType}"` : `{"resourceType":"${resourceType}","id":"${id}"`;
}

/** The whole text of a version. */
export const contentOfVersion = (type: string, at: Versioned, ending: string): string => beginningOf(type, at) + ending;

/**
 * The text that is sent: resourceType, id and meta first, so that equal content gives equal text whatever
 * `meta.versionId` and `meta.lastUpdated` the sender put in.
 */
export const contentText = (resource: Resource, at: Versioned): string => contentOfVersion(resource.resourceType, at, contentEnding(resource));

/**
 * What is stored of a text: its ending, since what is before says what stands in columns of the row. Texts of persons, in
 * which numbers are sealed, stay whole; `contentOf` tells them apart by their brace.
 */
export const storedText = ({ type, content, ending }: { readonly type: string; readonly content: string; readonly ending: string }): string =>
  content === '' || isPersonType(type) ? content : ending;

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

/** Another after every change of the row `r`, whoever makes it and whatever of it. */
export const STAMP = 'r.xmin::text || r.last_updated';
