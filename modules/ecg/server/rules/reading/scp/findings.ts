import { NO_MEASURES, type EcgMeasures } from '../ecg-file.ts';

const STATEMENTS_MAX = 100;
/** From here on a number means that nothing was measured (EN 1064 §5.9). */
const NOT_MEASURED = 19_999;
const NO_ANGLE = 999;

const time = (body: Buffer, at: number): number | null => {
  const value = at + 2 <= body.length ? body.readUInt16LE(at) : NOT_MEASURED;
  return value === 0 || value >= NOT_MEASURED ? null : value;
};
const angle = (body: Buffer, at: number): number | null => {
  const value = at + 2 <= body.length ? body.readInt16LE(at) : NO_ANGLE;
  return Math.abs(value) > 360 ? null : value;
};
const between = (from: number | null, until: number | null): number | null => (from === null || until === null || until <= from ? null : until - from);

/** Section 7: global measurements, of the first reference beat. */
export function measuresOf(body: Buffer | undefined): EcgMeasures {
  if (body === undefined || body.length < 6) return NO_MEASURES;
  const [beats, spikes] = [body[0]!, body[1]!];
  const rr = time(body, 2);
  const at = 6;
  const has = beats > 0 && body.length >= at + 16;
  const edge = (index: number): number | null => (has ? time(body, at + index * 2) : null);
  const [pOn, pOff, qrsOn, qrsOff, tOff] = [edge(0), edge(1), edge(2), edge(3), edge(4)];
  const after = rateAt(body, at + beats * 16 + spikes * 10);
  return {
    rate: after.rate ?? (rr === null ? null : Math.round(60_000 / rr)), rr, p: between(pOn, pOff), pr: between(pOn, qrsOn), qrs: between(qrsOn, qrsOff), qt: between(qrsOn, tOff), qtc: after.qtc,
    pAxis: has ? angle(body, at + 10) : null, qrsAxis: has ? angle(body, at + 12) : null, tAxis: has ? angle(body, at + 14) : null,
  };
}

/** Behind the beats and spikes: the type of every beat, then rates and QTc. */
function rateAt(body: Buffer, at: number): { rate: number | null; qtc: number | null } {
  if (at + 2 > body.length) return { rate: null, qtc: null };
  const beats = body.readUInt16LE(at);
  const rates = at + 2 + (beats >= NOT_MEASURED ? 0 : beats);
  return rates + 6 > body.length ? { rate: null, qtc: null } : { rate: time(body, rates), qtc: time(body, rates + 4) };
}

/** Sections 8 (text) and 11 (statements that may be coded). */
export function statementsOf(sections: { eight: Buffer | undefined; eleven: Buffer | undefined }, text: (bytes: Buffer) => string | null): string[] {
  const said = [...wordsOf(sections.eight, 0), ...wordsOf(sections.eleven, 1)].map(text).filter((word) => word !== null);
  return [...new Set(said)].slice(0, STATEMENTS_MAX);
}

/** Head of 8 bytes and a count, then number, length and value of each; in section 11 the value begins with its kind. */
function wordsOf(body: Buffer | undefined, kindBytes: number): Buffer[] {
  if (body === undefined || body.length < 9) return [];
  const found: Buffer[] = [];
  let at = 9;
  for (let left = body[8]!; left > 0 && at + 3 <= body.length; left -= 1) {
    const length = body.readUInt16LE(at + 1);
    if (at + 3 + length > body.length) break;
    found.push(body.subarray(at + 3 + kindBytes, at + 3 + length));
    at += 3 + length;
  }
  return found;
}
