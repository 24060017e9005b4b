import { createHash } from 'node:crypto';
import type { DocumentReference, Observation, ObservationComponent } from '#fhir/types/resources.gen.ts';
import type { EcgCard, Measures, Strip } from '../../contract/records.ts';
import { bestMeasures, MEDIA_TYPES } from './record-row.ts';

/** ISO/IEEE 11073-10101 reference ids of leads are numbers: 131328 + the number of EN 1064. */
const MDC = 'urn:iso:std:iso:11073:10101';
const MDC_LEADS: Readonly<Record<string, number>> = { I: 131329, II: 131330, V1: 131331, V2: 131332, V3: 131333, V4: 131334, V5: 131335, V6: 131336, III: 131389, aVR: 131390, aVL: 131391, aVF: 131392 };
const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const MEASURED: readonly (readonly [keyof Measures, string, string, string, string])[] = [
  ['rate', '8867-4', 'Heart rate', '/min', '心率'], ['pr', '8625-6', 'P-R Interval', 'ms', 'P-R 间期'], ['qrs', '8633-0', 'QRS duration', 'ms', 'QRS 时限'], ['qt', '8634-8', 'Q-T interval', 'ms', 'Q-T 间期'], ['qtc', '8636-3', 'Q-T interval corrected', 'ms', '校正 Q-T 间期'], ['qrsAxis', '8632-2', 'QRS axis', 'deg', 'QRS 电轴'],
];
/** A longer recording stays in the file that the document names. */
const SAMPLES_MAX = 200_000;

/** Moment with a zone: a device that gives none is on the clock of China. */
const zoned = (moment: string): string => (/(Z|[+-]\d\d:\d\d)$/.test(moment) ? moment : `${moment}+08:00`);

/** Observation of the waveforms (FHIR R4 §10.1, "EKG example"): one component a lead, and the measurements. */
export function observationOf(card: EcgCard, { id, strips, documentId }: { id: string; strips: readonly Strip[]; documentId: string }): Observation | undefined {
  const rhythm = strips.find(({ kind }) => kind === 'rhythm');
  if (rhythm === undefined || rhythm.leads.reduce((sum, { samples }) => sum + samples.length, 0) > SAMPLES_MAX) return undefined;
  const best = bestMeasures(card);
  const waves = rhythm.leads.map(({ name, microvoltsPerUnit, offsetMicrovolts, samples }): ObservationComponent => ({
    code: { ...(MDC_LEADS[name] === undefined ? {} : { coding: [{ system: MDC, code: String(MDC_LEADS[name]), display: `MDC_ECG_ELEC_POTL_${name.toUpperCase()}` }] }), text: name },
    valueSampledData: { origin: { value: offsetMicrovolts, unit: 'uV', system: UCUM, code: 'uV' }, period: Math.round(1e6 / rhythm.sampleRate) / 1000, factor: microvoltsPerUnit, dimensions: 1, data: samples.join(' ') },
  }));
  const numbers = MEASURED.flatMap(([key, code, display, unit, text]): ObservationComponent[] => {
    const value = best[key];
    return value === null ? [] : [{ code: { coding: [{ system: LOINC, code, display }], text }, valueQuantity: { value, unit, system: UCUM, code: unit } }];
  });
  return {
    resourceType: 'Observation', id, status: 'preliminary', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'procedure' }] }],
    code: { coding: [{ system: LOINC, code: '11524-6', display: 'EKG study' }], text: '心电图' }, subject: { reference: `Patient/${card.personId}` }, effectiveDateTime: zoned(card.recordedAt ?? card.storedAt), issued: card.storedAt,
    performer: [{ reference: `Organization/${card.organisationId}` }], ...(card.device === null ? {} : { device: { display: card.device } }), ...(card.orderNumber === null ? {} : { identifier: [{ type: { text: 'order number' }, value: card.orderNumber }] }),
    derivedFrom: [{ reference: `DocumentReference/${documentId}` }], component: [...waves, ...numbers],
  } as Observation;
}

/** The file as it came, with its hash; FHIR asks for SHA-1 there, the room keeps SHA-256 beside it. */
export function documentOf(card: EcgCard, { id, content, embedsContent }: { id: string; content: Buffer; embedsContent: boolean }): DocumentReference {
  return {
    resourceType: 'DocumentReference', id, status: 'current', docStatus: 'final', identifier: [{ system: 'urn:ietf:rfc:6920', value: `ni:///sha-256;${Buffer.from(card.sha256, 'hex').toString('base64url')}` }],
    type: { coding: [{ system: LOINC, code: '11524-6', display: 'EKG study' }] }, subject: { reference: `Patient/${card.personId}` }, date: card.storedAt, custodian: { reference: `Organization/${card.organisationId}` }, description: '心电图原始记录',
    content: [{ attachment: { contentType: MEDIA_TYPES[card.format], title: card.fileName, size: content.length, hash: createHash('sha1').update(content).digest('base64'), ...(embedsContent ? { data: content.toString('base64') } : { url: `/api/ecg/records/${card.id}/original` }) } }],
  } as DocumentReference;
}
