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
