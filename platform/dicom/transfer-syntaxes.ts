export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
const RLE = '1.2.840.10008.1.2.5';

type Coding = 'raw' | 'rle' | 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

interface Syntax {
  readonly coding: Coding;
  /** Media type of one compressed frame (PS3.18 table 8.7.3-3). */
  readonly mediaType: string;
}

const JPEG_FAMILY: Readonly<Record<string, Syntax>> = {
  '1.2.840.10008.1.2.4.50': { coding: 'jpeg', mediaType: 'image/jpeg' },
  '1.2.840.10008.1.2.4.51': { coding: 'jpeg', mediaType: 'image/jpeg' },
  '1.2.840.10008.1.2.4.57': { coding: 'jpeg-lossless', mediaType: 'image/jpeg' },
  '1.2.840.10008.1.2.4.70': { coding: 'jpeg-lossless', mediaType: 'image/jpeg' },
  '1.2.840.10008.1.2.4.80': { coding: 'jpeg-ls', mediaType: 'image/jls' },
  '1.2.840.10008.1.2.4.81': { coding: 'jpeg-ls', mediaType: 'image/jls' },
  '1.2.840.10008.1.2.4.90': { coding: 'jpeg-2000', mediaType: 'image/jp2' },
  '1.2.840.10008.1.2.4.91': { coding: 'jpeg-2000', mediaType: 'image/jp2' },
  '1.2.840.10008.1.2.4.92': { coding: 'jpeg-2000', mediaType: 'image/jpx' },
  '1.2.840.10008.1.2.4.93': { coding: 'jpeg-2000', mediaType: 'image/jpx' },
  '1.2.840.10008.1.2.4.201': { coding: 'htj2k', mediaType: 'image/jphc' },
  '1.2.840.10008.1.2.4.202': { coding: 'htj2k', mediaType: 'image/jphc' },
  '1.2.840.10008.1.2.4.203': { coding: 'htj2k', mediaType: 'image/jphc' },
  [RLE]: { coding: 'rle', mediaType: 'image/dicom-rle' },
};

const NATIVE: Syntax = { coding: 'raw', mediaType: 'application/octet-stream' };
const NATIVE_SYNTAXES = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED];

/** Undefined for a syntax whose pixels are not decoded here (video, JPIP); such instances are still kept and given out whole. */
export const syntaxOf = (uid: string): Syntax | undefined => (NATIVE_SYNTAXES.includes(uid) ? NATIVE : JPEG_FAMILY[uid]);

export const isNative = (uid: string): boolean => NATIVE_SYNTAXES.includes(uid);

/** Every syntax that is accepted over DIMSE, the ones decoded here first. */
export const ACCEPTED_SYNTAXES: readonly string[] = [
  EXPLICIT_LITTLE, IMPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG, ...Object.keys(JPEG_FAMILY),
  '1.2.840.10008.1.2.4.100', '1.2.840.10008.1.2.4.101', '1.2.840.10008.1.2.4.102', '1.2.840.10008.1.2.4.103',
];
