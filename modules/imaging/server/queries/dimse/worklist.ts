import { createHash } from 'node:crypto';
import type { Patient, ServiceRequest } from '#fhir/types/resources.gen.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';
import { personOfNumber } from '../../commands/store/match-patient.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import { ANSWERS_MAX, type Elements, type Found } from './find.ts';
import { findOrders, type AskedOrders } from './worklist-orders.ts';

/** VR SH. */
const ACCESSION_LETTERS = 16;
const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
/** So many orders are looked at for what no index knows (names, modality, station); beyond that the answer says that it is cut. */
const ORDERS_MAX = 10_000;

/**
 * Modality worklist (PS3.4 K.6.1): active imaging orders (FHIR ServiceRequest of the category imaging) that the device's organisation may see.
 * Shared diagnosis and outside systems place orders as ServiceRequests, so that the list needs no table of its own.
 */
export async function findWorklist({ database, clock }: Pick<Archive, 'database' | 'clock'>, subject: Subject, identifier: Elements): Promise<Found> {
  const sql = database.sighted(sightOf(subject));
  const [asked, now] = [await withPersonId(database, identifier), clock.now()];
  const answers: Elements[] = [];
  let [looked, isCut] = [0, false];
  for await (const { order, patient } of findOrders(sql, subject, askedOrders(asked, now))) {
    const item = itemOf(order, patient, now);
    isCut = (looked += 1) > ORDERS_MAX || (answers.length === ANSWERS_MAX && fits(item, asked));
    if (isCut) break;
    if (fits(item, asked)) answers.push(item);
  }
  return { answers, isCut, persons: answers.map(({ PatientID }) => String(PatientID)) };
}

/** What an index is asked for: whole values alone, and an accession number that our answers do not cut off. */
function askedOrders(asked: Elements, now: Date): AskedOrders {
  const whole = (text: string): string | undefined => (/^[A-Za-z0-9.-]{1,64}$/.test(text) ? text : undefined);
  const accession = textOf(asked.AccessionNumber);
  const [from, until] = spanOf(textOf(firstItem(asked.ScheduledProcedureStepSequence).ScheduledProcedureStepStartDate));
  const isDay = (day: string): boolean => /^\d{8}$/.test(day) && !Number.isNaN(Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`));
  return {
    from: isDay(from) ? from : '', until: isDay(until) ? until : '', today: chinaParts(now.toISOString())[0], patientId: whole(textOf(asked.PatientID)),
    accession: accession.length < ACCESSION_LETTERS ? whole(accession) : undefined,
  };
}

/** A card that is read at the console asks for the person whom the list names by person id, so that images come with that and not with the number of the card. */
async function withPersonId(sql: Sql, identifier: Elements): Promise<Elements> {
  const number = textOf(identifier.PatientID);
  if (!holdsIdentityNumber(number)) return identifier;
  return { ...identifier, PatientID: (await personOfNumber(sql, number)) ?? number };
}

function itemOf(order: ServiceRequest, patient: Patient, now: Date): Elements {
  const scheduled = order.occurrenceDateTime ?? order.occurrencePeriod?.start ?? order.authoredOn ?? now.toISOString();
  const [day, time] = chinaParts(scheduled);
  const code = order.code?.text ?? order.code?.coding?.[0]?.display ?? '';
  const modality = [...(order.orderDetail ?? []), ...(order.code === undefined ? [] : [order.code])].flatMap((each) => each.coding ?? []).find(({ system }) => system === DCM)?.code ?? 'OT';
  const accession = order.identifier?.find(({ type }) => type?.coding?.some((coding) => coding.code === 'ACSN'))?.value ?? order.identifier?.[0]?.value ?? '';
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    AccessionNumber: accession.slice(0, ACCESSION_LETTERS),
    PatientName: patientName(patient),
    PatientID: patient.id ?? '',
    PatientBirthDate: (patient.birthDate ?? '').replaceAll('-', ''),
    PatientSex: { male: 'M', female: 'F', other: 'O' }[patient.gender as 'male'] ?? '',
    StudyInstanceUID: studyUidOf(order),
    RequestedProcedureID: (order.id ?? '').slice(-16),
    RequestedProcedureDescription: code.slice(0, 64),
    ScheduledProcedureStepSequence: [{
      Modality: modality,
      ScheduledStationAETitle: order.performer?.find(({ type }) => type === 'Device')?.display ?? '',
      ScheduledProcedureStepStartDate: day,
      ScheduledProcedureStepStartTime: time,
      ScheduledProcedureStepDescription: code.slice(0, 64),
      ScheduledProcedureStepID: (order.id ?? '').slice(-16),
    }],
  };
}

/** The order says it, or it follows from the order's id, so that every answer names the same study. */
function studyUidOf(order: Pick<ServiceRequest, 'id' | 'identifier'>): string {
  const named = order.identifier?.find(({ system }) => system === 'urn:dicom:uid')?.value;
  if (named !== undefined) return named.replace('urn:oid:', '');
  return `2.25.${BigInt(`0x${createHash('sha256').update(`study of ${order.id}`).digest('hex').slice(0, 31)}`)}`;
}

function patientName({ name }: Patient): string {
  const { text = '', family, given = [] } = name?.[0] ?? {};
  const whole = family === undefined ? text : [family, ...given].join('^');
  return /\p{Script=Han}/u.test(whole) ? `=${whole}` : whole;
}

/** Day and time of China, as modalities here set their clocks. */
function chinaParts(text: string): [string, string] {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return [text.replaceAll('-', ''), '000000'];
  const shifted = new Date(new Date(text).getTime() + 8 * 3_600_000).toISOString();
  return [shifted.slice(0, 10).replaceAll('-', ''), shifted.slice(11, 19).replaceAll(':', '')];
}

/** Matching keys of PS3.4 table K.6-1: universal where empty, with wildcards and ranges of days. */
function fits(item: Elements, asked: Elements): boolean {
  const step = firstItem(asked.ScheduledProcedureStepSequence);
  const own = firstItem(item.ScheduledProcedureStepSequence);
  const same = (values: Elements, keys: Elements, name: string): boolean => like(String(values[name] ?? ''), textOf(keys[name]));
  return (
    ['AccessionNumber', 'PatientID', 'PatientName', 'RequestedProcedureID', 'StudyInstanceUID'].every((name) => same(item, asked, name)) &&
    ['Modality'].every((name) => same(own, step, name)) &&
    (own.ScheduledStationAETitle === '' || same(own, step, 'ScheduledStationAETitle')) &&
    within(String(own.ScheduledProcedureStepStartDate), textOf(step.ScheduledProcedureStepStartDate))
  );
}

const firstItem = (value: unknown): Elements => ((Array.isArray(value) ? value[0] : value) ?? {}) as Elements;
const textOf = (value: unknown): string => (Array.isArray(value) ? textOf(value[0]) : typeof value === 'object' && value !== null ? Object.values(value).join('=') : String(value ?? '')).trim();

function like(value: string, pattern: string): boolean {
  if (pattern === '' || pattern === '*') return true;
  const expression = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'iu');
  return value.split('=').some((group) => expression.test(group)) || expression.test(value);
}

function within(day: string, range: string): boolean {
  const [from, until] = spanOf(range);
  return (from === '' || day >= from) && (until === '' || day <= until);
}

function spanOf(range: string): [string, string] {
  const [from = '', until = range.includes('-') ? '' : from] = range.split('-').map((day) => day.trim());
  return [from, until];
}
