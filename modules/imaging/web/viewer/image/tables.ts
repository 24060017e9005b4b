import type { DicomJson } from './dicom-json.ts';

/** A look-up table (PS3.3 C.11.1.1.1 and C.11.2.1.1): values before `first` take the first entry, those after the last the last. */
export interface Table {
  readonly first: number;
  readonly entries: readonly number[];
  /** The largest value that an entry may have. */
  readonly max: number;
  /** Modality LUT Type, where it names a unit. */
  readonly unit: string | null;
}

export const MODALITY_TABLE = '00283000';
export const INTEREST_TABLE = '00283010';
const DATA = '00283006';
const TABLES_MAX = 500;
const PARALLEL_MAX = 4;

export const lookedUp = ({ first, entries }: Table, value: number): number => entries[Math.max(0, Math.min(entries.length - 1, Math.round(value) - first))]!;

const firstItem = (json: DicomJson, sequence: string): DicomJson | undefined => json[sequence]?.Value?.[0] as DicomJson | undefined;

/** Null where the object gives none, or one that cannot be what it says. */
export function tableIn(json: DicomJson, sequence: string): Table | null {
  const item = firstItem(json, sequence);
  const [count = 0, start = 0, bits = 0] = (item?.['00283002']?.Value ?? []).map(Number);
  if (item === undefined || bits < 1 || bits > 16) return null;
  const entries = entriesOf(item, (count & 0xffff) || 65_536);
  if (entries.length === 0) return null;
  const isSigned = json['00280103']?.Value?.[0] === 1;
  const named = item['00283004']?.Value?.[0];
  return {
    first: isSigned && start > 0x7fff ? start - 0x10000 : start, entries, unit: typeof named === 'string' && named !== 'US' ? named : null,
    max: entries.reduce((high, entry) => Math.max(high, entry), Math.max(1, 2 ** bits - 1)),
  };
}

function entriesOf(item: DicomJson, count: number): number[] {
  const data = item[DATA];
  if (data?.Value !== undefined) return data.Value.slice(0, count).map(Number);
  if (data?.InlineBinary === undefined) return [];
  const bytes = Uint8Array.from(atob(data.InlineBinary), (letter) => letter.charCodeAt(0));
  // Eight bits an entry may lie in words of 16: the length tells.
  const isNarrow = bytes.length < count * 2;
  return Array.from({ length: Math.min(count, isNarrow ? bytes.length : bytes.length >> 1) }, (_, index) => (isNarrow ? bytes[index]! : bytes[index * 2]! + bytes[index * 2 + 1]! * 256));
}

/** Long tables stand beside the description: they are fetched and put in. `load` answers the bytes at an address. */
export async function withTables(instances: readonly DicomJson[], load: (address: string) => Promise<ArrayBuffer>): Promise<DicomJson[]> {
  const filled = [...instances];
  const wanted = instances.flatMap((json, at) => [MODALITY_TABLE, INTEREST_TABLE].flatMap((sequence) => {
    const address = firstItem(json, sequence)?.[DATA]?.BulkDataURI;
    return address === undefined ? [] : [{ at, sequence, address }];
  })).slice(0, TABLES_MAX);
  for (let from = 0; from < wanted.length; from += PARALLEL_MAX) {
    await Promise.all(wanted.slice(from, from + PARALLEL_MAX).map(async ({ at, sequence, address }) => {
      const binary = base64(new Uint8Array(await load(address)));
      const json = filled[at]!;
      filled[at] = { ...json, [sequence]: { ...json[sequence], Value: [{ ...firstItem(json, sequence), [DATA]: { vr: 'OW', InlineBinary: binary } }] } };
    }));
  }
  return filled;
}

export const base64 = (bytes: Uint8Array): string => {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
};
