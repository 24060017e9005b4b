import { decodeText } from './escapes.ts';
import { V2Refusal, type Field, type Message, type Repetition, type Segment } from './message.ts';

const EMPTY: Field = [[['']]];

/** Field n (from 1) of a segment, empty where it is not there. */
export const fieldOf = (segment: Segment | undefined, number: number): Field => segment?.fields[number - 1] ?? EMPTY;

/** One leaf, decoded: a component, or a component and its sub-component, from 1. HL7's explicit null `""` reads as empty. */
export function leafOf(message: Message, repetition: Repetition | undefined, at: number | readonly [component: number, subcomponent: number]): string {
  const [component, subcomponent] = typeof at === 'number' ? [at, 1] : at;
  const raw = repetition?.[component - 1]?.[subcomponent - 1] ?? '';
  return raw === '""' ? '' : decodeText(raw, message.separators).trim();
}

export const findSegment = (message: Message, name: string): Segment | undefined => message.segments.find((segment) => segment.name === name);

/** `MSH-9.2` of the first segment of that name. */
export function valueAt(message: Message, path: string): string {
  const match = /^([A-Z][A-Z0-9]{2})-(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(path);
  if (match === null) return '';
  return leafOf(message, fieldOf(findSegment(message, match[1]!), Number(match[2]))[0], [Number(match[3] ?? 1), Number(match[4] ?? 1)]);
}

/** What the head of every message says. */
export interface MessageHead {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  readonly type: string;
  readonly event: string;
  readonly controlId: string;
  readonly version: string;
  readonly acceptAck: string;
  readonly applicationAck: string;
}

export const headOf = (message: Message): MessageHead => ({
  sendingApplication: valueAt(message, 'MSH-3'),
  sendingFacility: valueAt(message, 'MSH-4'),
  receivingApplication: valueAt(message, 'MSH-5'),
  receivingFacility: valueAt(message, 'MSH-6'),
  type: valueAt(message, 'MSH-9.1'),
  event: valueAt(message, 'MSH-9.2'),
  controlId: valueAt(message, 'MSH-10'),
  version: valueAt(message, 'MSH-12'),
  acceptAck: valueAt(message, 'MSH-15').toUpperCase(),
  applicationAck: valueAt(message, 'MSH-16').toUpperCase(),
});

/** A message that is to be applied says what it is and under which number. */
export function requireHead(message: Message): MessageHead {
  const head = headOf(message);
  if (head.type === '') throw new V2Refusal('v2.required-field', { segment: 'MSH', field: 9 });
  if (head.controlId === '') throw new V2Refusal('v2.required-field', { segment: 'MSH', field: 10 });
  if (head.controlId.length > 200) throw new V2Refusal('v2.required-field', { segment: 'MSH', field: 10 }, 'too long');
  return head;
}
