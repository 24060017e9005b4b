import { createHash } from 'node:crypto';
import { wellFormed } from '#platform/kernel/text.ts';
import type { EcgCard, Measures, Strip } from '../../contract/records.ts';
import type { EcgRow } from '../store/records.ts';
import type { EcgFile, EcgStrip } from './reading/ecg-file.ts';
import { inPaperOrder } from './reading/leads.ts';
import type { ReadEcg } from './reading/read-in-worker.ts';

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const MEDIA_TYPES: Readonly<Record<EcgCard['format'], string>> = { aecg: 'application/xml', scp: 'application/octet-stream', dicom: 'application/dicom', sierra: 'application/xml', pdf: 'application/pdf' };

const durationMs = ({ leads, sampleRate }: EcgStrip): number => Math.round((Math.max(...leads.map(({ samples }) => samples.length)) / sampleRate) * 1000);

const WORD_MAX = 256;
const AGE_MAX = 150;
const INTEGER_MAX = 2_147_483_647;

/** What the list keeps of a text: without signs of control, and not longer than an index holds. The file keeps all. */
const wordOf = (text: string | null): string | null => wellFormed((text ?? '').replace(/\p{Cc}+/gu, ' ').trim().slice(0, WORD_MAX)) || null;

/** What the list shows of a file that was read; who stored it and whose it is come beside it. */
export function describeEcg({ file, suggestion }: ReadEcg): Omit<EcgRow, 'id' | 'organisationId' | 'personId' | 'fileName' | 'sha256' | 'byteCount' | 'storedAt' | 'storedByName' | 'observationId' | 'documentId'> {
  const rhythm = file.strips.filter(({ kind }) => kind === 'rhythm');
  const shown = rhythm.length > 0 ? rhythm : file.strips;
  return {
    format: file.format, version: wordOf(file.version), recordedAt: wordOf(file.recordedAt), orderNumber: wordOf(file.orderNumber), patientName: wordOf(file.patient.name), patientId: wordOf(file.patient.id), patientSex: file.patient.sex,
    patientBirthDate: file.patient.birthDate, patientAge: file.patient.ageYears === null || !(file.patient.ageYears >= 0 && file.patient.ageYears <= AGE_MAX) ? null : Math.floor(file.patient.ageYears), device: wordOf([file.device.manufacturer, file.device.model].filter(Boolean).join(' ')),
    leadNames: inPaperOrder([...new Map(shown.flatMap(({ leads }) => leads).map((lead) => [lead.name, lead])).values()]).map(({ name }) => name), sampleRate: shown[0]?.sampleRate ?? null,
    durationMs: shown.length === 0 ? null : Math.min(INTEGER_MAX, Math.max(...shown.map((strip) => Math.round(strip.startMs) + durationMs(strip)))), measures: { ...file.measures }, suggested: suggestion === undefined ? null : { ...suggestion.measures },
    suggestions: [...(suggestion?.statements ?? [])],
    findings: { statements: [...file.statements], warnings: [...file.warnings], filters: { ...file.filters }, beats: [...(suggestion?.beats ?? [])], qtcFridericia: suggestion?.qtcFridericia ?? null },
  };
}

export const stripsOf = ({ strips }: EcgFile): Strip[] =>
  strips.map(({ kind, sampleRate, startMs, leads }) => ({ kind, sampleRate, startMs, leads: inPaperOrder(leads).map(({ name, microvoltsPerUnit, offsetMicrovolts, samples }) => ({ name, microvoltsPerUnit, offsetMicrovolts, samples: [...samples] })) }));

export const cardOf = ({ findings: _findings, storedAt, ...row }: EcgRow): EcgCard => ({ ...row, storedAt: storedAt.toISOString() });

/** The device's numbers where it measured, the machine's suggestion where it did not. */
export const bestMeasures = ({ measures, suggested }: Pick<EcgCard, 'measures' | 'suggested'>): Measures =>
  Object.fromEntries(Object.entries(measures).map(([key, value]) => [key, value ?? suggested?.[key as keyof Measures] ?? null])) as Measures;
