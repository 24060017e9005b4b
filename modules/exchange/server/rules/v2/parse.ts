import { readXml, XmlRefusal } from '../xml/read-xml.ts';
import { V2Refusal, type Field, type Message, type Segment, type Separators } from './message.ts';
import { parseXmlMessage } from './xml-encoding.ts';

const CHARACTERS_MAX = 40_000_000;
const SEGMENTS_MAX = 50_000;
/** Separators and line ends of one message, or elements and attributes of one in XML: each is an object of ours. Two megabytes of them from a sender that nobody knows held every request up for seconds. */
const PARTS_MAX = 500_000;
const NAME = /^[A-Z][A-Z0-9]{2}$/;
/** Found, not looked for line by line: a block may hold millions of blank lines. */
const BATCH_LINE = /(?<![^\r\n])(?:FHS|BHS|BTS|FTS)[^\r\n]*[\r\n]?/g;

/** A text of one message in either encoding; throws V2Refusal with the place. */
export function parseMessage(text: string): Message {
  if (text.length > CHARACTERS_MAX) throw new V2Refusal('v2.too-large');
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') throw new V2Refusal('v2.empty');
  return /^\s*</.test(bare) ? parseXmlText(bare) : parseBars(bare);
}

function parseXmlText(text: string): Message {
  requireFewMarks(text, ['<', '=']);
  try {
    return parseXmlMessage(readXml(text));
  } catch (error) {
    if (error instanceof XmlRefusal) throw new V2Refusal('v2.xml', undefined, error.line === undefined ? error.fault : `${error.fault}, line ${error.line}`);
    throw error;
  }
}

/** Each message of a file or frame by itself: batch envelopes are left out, a second MSH begins a new message. */
export function splitMessages(text: string): string[] {
  const bare = text.replace(/^\uFEFF/, '');
  if (/^\s*</.test(bare)) return [bare];
  const parts = bare.split(/(?<=[\r\n])(?=MSH[^A-Za-z0-9\s])/);
  const cleaned = parts.map((part) => part.replace(BATCH_LINE, '')).filter((part) => part.trim() !== '');
  return cleaned.length === 0 ? [bare] : cleaned;
}

function parseBars(text: string): Message {
  const before = /^\s*/.exec(text)?.[0] ?? '';
  const body = text.slice(before.length);
  if (!body.startsWith('MSH')) throw new V2Refusal('v2.not-a-message', { segment: 'MSH' });
  const separators = separatorsOf(body);
  requireFewMarks(body, [separators.field, separators.repetition, separators.component, separators.subcomponent, '\r', '\n']);
  const written: Written[] = [];
  const counts = new Map<string, number>();
  for (const [line, ending] of linesOf(body)) {
    if (written.length >= SEGMENTS_MAX) throw new V2Refusal('v2.too-large');
    const name = line.slice(0, 3);
    const isSegment = NAME.test(name) && (line.length === 3 || line[3] === separators.field);
    const last = written.at(-1);
    if (!isSegment) {
      if (last === undefined || looksLikeSegment(line, separators.field)) throw new V2Refusal('v2.segment-name', { segment: last?.name ?? 'MSH', occurrence: counts.get(last?.name ?? 'MSH') ?? 1 });
      last.pieces.push(last.ending, line);
      last.ending = ending;
      continue;
    }
    counts.set(name, (counts.get(name) ?? 0) + 1);
    written.push({ name, pieces: [line], ending });
  }
  const segments = written.map(({ name, pieces, ending }): Segment => ({ name, fields: fieldsOf(pieces.join(''), separators), ending }));
  return { separators, segments, before };
}

/** A segment before it is taken apart: its line, and the lines that go on its text with what ended the line before each. */
interface Written {
  readonly name: string;
  readonly pieces: string[];
  ending: string;
}

/** Throws `v2.too-large`. */
function requireFewMarks(text: string, marks: readonly string[]): void {
  let parts = 0;
  for (const mark of marks) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) if ((parts += 1) > PARTS_MAX) throw new V2Refusal('v2.too-large');
  }
}

/** A line that looks like a segment but is not named like one; other lines go on the text of the segment before (some senders break long texts). */
const looksLikeSegment = (line: string, field: string): boolean => /^[A-Za-z0-9]{2,4}$/.test(line.split(field)[0] ?? '') && line.includes(field);

/** Lines with what ended each; blank lines belong to the ending before them. */
function* linesOf(body: string): Generator<[string, string]> {
  // Where CR ends segments, an LF inside is content.
  const crOnly = /\r(?!\n)/.test(body) && !/\r\n/.test(body);
  const pattern = crOnly ? /([^\r]*)((?:\r\n?|\r)(?:[ \t]*[\r\n])*|$)/gy : /([^\r\n]*)((?:\r\n|\r|\n)(?:[ \t]*[\r\n])*|$)/gy;
  for (const match of body.matchAll(pattern)) {
    if (match[0] !== '') yield [match[1] ?? '', match[2] ?? ''];
  }
}

/** MSH-1 and MSH-2 of this very message; missing trailing ones are the recommended. */
function separatorsOf(body: string): Separators {
  const field = body[3];
  if (field === undefined || /[A-Za-z0-9\s]/.test(field)) throw new V2Refusal('v2.separators', { segment: 'MSH', field: 1 });
  const given = body.slice(4).split(field)[0]?.split(/[\r\n]/)[0] ?? '';
  const marks = [...given];
  const component = marks[0];
  if (component === undefined || marks.length > 5 || marks.some((mark) => /[A-Za-z0-9\s]/.test(mark))) throw new V2Refusal('v2.separators', { segment: 'MSH', field: 2 });
  const chosen = [component, marks[1] ?? '~', marks[2] ?? '\\', marks[3] ?? '&'];
  // `^~\\&`: a back-slash doubled on the way; what follows it is the sub-component separator.
  if (chosen[3] === chosen[2] && marks[4] !== undefined) chosen[3] = marks[4];
  if (new Set([field, ...chosen]).size !== 5) throw new V2Refusal('v2.separators', { segment: 'MSH', field: 2 });
  return { field, component, repetition: chosen[1]!, escape: chosen[2]!, subcomponent: chosen[3]! };
}

function fieldsOf(line: string, separators: Separators): Field[] {
  const parts = line.split(separators.field).slice(1);
  if (!/^(MSH|FHS|BHS)/.test(line)) return parts.map((part) => parseField(part, separators));
  const [marks = '', ...rest] = parts;
  return [[[[separators.field]]], [[[marks]]], ...rest.map((part) => parseField(part, separators))];
}

const parseField = (text: string, { repetition, component, subcomponent }: Separators): Field =>
  text.split(repetition).map((each) => each.split(component).map((part) => part.split(subcomponent)));

const fieldText = (field: Field, { repetition, component, subcomponent }: Separators): string =>
  field.map((each) => each.map((part) => part.join(subcomponent)).join(component)).join(repetition);

function segmentText({ name, fields }: Segment, separators: Separators): string {
  if (!/^(MSH|FHS|BHS)$/.test(name)) return [name, ...fields.map((field) => fieldText(field, separators))].join(separators.field);
  const marks = fields[1]?.[0]?.[0]?.[0] ?? '';
  return `${name}${separators.field}${[marks, ...fields.slice(2).map((field) => fieldText(field, separators))].join(separators.field)}`;
}

/** The bar encoding, equal to what was parsed. */
export const serialiseMessage = ({ separators, segments, before }: Message): string =>
  before + segments.map((segment) => segmentText(segment, separators) + segment.ending).join('');
