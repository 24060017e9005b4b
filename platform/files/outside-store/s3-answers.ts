/** What lies under a key. */
export interface StoredKey {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, by the clock of the store. */
  readonly at: string;
}

export interface KeyPage {
  readonly keys: readonly StoredKey[];
  /** Folders below the prefix, where only one level was asked for; each ends with `/`. */
  readonly folders: readonly string[];
  readonly next: string | undefined;
}

/** The answers of S3 are flat: elements without attributes, the same few in every one (docs.aws.amazon.com/AmazonS3/latest/API). */
const blocksOf = (xml: string, name: string): string[] => [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, inner = '']) => inner);
const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&#34;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
export const textOf = (xml: string, name: string): string | undefined => blocksOf(xml, name)[0]?.replaceAll(/&(quot|#34|apos|lt|gt|amp);/g, (entity) => ENTITIES[entity]!);

/** ListObjectsV2. */
export const readKeyPage = (xml: string): KeyPage => ({
  keys: blocksOf(xml, 'Contents').map((each) => ({ key: textOf(each, 'Key') ?? '', bytes: Number(textOf(each, 'Size')), at: textOf(each, 'LastModified') ?? '' })),
  folders: blocksOf(xml, 'CommonPrefixes').map((each) => textOf(each, 'Prefix') ?? ''),
  next: textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextContinuationToken') : undefined,
});

export interface OpenUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly begunAt: string;
}

/** ListMultipartUploads; the first thousand. */
export const readUploads = (xml: string): OpenUpload[] => blocksOf(xml, 'Upload').map((each) => ({ key: textOf(each, 'Key') ?? '', uploadId: textOf(each, 'UploadId') ?? '', begunAt: textOf(each, 'Initiated') ?? '' }));

export interface StoredPart {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string;
}

/** ListParts. */
export const readParts = (xml: string): { parts: StoredPart[]; next: string | undefined } => ({
  parts: blocksOf(xml, 'Part').map((each) => ({ number: Number(textOf(each, 'PartNumber')), bytes: Number(textOf(each, 'Size')), etag: (textOf(each, 'ETag') ?? '').replaceAll('"', '') })),
  next: textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextPartNumberMarker') : undefined,
});
