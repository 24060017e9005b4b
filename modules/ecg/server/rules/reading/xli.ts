import { EcgFailure } from './ecg-failure.ts';

const CODE_BITS = 10;
/** The two highest codes are no strings: the last one ends the data. */
const CODE_MAX = (1 << CODE_BITS) - 2;
const HEAD_BYTES = 8;

/**
 * Philips "XLI": for each channel a head of 8 bytes (length of the packed bytes as int32, two bytes unused, first value as int16),
 * then LZW with codes of 10 bits, most significant bit first. Unpacked, the high bytes of all values come before the low bytes; the
 * values are second differences with the one before fed back. Throws `EcgFailure`.
 */
export function unpackXli(bytes: Buffer, { channelsMax, samplesMax }: { channelsMax: number; samplesMax: number }): Int32Array[] {
  const channels: Int32Array[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const place = `waveform byte ${at}`;
    const size = bytes.readInt32LE(at);
    const first = bytes.readInt16LE(at + 6);
    const begin = at + HEAD_BYTES;
    if (size <= 0) break;
    if (begin + size > bytes.length) throw new EcgFailure('truncated', place, 'a channel is longer than the data');
    if (channels.length >= channelsMax) throw new EcgFailure('too-large', place, `holds more than ${channelsMax} channels`);
    channels.push(valuesOf(unpackLzw(bytes.subarray(begin, begin + size), samplesMax * 2), first));
    at = begin + size;
  }
  return channels;
}

function unpackLzw(packed: Buffer, bytesMax: number): Buffer {
  // A string is the string before it and one byte more: kept as links, a bomb of long strings costs nothing until it is written.
  const parent = new Int16Array(1 << CODE_BITS).fill(-1);
  const last = new Uint8Array(1 << CODE_BITS);
  const lengths = new Int32Array(1 << CODE_BITS);
  for (let code = 0; code < 256; code += 1) [last[code], lengths[code]] = [code, 1];
  const out: Buffer[] = [];
  let total = 0;
  let next = 256;
  let before = -1;
  const spell = (code: number): Buffer => {
    const word = Buffer.alloc(lengths[code]!);
    for (let here = code, place = word.length - 1; place >= 0; here = parent[here]!, place -= 1) word[place] = last[here]!;
    return word;
  };
  for (const code of codesOf(packed)) {
    if (code > CODE_MAX) break;
    if (code > next || (code >= 256 && code === next && before < 0)) throw new EcgFailure('malformed', 'waveform', 'the packed samples name a string that was not yet written');
    const isNew = before >= 0 && next <= CODE_MAX;
    const firstByte = code < next ? spell(code)[0]! : spell(before)[0]!;
    if (isNew) {
      [parent[next], last[next], lengths[next]] = [before, firstByte, lengths[before]! + 1];
      next += 1;
    }
    const word = spell(code);
    total += word.length;
    if (total > bytesMax) throw new EcgFailure('too-large', 'waveform', 'unpacks to more samples than a resting ECG has');
    out.push(word);
    before = code;
  }
  return Buffer.concat(out);
}

function* codesOf(packed: Buffer): Generator<number> {
  let held = 0;
  let bits = 0;
  for (const byte of packed) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= CODE_BITS) {
      bits -= CODE_BITS;
      yield (held >> bits) & ((1 << CODE_BITS) - 1);
      held &= (1 << bits) - 1;
    }
  }
}

function valuesOf(unpacked: Buffer, first: number): Int32Array {
  const count = Math.floor(unpacked.length / 2);
  const values = new Int32Array(count);
  for (let index = 0; index < count; index += 1) values[index] = ((unpacked[index]! << 24) >> 16) | unpacked[count + index]!;
  let fed = first;
  for (let index = 2; index < count; index += 1) {
    const value = 2 * values[index - 1]! - values[index - 2]! - fed;
    fed = values[index]! - 64;
    values[index] = (value << 16) >> 16;
  }
  return values;
}
