import { escapeText } from './escapes.ts';
import { placeText, type V2Refusal, type Message, type Separators, type V2Fault } from './message.ts';
import { findSegment, headOf } from './read.ts';

/** Application accept, error, reject; commit accept, error, reject of the enhanced mode. */
export type AckCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

export interface AckFault {
  /** HL7 table 0357. */
  readonly code: string;
  readonly segment?: string;
  readonly occurrence?: number;
  readonly field?: number;
  readonly component?: number;
  /** Never a person's data. */
  readonly text: string;
}

const STANDARD: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

const CODES: Readonly<Record<V2Fault, readonly [string, string]>> = {
  'v2.empty': ['100', '消息为空 / The message is empty'],
  'v2.not-a-message': ['100', '不是 HL7 v2 消息：第一段须为 MSH / Not an HL7 v2 message: it begins with MSH'],
  'v2.separators': ['102', 'MSH-1、MSH-2 的分隔符不正确 / The separators of MSH-1 and MSH-2 are wrong'],
  'v2.segment-name': ['100', '此段之后有一行不是消息段 / A line after this segment is no segment'],
  'v2.required-field': ['101', '缺少必填字段 / A required field is missing'],
  'v2.unknown-type': ['200', '不支持此消息类型 / This message type is not supported'],
  'v2.unknown-event': ['201', '不支持此事件 / This event is not supported'],
  'v2.unknown-sender': ['204', '发送方（MSH-3、MSH-4）未登记 / The sender (MSH-3, MSH-4) is not registered'],
  'v2.charset': ['102', '字符集与声明不符 / The bytes are not of the character set declared'],
  'v2.xml': ['102', 'XML 不可接受 / The XML cannot be accepted'],
  'v2.truncated': ['100', '消息没有结束符，未处理 / The message has no end; it was not applied'],
  'v2.too-large': ['207', '消息过大 / The message is too large'],
};

/** A refusal as the ERR segment tells it. */
export function faultOf(refusal: V2Refusal): AckFault {
  const [code, text] = CODES[refusal.fault];
  return { code, text: refusal.detail === '' ? text : `${text} (${refusal.detail})`, ...refusal.place };
}

export interface Ack {
  readonly code: AckCode;
  readonly controlId: string;
  /** `20261122184500+0800` */
  readonly at: string;
  readonly fault?: AckFault;
}

/** The answer to a message, or to bytes that are none; always the bar encoding with the sender's own separators. */
export function acknowledge(message: Message | undefined, { code, controlId, at, fault }: Ack): string {
  const separators = message?.xml === undefined ? (message?.separators ?? STANDARD) : STANDARD;
  const head = message === undefined ? undefined : headOf(message);
  const { field: f, component: c } = separators;
  const text = (value: string): string => escapeText(value, separators);
  const rawOf = (number: number): string => rawField(message, number, separators);
  const marks = `${c}${separators.repetition}${separators.escape}${separators.subcomponent}`;
  const version = head === undefined || head.version === '' ? '2.5.1' : head.version;
  const type = head === undefined || head.event === '' ? 'ACK' : ['ACK', text(head.event), ...(isBefore(version, '2.3.1') ? [] : ['ACK'])].join(c);
  const lines = [
    ['MSH', marks, rawOf(5), rawOf(6), rawOf(3), rawOf(4), at, '', type, text(controlId), rawOf(11) || 'P', text(version), '', '', '', '', '', rawOf(18)].join(f).replace(new RegExp(`${escapeRegExp(f)}+$`), ''),
    ['MSA', code, text(head?.controlId ?? ''), ...(fault === undefined ? [] : [text(fault.text.slice(0, 200))])].join(f),
    ...(fault === undefined ? [] : [errorLine(fault, version, separators)]),
  ];
  return lines.map((line) => `${line}\r`).join('');
}

function errorLine(fault: AckFault, version: string, separators: Separators): string {
  const { field: f, component: c, subcomponent: s } = separators;
  const place = [fault.segment ?? '', fault.segment === undefined ? '' : String(fault.occurrence ?? 1), fault.field ?? '', fault.component === undefined ? '' : '1', fault.component ?? ''].join(c).replace(new RegExp(`${escapeRegExp(c)}+$`), '');
  const words = escapeText(fault.text.slice(0, 250), separators);
  // ERR-1 up to 2.4; ERR-2 to ERR-8 since 2.5.
  if (isBefore(version, '2.5')) return ['ERR', [fault.segment ?? '', '1', fault.field ?? '', `${fault.code}${s}${words}${s}HL70357`].join(c)].join(f);
  return ['ERR', '', place, [fault.code, words, 'HL70357'].join(c), 'E', '', '', '', words].join(f);
}

/** As the sender wrote it, so that it recognises its own name. */
function rawField(message: Message | undefined, number: number, separators: Separators): string {
  const field = message === undefined ? undefined : findSegment(message, 'MSH')?.fields[number - 1];
  return field?.map((repetition) => repetition.map((component) => component.join(separators.subcomponent)).join(separators.component)).join(separators.repetition) ?? '';
}

const isBefore = (version: string, limit: string): boolean => version.localeCompare(limit, 'en', { numeric: true }) < 0;
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `v2.required-field at PID-3` for the log. */
export const refusalText = (refusal: V2Refusal): string => `${refusal.fault}${refusal.place === undefined ? '' : ` ${placeText(refusal.place)}`}`;
