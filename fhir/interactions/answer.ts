import type { StoredResource } from '../repository/resource-write.ts';

/** The result of an interaction, for HTTP and for a bundle entry alike. */
export interface Answer {
  readonly status: number;
  /** JSON text of the body; absent for 204 and 304. */
  readonly body?: string;
  /** The same as UTF-8, where it came so and need not become a text. */
  readonly bytes?: Buffer;
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
  /** Absolute address with version. */
  readonly location?: string;
}

/** An answer whose body is made a text only for whoever asks for one. */
export const answerOfBytes = (bytes: Buffer, { etag, lastModified }: Pick<Answer, 'etag' | 'lastModified'> = {}): Answer => new BytesAnswer(bytes, etag, lastModified);

/** A class, since a literal with a getter has a shape of its own each time it is made, and all that reads it becomes slow. */
class BytesAnswer {
  readonly status = 200;
  readonly bytes: Buffer;
  readonly etag: string | undefined;
  readonly lastModified: Date | undefined;

  constructor(bytes: Buffer, etag: string | undefined, lastModified: Date | undefined) {
    this.bytes = bytes;
    this.etag = etag;
    this.lastModified = lastModified;
  }

  get body(): string {
    return this.bytes.toString('utf8');
  }
}

export const etagOf = (version: number): string => `W/"${version}"`;

/** `W/"3"` or `"3"` → 3; undefined without the header, -1 for a text that is no version of ours. */
export function versionOfTag(tag: string | undefined): number | undefined {
  if (tag === undefined) return undefined;
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(tag.trim());
  return match ? Number(match[1]) : -1;
}

/** `If-Match: *`: of any version, as long as there is one (RFC 9110 §13.1.1). */
export const isAnyTag = (tag: string | undefined): boolean => tag?.trim() === '*';

/** The version that `If-Match` names; undefined without the header, and for any. */
export const matchedVersion = (ifMatch: string | undefined): number | undefined => (isAnyTag(ifMatch) ? undefined : versionOfTag(ifMatch));

/** What an update expects to find: a version, nothing (0), or whatever there is. */
export const expectedVersion = ({ ifMatch, ifNoneMatch }: { readonly ifMatch?: string | undefined; readonly ifNoneMatch?: string | undefined }): number | undefined =>
  (isAnyTag(ifNoneMatch) ? 0 : matchedVersion(ifMatch));

export function writtenAnswer(stored: StoredResource, base: string): Answer {
  return {
    status: stored.created ? 201 : 200,
    body: stored.content,
    etag: etagOf(stored.version),
    lastModified: new Date(stored.lastUpdated),
    location: `${base}/${stored.type}/${stored.id}/_history/${stored.version}`,
  };
}

interface BundleParts {
  readonly type: 'searchset' | 'history';
  readonly total?: number | undefined;
  readonly links: readonly object[];
  readonly entries: readonly string[];
}

/** A bundle with links, put together from stored texts, so that decimals stay as they were written. */
export const bundleText = ({ type, total, links, entries }: BundleParts): string =>
  `{"resourceType":"Bundle","type":"${type}"${total === undefined ? '' : `,"total":${total}`},"link":${JSON.stringify(links)}${entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`}}`;
