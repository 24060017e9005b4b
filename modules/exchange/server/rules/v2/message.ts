/** The five separators of a message (HL7 v2.5.1 chapter 2.5.4). */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** Sub-components as written, escapes and all. */
export type Component = readonly string[];
export type Repetition = readonly Component[];
/** A field: repetitions of components of sub-components. */
export type Field = readonly Repetition[];

export interface Segment {
  /** Three characters. */
  readonly name: string;
  /** `fields[0]` is field 1. MSH-1 and MSH-2 are kept as one plain text each. */
  readonly fields: readonly Field[];
  /** What ended it: CR, LF, CR LF, several of them, or nothing at the end. */
  readonly ending: string;
}

/** Names of data types and groups that the XML encoding needs and the bar encoding does not say. */
export interface XmlShape {
  readonly root: string;
  readonly namespace: string | undefined;
  /** For each segment the groups around it, outermost first, with a number that tells repetitions apart. */
  readonly groups: readonly (readonly string[])[];
  /** `PID.3` → `CX`; absent where the element holds plain text. */
  readonly types: Readonly<Record<string, string>>;
}

export interface Message {
  readonly separators: Separators;
  readonly segments: readonly Segment[];
  /** White space before the first segment. */
  readonly before: string;
  readonly xml?: XmlShape;
}

export type V2Fault =
  | 'v2.empty'
  | 'v2.not-a-message'
  | 'v2.separators'
  | 'v2.segment-name'
  | 'v2.required-field'
  | 'v2.unknown-type'
  | 'v2.unknown-event'
  | 'v2.unknown-sender'
  | 'v2.charset'
  | 'v2.xml'
  | 'v2.truncated'
  | 'v2.too-large';

/** Where in a message something is wrong: segment name, its number among equal names from 1, field, repetition, component. */
export interface V2Place {
  readonly segment: string;
  readonly occurrence?: number;
  readonly field?: number;
  readonly component?: number;
}

/** A message that is not taken, with the place and the code of HL7 table 0357. */
export class V2Refusal extends Error {
  readonly fault: V2Fault;
  readonly place: V2Place | undefined;
  readonly detail: string;

  constructor(fault: V2Fault, place?: V2Place, detail = '') {
    super(`${fault}${place === undefined ? '' : ` at ${placeText(place)}`}${detail === '' ? '' : ` (${detail})`}`);
    this.name = 'V2Refusal';
    this.fault = fault;
    this.place = place;
    this.detail = detail;
  }
}

/** `PID[2]-5.1` */
export function placeText({ segment, occurrence, field, component }: V2Place): string {
  const which = occurrence === undefined || occurrence === 1 ? '' : `[${occurrence}]`;
  return `${segment}${which}${field === undefined ? '' : `-${field}`}${component === undefined ? '' : `.${component}`}`;
}
