import { escapeText } from '../../v2/escapes.ts';
import type { Separators } from '../../v2/message.ts';
import type { OutgoingDocument, OutgoingField, OutgoingLeaf, OutgoingSegment } from './document.ts';
import { OUTGOING_FUNCTIONS, valueComponents, type Written } from './functions.ts';
import { elementsAt, type Element } from './source.ts';

/** What a message is made of; absent parts make no segment. */
export interface OutgoingParts {
  readonly patient: Element;
  readonly encounter?: Element;
  readonly report?: Element;
  readonly request?: Element;
  readonly observations: readonly Element[];
  readonly appointment?: Element;
}

export interface Envelope {
  /** `ADT^A08` */
  readonly event: string;
  readonly controlId: string;
  readonly at: Date;
  readonly receiver: { readonly application: string; readonly facility: string };
}

export interface Composed {
  readonly text: string;
  readonly warnings: readonly { readonly place: string; readonly text: string }[];
}

const MARKS: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };
const REPETITIONS_MAX = 100;
const SEGMENTS_MAX = 2000;
const WARNINGS_MAX = 100;

/** HL7 v2.5.1 in UTF-8 by an outgoing mapping; undefined where what the message is about is not there. */
export function composeMessage(document: OutgoingDocument, parts: OutgoingParts, envelope: Envelope): Composed | undefined {
  if (parts[document.needs] === undefined) return undefined;
  return new Composing(document, parts, envelope).run();
}

type Components = Written[];

class Composing {
  private readonly document: OutgoingDocument;
  private readonly root: Readonly<Record<string, Element>>;
  private readonly envelope: Envelope;
  private readonly trigger: string;
  private readonly warnings: { place: string; text: string }[] = [];

  constructor(document: OutgoingDocument, parts: OutgoingParts, envelope: Envelope) {
    this.document = document;
    this.envelope = envelope;
    this.trigger = envelope.event.split('^')[1] ?? '';
    this.root = { ...parts, message: { event: envelope.event, trigger: this.trigger, at: envelope.at.toISOString() } };
  }

  run(): Composed {
    const { receiver, at, event, controlId } = this.envelope;
    const sent = OUTGOING_FUNCTIONS.stamp(at.toISOString())[0] ?? '';
    const head = ['MSH', '^~\\&', 'YIGONG', '', escapeText(receiver.application, MARKS), escapeText(receiver.facility, MARKS), sent, '', event, escapeText(controlId, MARKS), 'P', '2.5.1', '', '', '', '', '', 'UNICODE UTF-8'].join('|');
    const counts = new Map<string, number>();
    const lines = this.document.segments.flatMap((rule) => this.segmentsOf(rule, counts)).slice(0, SEGMENTS_MAX);
    return { text: [head, ...lines].map((line) => `${line}\r`).join(''), warnings: this.warnings };
  }

  private segmentsOf(rule: OutgoingSegment, counts: Map<string, number>): string[] {
    if (rule.events !== undefined && !rule.events.includes(this.trigger)) return [];
    const items = rule.each === undefined ? (rule.of === undefined ? [this.root] : elementsAt(this.root, rule.of).slice(0, 1)) : elementsAt(this.root, rule.each);
    return items.filter((item) => this.holds(item, rule.when)).map((item) => {
      const number = (counts.get(rule.segment) ?? 0) + 1;
      counts.set(rule.segment, number);
      return this.segmentText(rule, item, number);
    });
  }

  private segmentText(rule: OutgoingSegment, item: Element, number: number): string {
    const fields: Components[][] = [];
    if (rule.counter !== undefined) fields[rule.counter - 1] = [[[String(number)]]];
    for (const field of rule.fields) this.put(fields, { field, item, place: `${rule.segment}-${field.to}` });
    const written = Array.from(fields, (repetitions) => (repetitions ?? []).map((components) => trimmed(Array.from(components, subText), MARKS.component)).filter((text) => text !== '').join(MARKS.repetition));
    return trimmed([rule.segment, ...written], MARKS.field);
  }

  private put(fields: Components[][], { field, item, place }: { field: OutgoingField; item: Element; place: string }): void {
    if (!this.holds(item, field.when)) return;
    const [number = 1, component, sub] = field.to.split('.').map(Number);
    const repetitions = (fields[number - 1] ??= []);
    if (field.each !== undefined) {
      const source = field.each.startsWith('/') ? this.root : item;
      for (const each of elementsAt(source, field.each).slice(0, REPETITIONS_MAX)) {
        const made: Components = [];
        for (const part of field.parts ?? []) {
          if (!this.holds(each, part.when)) continue;
          const [at = 1, within] = part.to.split('.').map(Number);
          placeLeaf(made, { at, within, written: this.written(each, part, place), otherwise: part.otherwise });
        }
        if (made.some((leaf) => leaf?.some((text) => text !== ''))) repetitions.push(made);
      }
      return;
    }
    const first = (repetitions[0] ??= []);
    if (field.as === 'value' && component === undefined) {
      const value = this.first(item, field.from);
      valueComponents(value).forEach((leaf, index) => void (first[index] = leaf));
      return;
    }
    placeLeaf(first, { at: component ?? 1, within: sub, written: this.written(item, field, place), otherwise: field.otherwise });
  }

  private written(item: Element, { from, as, map, value }: OutgoingLeaf | OutgoingField, place: string): Written {
    if (from === undefined) return value === undefined ? [] : [value];
    const made = OUTGOING_FUNCTIONS[as](this.first(item, from));
    if (map === undefined || made.length === 0) return made.length === 0 && value !== undefined ? [value] : made;
    const table = this.document.codes[map];
    const coded = table?.[made[0] ?? ''] ?? table?.['*'];
    if (coded === undefined && this.warnings.length < WARNINGS_MAX) this.warnings.push({ place, text: `代码表 ${map} 中没有此值 / not in code table ${map}` });
    return coded === undefined || coded === '' ? [] : [coded];
  }

  private first(item: Element, from: OutgoingLeaf['from']): Element {
    for (const path of from === undefined ? [] : Array.isArray(from) ? from : [from]) {
      const [found] = elementsAt(path.startsWith('/') ? this.root : item, path);
      if (found !== undefined && found !== '') return found;
    }
    return undefined;
  }

  private holds(item: Element, conditions: OutgoingLeaf['when']): boolean {
    return (conditions ?? []).every(({ path, is, not }) => {
      const found = elementsAt(path.startsWith('/') ? this.root : item, path).map((each) => (typeof each === 'object' ? 'present' : String(each)));
      if (is !== undefined) return found.some((each) => is.includes(each));
      return not === undefined ? found.length > 0 : !found.some((each) => not.includes(each));
    });
  }
}

function placeLeaf(components: Components, { at, within, written, otherwise }: { at: number; within: number | undefined; written: Written; otherwise: boolean }): void {
  if (written.length === 0 || (otherwise && components[at - 1]?.some((text) => text !== ''))) return;
  if (within === undefined) components[at - 1] = written;
  else {
    const leaf = [...(components[at - 1] ?? [])];
    leaf[within - 1] = written[0] ?? '';
    components[at - 1] = Array.from(leaf, (text) => text ?? '');
  }
}

const subText = (leaf: Written | undefined): string => trimmed((leaf ?? []).map((text) => escapeText(text, MARKS)), MARKS.subcomponent);

/** Joined, without separators that nothing follows. */
function trimmed(parts: readonly string[], separator: string): string {
  let end = parts.length;
  while (end > 0 && parts[end - 1] === '') end -= 1;
  return parts.slice(0, end).join(separator);
}
