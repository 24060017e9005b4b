import { createRequire } from 'node:module';
import type Dcmjs from 'dcmjs';

// Required as `dcmjs-dimse` does: imported, a second build of it with a second dictionary would stand in memory.
const dcmjs = createRequire(import.meta.url)('dcmjs') as typeof Dcmjs;

interface Entry {
  readonly tag: string;
  readonly vr: string;
  readonly name: string;
}

/** Its dictionary is a proxy that lists nothing; the map of keywords does. */
const { nameMap } = dcmjs.data.DicomMetaDictionary;
dcmjs.log.setLevel(dcmjs.log.levels.SILENT);

const byTag = new Map<string, Entry>();
const byKeyword = new Map<string, string>();
for (const entry of Object.values(nameMap)) {
  const tag = (entry.tag ?? '').replace(/[^0-9A-Fa-fx]/g, '').toUpperCase().replace(/X/g, '0');
  if (tag.length !== 8) continue;
  if (!byTag.has(tag)) byTag.set(tag, entry);
  if (!byKeyword.has(entry.name)) byKeyword.set(entry.name, tag);
}

/** Where PS3.6 allows several, the one that fits the pixel representation is chosen by the reader. */
const CHOICES: Readonly<Record<string, string>> = { ox: 'OW', xs: 'US', lt: 'OW', up: 'UL' };

/** Value representation of a tag (`GGGGEEEE`, upper case) by PS3.6; `UN` for what the dictionary does not hold. */
export function vrOf(tag: string): string {
  if (tag.endsWith('0000')) return 'UL';
  const entry = byTag.get(tag) ?? byTag.get(repeatingTag(tag));
  if (entry !== undefined) return CHOICES[entry.vr] ?? entry.vr.slice(0, 2);
  return /^[0-9A-F]{3}[13579BDF]00[1-9A-F][0-9A-F]$/.test(tag) ? 'LO' : 'UN';
}

/** Whether PS3.6 leaves the choice between US and SS to the pixel representation. */
export const isSignedByPixels = (tag: string): boolean => byTag.get(tag)?.vr === 'xs';

/** Groups 50xx and 60xx repeat (PS3.6 §6). */
const repeatingTag = (tag: string): string => tag.replace(/^(50|60)../, '$100');

/** Tag of a keyword (`PatientName`) or of a tag written out; undefined when neither. */
export function tagOf(keywordOrTag: string): string | undefined {
  if (/^[0-9A-Fa-f]{8}$/.test(keywordOrTag)) return keywordOrTag.toUpperCase();
  return byKeyword.get(keywordOrTag);
}

export const keywordOf = (tag: string): string | undefined => byTag.get(tag)?.name;
