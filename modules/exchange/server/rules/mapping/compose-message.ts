import type { Appointment, DiagnosticReport, Encounter, Identifier, Observation, Patient } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { escapeText } from '../v2/escapes.ts';
import type { Separators } from '../v2/message.ts';

export interface OutgoingParts {
  readonly patient: Patient;
  readonly encounter: Encounter | undefined;
  readonly report: DiagnosticReport | undefined;
  readonly observations: readonly Observation[];
  readonly appointment: Appointment | undefined;
}

export interface Envelope {
  /** `ADT^A08` */
  readonly event: string;
  readonly controlId: string;
  readonly at: Date;
  readonly receiver: { readonly application: string; readonly facility: string };
}

const MARKS: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };
const e = (text: string | undefined): string => escapeText(text ?? '', MARKS);

/** HL7 v2.5.1 in UTF-8 of a resource: ADT of a person or visit, ORU^R01 of a report, SIU of an appointment; undefined for a pair that says nothing. */
export function composeMessage(parts: OutgoingParts, envelope: Envelope): string | undefined {
  const body = bodyOf(parts, envelope);
  if (body === undefined) return undefined;
  const [type = '', event = ''] = envelope.event.split('^');
  const head = ['MSH', '^~\\&', 'YIGONG', '', e(envelope.receiver.application), e(envelope.receiver.facility), stamp(envelope.at.toISOString()), '', `${type}^${event}`, envelope.controlId, 'P', '2.5.1', '', '', '', '', '', 'UNICODE UTF-8'].join('|');
  return [head, ...body].map((line) => `${line}\r`).join('');
}

function bodyOf(parts: OutgoingParts, { event, at }: Envelope): string[] | undefined {
  const [type = '', trigger = ''] = event.split('^');
  if (type === 'ADT' && /^A(0[1-8]|11|13|28|31)$/.test(trigger)) return [`EVN|${trigger}|${stamp(at.toISOString())}`, pid(parts.patient), pv1(parts.encounter)];
  if (event === 'ORU^R01' && parts.report !== undefined) return [pid(parts.patient), ...reportLines(parts.report, parts.observations)];
  if (type === 'SIU' && /^S1[2-5]$/.test(trigger) && parts.appointment !== undefined) return [schedule(parts.appointment), pid(parts.patient), 'RGS|1'];
  return undefined;
}

/** FHIR times in the zone they were given in; a Z as China's. */
function stamp(time: string | undefined): string {
  if (time === undefined) return '';
  const local = time.endsWith('Z') ? `${new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00` : time;
  const match = /^(\d{4})-?(\d{2})?-?(\d{2})?(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([+-]\d{2}):(\d{2}))?/.exec(local);
  return match === null ? '' : match.slice(1).filter((part) => part !== undefined).join('');
}

function identifier({ system, value, type }: Identifier): string {
  const isCard = system === IDENTIFIER_SYSTEMS['id-card'];
  const oid = /^urn:oid:(.+)$/.exec(system ?? '')?.[1];
  const authority = oid === undefined ? decodeURIComponent(/\/authority\/(.+)$/.exec(system ?? '')?.[1] ?? '') : `&${oid}&ISO`;
  return [e(value), '', '', oid === undefined ? e(authority) : authority, e(isCard ? 'NI' : (type?.coding?.[0]?.code ?? ''))].join('^').replace(/\^+$/, '');
}

const SEX: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O', unknown: 'U' };

function pid(patient: Patient): string {
  const own = `${e(patient.id)}^^^YIGONG^PI`;
  const numbers = [own, ...(patient.identifier ?? []).filter(({ value }) => value !== undefined).map(identifier)].join('~');
  const names = (patient.name ?? []).map((name) => [e(name.family ?? name.text), ...(name.family === undefined ? [''] : [e(name.given?.[0])]), e(name.given?.[1]), '', '', '', 'L'].join('^')).join('~');
  const addresses = (patient.address ?? []).map((address) => [e(address.line?.join(' ') ?? address.text), '', e(address.city), e(address.state), e(address.postalCode), e(address.country)].join('^').replace(/\^+$/, '')).join('~');
  const phones = (patient.telecom ?? []).map((each) => `${e(each.value)}^PRN^${each.system === 'email' ? 'Internet' : 'PH'}`).join('~');
  return ['PID', '1', '', numbers, '', names, '', (patient.birthDate ?? '').replace(/-/g, ''), SEX[patient.gender ?? 'unknown'] ?? 'U', '', '', addresses, '', phones].join('|');
}

const CLASSES: Readonly<Record<string, string>> = { IMP: 'I', AMB: 'O', EMER: 'E', PRENC: 'P' };

function pv1(encounter: Encounter | undefined): string {
  if (encounter === undefined) return 'PV1|1|N';
  const fields = ['PV1', '1', CLASSES[encounter.class.code ?? ''] ?? 'O', e(encounter.location?.[0]?.location.display)];
  const visit = encounter.identifier?.[0] === undefined ? `${e(encounter.id)}^^^YIGONG` : identifier(encounter.identifier[0]);
  return [...fields, ...Array.from({ length: 15 }, () => ''), visit, ...Array.from({ length: 24 }, () => ''), stamp(encounter.period?.start), stamp(encounter.period?.end)].join('|').replace(/\|+$/, '');
}

const concept = (code: Observation['code'] | undefined): string => {
  const coding = code?.coding?.[0];
  const system = coding?.system === 'http://loinc.org' ? 'LN' : coding?.system === undefined ? '' : 'L';
  return [e(coding?.code), e(coding?.display ?? code?.text), system].join('^');
};

const STATUS: Readonly<Record<string, string>> = { final: 'F', preliminary: 'P', corrected: 'C', amended: 'C', cancelled: 'X', registered: 'I', partial: 'A' };

function reportLines(report: DiagnosticReport, observations: readonly Observation[]): string[] {
  const obr = ['OBR', '1', '', e(report.identifier?.[0]?.value ?? report.id), concept(report.code), '', '', stamp(report.effectiveDateTime), ...Array.from({ length: 14 }, () => ''), stamp(report.issued), '', '', STATUS[report.status] ?? 'F'].join('|');
  const conclusion = report.conclusion === undefined ? [] : [`OBX|${observations.length + 1}|TX|^结论||${e(report.conclusion)}||||||${STATUS[report.status] ?? 'F'}`];
  return [obr, ...observations.map((each, index) => resultLine(each, index + 1)), ...conclusion];
}

function resultLine(observation: Observation, number: number): string {
  const { valueQuantity: quantity, valueCodeableConcept: coded, valueString: text } = observation;
  const [type, value] = quantity === undefined ? (coded === undefined ? ['ST', e(text)] : ['CWE', concept(coded)]) : ['NM', String(quantity.value ?? '')];
  const range = observation.referenceRange?.[0];
  const limits = range?.text ?? (range?.low === undefined && range?.high === undefined ? '' : `${range?.low?.value ?? ''}-${range?.high?.value ?? ''}`);
  return ['OBX', String(number), type, concept(observation.code), '', value, e(quantity?.unit), e(limits), e(observation.interpretation?.[0]?.coding?.[0]?.code), '', '', STATUS[observation.status] ?? 'F', '', '', stamp(observation.effectiveDateTime)].join('|');
}

function schedule(appointment: Appointment): string {
  const number = e(appointment.identifier?.[0]?.value ?? appointment.id);
  return ['SCH', number, number, '', '', '', '', '', concept(appointment.appointmentType), String(appointment.minutesDuration ?? ''), 'min', `^^^${stamp(appointment.start)}^${stamp(appointment.end)}`].join('|');
}
