import { EcgFailure } from '../ecg-failure.ts';

export interface Beats {
  /** Sample of the reference beat, from 1, that lies on the fiducial point of each beat. */
  readonly fiducialInBeat: number;
  readonly subtracted: readonly { readonly type: number; readonly from: number; readonly fiducial: number; readonly until: number }[];
  /** Samples kept at full rate, from 1, both ends included. */
  readonly zones: readonly { readonly from: number; readonly until: number }[];
}

const BEATS_MAX = 20_000;

/** Section 4: where the beats are. */
export function readBeats(body: Buffer): Beats | undefined {
  if (body.length < 6) return undefined;
  const [fiducialInBeat, count] = [body.readUInt16LE(2), body.readUInt16LE(4)];
  if (count === 0) return undefined;
  if (count > BEATS_MAX) throw new EcgFailure('malformed', 'section 4', `names ${count} beats`);
  if (6 + count * 14 > body.length) throw new EcgFailure('truncated', 'section 4', 'ends within its beats');
  const subtracted = Array.from({ length: count }, (_, index) => {
    const at = 6 + index * 14;
    return { type: body.readUInt16LE(at), from: body.readUInt32LE(at + 2), fiducial: body.readUInt32LE(at + 6), until: body.readUInt32LE(at + 10) };
  });
  const begin = 6 + count * 14;
  const zones = begin + count * 8 > body.length ? [] : Array.from({ length: count }, (_, index) => ({ from: body.readUInt32LE(begin + index * 8), until: body.readUInt32LE(begin + index * 8 + 4) })).filter(({ from, until }) => from > 0 && until >= from);
  return { fiducialInBeat, subtracted, zones: zones.sort((a, b) => a.from - b.from) };
}

/**
 * Bimodal compression (EN 1064 annex C): within the zones every sample is kept, between them one of `factor`. Between two
 * kept samples the line is straight; before the first and after the last of a stretch it is level.
 */
export function expandBimodal(raw: Int32Array, { zones, count, first, factor }: { zones: Beats['zones']; count: number; first: number; factor: number }): Int32Array {
  const out = new Int32Array(count);
  let [read, write] = [0, 0];
  const stretch = (until: number): void => {
    const length = until - write;
    if (length <= 0) return;
    const kept = Math.ceil(length / factor);
    const middle = (factor - 1) / 2;
    for (let index = 0; index < length; index += 1) {
      const position = Math.min(Math.max((index - middle) / factor, 0), kept - 1);
      const low = Math.floor(position);
      const [a, b] = [raw[read + low] ?? 0, raw[read + Math.min(low + 1, kept - 1)] ?? 0];
      out[write + index] = Math.round(a + (b - a) * (position - low));
    }
    [read, write] = [read + kept, until];
  };
  for (const { from, until } of zones) {
    stretch(Math.min(Math.max(from - first, write), count));
    for (const end = Math.min(until - first + 1, count); write < end; write += 1, read += 1) out[write] = raw[read] ?? 0;
  }
  stretch(count);
  return out;
}
