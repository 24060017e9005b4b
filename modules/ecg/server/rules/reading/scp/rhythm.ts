import { EcgFailure } from '../ecg-failure.ts';
import { LEADS_MAX, SAMPLES_MAX, type EcgLead, type EcgStrip, type EcgWarning } from '../ecg-file.ts';
import { leadOfNumber } from '../leads.ts';
import type { ScpSection } from './container.ts';
import { HuffmanDecoder, readTables } from './huffman.ts';
import { expandBimodal, readBeats, type Beats } from './reference-beat.ts';

interface LeadDefinition {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

export interface Definition {
  readonly leads: readonly LeadDefinition[];
  readonly isReferenceSubtracted: boolean;
}

/** Section 3. */
function readDefinition(body: Buffer | undefined, warnings: Set<EcgWarning>): Definition {
  if (body === undefined || body.length < 2) throw new EcgFailure('missing', 'section 3', 'does not say which leads were recorded');
  const count = body[0]!;
  if (count === 0) throw new EcgFailure('no-waveform', 'section 3', 'names no lead');
  if (count > LEADS_MAX) throw new EcgFailure('too-large', 'section 3', `names more than ${LEADS_MAX} leads`);
  if (2 + count * 9 > body.length) throw new EcgFailure('truncated', 'section 3', 'ends within its leads');
  const leads = Array.from({ length: count }, (_, index): LeadDefinition => {
    const at = 2 + index * 9;
    const name = leadOfNumber(body[at + 8]!);
    if (name === undefined) warnings.add('unknown-lead');
    return { name: name ?? `lead ${body[at + 8]!}`, first: body.readUInt32LE(at), last: body.readUInt32LE(at + 4) };
  });
  return { leads, isReferenceSubtracted: (body[1]! & 1) === 1 };
}

export interface Samples {
  /** Nanovolts of one unit. */
  readonly nanovolts: number;
  /** Microseconds between samples. */
  readonly microseconds: number;
  readonly difference: number;
  readonly isBimodal: boolean;
  readonly blocks: readonly Buffer[];
}

/** Heads of sections 5 and 6 are alike; only in 6 the last byte says bimodal. */
function readSamples(section: ScpSection, leads: number): Samples {
  const { id, body } = section;
  const head = 6 + leads * 2;
  if (body.length < head) throw new EcgFailure('truncated', `section ${id}`, 'ends before its samples');
  const [nanovolts, microseconds, difference] = [body.readUInt16LE(0), body.readUInt16LE(2), body[4]!];
  if (nanovolts === 0) throw new EcgFailure('malformed', `section ${id}`, 'gives no amplitude of a unit');
  if (microseconds === 0) throw new EcgFailure('malformed', `section ${id}`, 'gives no interval between samples');
  if (difference > 2) throw new EcgFailure('unsupported', `section ${id}`, 'is coded in differences that the standard does not have');
  let at = head;
  const blocks = Array.from({ length: leads }, (_, lead) => {
    const length = body.readUInt16LE(6 + lead * 2);
    if (at + length > body.length) throw new EcgFailure('truncated', `section ${id} lead ${lead + 1}`, 'does not fit into its section');
    const block = body.subarray(at, at + length);
    at += length;
    return block;
  });
  return { nanovolts, microseconds, difference, isBimodal: id === 6 && (body[5]! & 1) === 1, blocks };
}

/** Undoes first or second differences in place (EN 1064 §5.7.4, annex C). */
function integrate(values: Int32Array, difference: number): Int32Array {
  if (difference === 1) for (let index = 1; index < values.length; index += 1) values[index]! += values[index - 1]!;
  if (difference === 2) for (let index = 2; index < values.length; index += 1) values[index]! += 2 * values[index - 1]! - values[index - 2]!;
  return values;
}

type Decode = (block: Buffer, options: { count: number; place: string }) => Int32Array;

/** Without tables a sample is a signed number of 16 bits. */
function decoderOf(tables: Buffer | undefined): Decode {
  const huffman = readTables(tables);
  if (huffman === undefined) {
    return (block, { count }) => Int32Array.from({ length: Math.min(count, block.length >> 1) }, (_, index) => block.readInt16LE(index * 2));
  }
  const decoder = new HuffmanDecoder(huffman);
  return (block, options) => decoder.decode(block, options);
}

/** Sections 2 to 6: what was recorded, and the representative beat where there is one. */
export function readStrips(sections: ReadonlyMap<number, ScpSection>, warnings: Set<EcgWarning>): EcgStrip[] {
  const definition = readDefinition(sections.get(3)?.body, warnings);
  const decode = decoderOf(sections.get(2)?.body);
  const { leads } = definition;
  const beatSection = sections.get(5);
  const reference = beatSection === undefined ? undefined : readReference(beatSection, { leads: leads.length, decode, lengthMs: beatMilliseconds(sections.get(4)?.body) });
  const rhythmSection = sections.get(6);
  const median = reference === undefined ? [] : [stripOf({ kind: 'median', leads, samples: reference.head, values: reference.values, microseconds: reference.head.microseconds })];
  if (rhythmSection === undefined) {
    if (median.length > 0) return median;
    throw new EcgFailure('no-waveform', 'section 6', 'holds no rhythm');
  }
  const head = readSamples(rhythmSection, leads.length);
  const beats = sections.get(4) === undefined ? undefined : readBeats(sections.get(4)!.body);
  if (definition.isReferenceSubtracted && (reference === undefined || beats === undefined)) throw new EcgFailure('missing', reference === undefined ? 'section 5' : 'section 4', 'the reference beat that was subtracted is not in the record');
  return [rhythmOf({ definition, head, decode, beats, reference, warnings }), ...median];
}

const BEAT_SAMPLES_MAX = 20_000;

interface Reference {
  readonly head: Samples;
  readonly values: readonly Int32Array[];
}

const beatMilliseconds = (body: Buffer | undefined): number | undefined => (body === undefined || body.length < 2 ? undefined : body.readUInt16LE(0));

function readReference(section: ScpSection, { leads, decode, lengthMs }: { leads: number; decode: Decode; lengthMs: number | undefined }): Reference | undefined {
  const head = readSamples(section, leads);
  if (head.blocks.every((block) => block.length === 0)) return undefined;
  // Section 4 says how long the beat is; without it, filling at the end of a block is read as samples.
  const said = lengthMs ? Math.round((lengthMs * 1000) / head.microseconds) : BEAT_SAMPLES_MAX;
  const values = head.blocks.map((block, lead) => integrate(decode(block, { count: Math.min(block.length * 8, said, BEAT_SAMPLES_MAX), place: `section 5 lead ${lead + 1}` }), head.difference));
  return { head, values: trimToShortest(values) };
}

/** Filling at the end of a block may read as zeros more; a beat is as long in every lead. */
const trimToShortest = (values: readonly Int32Array[]): Int32Array[] => {
  const shortest = Math.min(...values.map(({ length }) => length));
  return values.map((each) => each.subarray(0, shortest));
};

interface Rhythm {
  readonly definition: Definition;
  readonly head: Samples;
  readonly decode: Decode;
  readonly beats: Beats | undefined;
  readonly reference: Reference | undefined;
  readonly warnings: Set<EcgWarning>;
}

function rhythmOf({ definition, head, decode, beats, reference, warnings }: Rhythm): EcgStrip {
  const { leads } = definition;
  const isThinned = head.isBimodal && beats !== undefined && beats.zones.length > 0;
  const fine = reference?.head.microseconds ?? head.microseconds;
  // The interval of section 6 is that of the thinned samples where it is the longer one; the standard thins by four.
  const factor = !isThinned ? 1 : head.microseconds > fine && head.microseconds % fine === 0 ? head.microseconds / fine : 4;
  const microseconds = isThinned && head.microseconds > fine ? fine : head.microseconds;
  if (isThinned) warnings.add('bimodal-interpolated');
  let total = 0;
  const values = leads.map(({ first, last }, lead) => {
    const count = last - first + 1;
    const place = `section 6 lead ${lead + 1}`;
    if (first > last || count <= 0) throw new EcgFailure('malformed', place, 'ends before it begins');
    total += count;
    if (total > SAMPLES_MAX) throw new EcgFailure('too-large', place, `holds more than ${SAMPLES_MAX} samples`);
    const raw = integrate(decode(head.blocks[lead]!, { count, place }), head.difference);
    const even = isThinned ? expandBimodal(raw, { zones: beats.zones, count, first, factor }) : raw;
    if (even.length < count) throw new EcgFailure('truncated', place, `holds ${even.length} of ${count} samples`);
    if (definition.isReferenceSubtracted && reference !== undefined && beats !== undefined) addReference(even, { beats, first, beat: reference.values[lead]!, scale: reference.head.nanovolts / head.nanovolts });
    return even;
  });
  if (new Set(values.map(({ length }) => length)).size > 1) warnings.add('uneven-leads');
  return stripOf({ kind: 'rhythm', leads, samples: head, values, microseconds });
}

/** Adds the reference beat back where it was subtracted, its fiducial point on that of each beat (EN 1064 §5.7). */
function addReference(values: Int32Array, { beats, first, beat, scale }: { beats: Beats; first: number; beat: Int32Array; scale: number }): void {
  for (const { type, from, fiducial, until } of beats.subtracted) {
    if (type !== 0) continue;
    for (let sample = from; sample <= until; sample += 1) {
      const inBeat = sample - fiducial + beats.fiducialInBeat - 1;
      const inLead = sample - first;
      if (inBeat < 0 || inBeat >= beat.length || inLead < 0 || inLead >= values.length) continue;
      values[inLead]! += scale === 1 ? beat[inBeat]! : Math.round(beat[inBeat]! * scale);
    }
  }
}

function stripOf({ kind, leads, samples, values, microseconds }: { kind: EcgStrip['kind']; leads: readonly LeadDefinition[]; samples: Samples; values: readonly Int32Array[]; microseconds: number }): EcgStrip {
  const earliest = Math.min(...leads.map(({ first }) => first));
  return {
    kind, sampleRate: 1_000_000 / microseconds, startMs: kind === 'rhythm' ? ((earliest - 1) * microseconds) / 1000 : 0,
    leads: leads.map(({ name }, index): EcgLead => ({ name, microvoltsPerUnit: samples.nanovolts / 1000, offsetMicrovolts: 0, samples: Int32Array.from(values[index]!), missing: null })),
  };
}
