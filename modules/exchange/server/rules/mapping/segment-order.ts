import type { Message, Segment } from '../v2/message.ts';

/**
 * How deep a segment stands in the order groups of chapters 3, 4, 7, 9 and 10: what is deeper belongs to the nearest
 * shallower one before it. Order groups begin with ORC, results hang on OBR, remarks on anything.
 */
const DEPTH: Readonly<Record<string, number>> = {
  MSH: 0, SFT: 1, UAC: 1, EVN: 1, PID: 1, SCH: 1, PD1: 2, NK1: 2, MRG: 2, PV1: 2, PV2: 3, DB1: 3, AL1: 3, DG1: 4, PR1: 4, GT1: 3, IN1: 3, IN2: 4, IN3: 4, ACC: 3, TXA: 2, PRB: 3, RF1: 2,
  RGS: 2, AIS: 3, AIG: 3, AIL: 3, AIP: 3, SPM: 5, SAC: 6, INV: 6, ORC: 4, OBR: 5, RXO: 5, RXE: 5, RXD: 5, RXA: 5, ODS: 5, RQD: 5, RQ1: 6, FT1: 3, PRD: 2, TQ1: 6, RXR: 6, RXC: 6, OBX: 6, PRT: 7, ROL: 7, ARV: 7, NTE: 8, CTD: 7, CTI: 7, BLG: 7, FHS: 0,
};

const depthOf = (name: string): number => DEPTH[name] ?? 7;

/** The segments named `name` that belong to `from`: those below it, the one above it, or itself. */
export function relatedSegments(message: Message, from: Segment, name: string): readonly Segment[] {
  if (from.name === name) return [from];
  const at = message.segments.indexOf(from);
  if (depthOf(name) > depthOf(from.name)) {
    const below = segmentsBelow(message, at, depthOf(from.name)).filter((segment) => segment.name === name);
    if (below.length > 0) return below;
    // What an order says of its timing or specimen may stand beside it.
    return siblings(message, at, name);
  }
  for (let index = at; index >= 0; index -= 1) if (message.segments[index]?.name === name) return [message.segments[index]!];
  return depthOf(name) < 4 ? message.segments.filter((segment) => segment.name === name).slice(0, 1) : [];
}

function segmentsBelow(message: Message, at: number, depth: number): readonly Segment[] {
  const end = message.segments.findIndex((segment, index) => index > at && depthOf(segment.name) <= depth);
  return message.segments.slice(at + 1, end < 0 ? undefined : end);
}

/** Of the same order group: between the ORC before and the ORC after. */
function siblings(message: Message, at: number, name: string): readonly Segment[] {
  let start = at;
  while (start > 0 && message.segments[start]?.name !== 'ORC') start -= 1;
  if (message.segments[start]?.name !== 'ORC') return [];
  const end = message.segments.findIndex((segment, index) => index > start && segment.name === 'ORC');
  return message.segments.slice(start, end < 0 ? undefined : end).filter((segment) => segment.name === name);
}
