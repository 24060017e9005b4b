import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import type { DataSet } from '#platform/dicom/read-elements.ts';
import { littleEndianBytes, numberOf, textAt, textsOf } from '#platform/dicom/values.ts';
import { EcgFailure } from './ecg-failure.ts';
import { LEADS_MAX, NO_MEASURES, SAMPLES_MAX, STRIPS_MAX, type EcgFile, type EcgFilters, type EcgLead, type EcgMeasures, type EcgStrip, type EcgWarning } from './ecg-file.ts';
import { leadOfNumber, leadOfWord } from './leads.ts';
import { isoDay, isoMoment } from './moments.ts';

const MICROVOLTS: Readonly<Record<string, number>> = { uv: 1, mv: 1000, v: 1e6, nv: 0.001 };

/** DICOM waveform objects (PS3.3 A.34, C.10.9): 12-lead, general and ambulatory ECG. Throws `EcgFailure`. */
export function readDicomEcg(bytes: Buffer): EcgFile {
  const dataSet = open(bytes);
  const groups = itemsAt(dataSet, '54000100');
  if (groups.length === 0) throw new EcgFailure('no-waveform', '(5400,0100)', 'holds no waveform');
  if (groups.length > STRIPS_MAX) throw new EcgFailure('too-large', '(5400,0100)', `holds more than ${STRIPS_MAX} groups`);
  const warnings = new Set<EcgWarning>();
  const budget = { samples: SAMPLES_MAX };
  const strips = groups.map((group, index) => stripOf(group, { place: `(5400,0100) item ${index + 1}`, warnings, budget }));
  const sex = textAt(dataSet, '00100040');
  const age = /^(\d{1,3})([YMWD])$/.exec(textAt(dataSet, '00101010') ?? '');
  const text = (tag: string): string | null => textAt(dataSet, tag) ?? null;
  return {
    format: 'dicom', version: null, documentId: text('00080018'), orderNumber: text('00080050'),
    recordedAt: momentOf(dataSet), statements: statementsOf(dataSet), measures: measuresOf(dataSet), marks: [], filters: filtersOf(groups[0]!), strips, warnings: [...warnings],
    patient: {
      id: text('00100020'), name: nameOf(text('00100010')), sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown', birthDate: isoDay(text('00100030')),
      ageYears: age === null ? null : age[2] === 'Y' ? Number(age[1]) : 0,
    },
    device: { manufacturer: text('00080070'), model: text('00081090'), serial: text('00181000'), software: text('00181020'), institution: text('00080080') },
  };
}

function open(bytes: Buffer): DataSet {
  try {
    return readDicom(bytes).dataSet;
  } catch (error) {
    if (!(error instanceof DicomFailure)) throw error;
    const fault = error.reason === 'missing-attribute' || error.reason === 'no-pixels' ? 'missing' : error.reason === 'not-dicom' ? 'not-ecg' : error.reason;
    throw new EcgFailure(fault, 'DICOM', error.message);
  }
}

const itemsAt = (dataSet: DataSet | undefined, tag: string): readonly DataSet[] => dataSet?.elements.get(tag)?.items ?? [];

/** Of several groups of letters of a name the ideographic one, else the first. */
function nameOf(name: string | null): string | null {
  const [alphabetic, ideographic] = (name ?? '').split('=');
  const bare = (ideographic || alphabetic || '').split('^').map((part) => part.trim()).filter((part) => part !== '');
  return bare.length === 0 ? null : bare.join(bare.some((part) => /[\u3400-\u9fff]/.test(part)) ? '' : ' ');
}

function momentOf(dataSet: DataSet): string | null {
  const whole = isoMoment(textAt(dataSet, '0008002A') ?? null);
  if (whole !== null) return whole;
  for (const [day, time] of [['00080022', '00080032'], ['00080023', '00080033'], ['00080020', '00080030']] as const) {
    const found = isoMoment(`${textAt(dataSet, day) ?? ''}${(textAt(dataSet, time) ?? '').replace(/:/g, '')}`);
    if (found !== null) return found;
  }
  return null;
}

interface Reading {
  readonly place: string;
  readonly warnings: Set<EcgWarning>;
  readonly budget: { samples: number };
}

function stripOf(group: DataSet, { place, warnings, budget }: Reading): EcgStrip {
  const need = (tag: string, name: string): number => {
    const value = numberOf(group, tag);
    if (value === undefined || !(value > 0)) throw new EcgFailure('missing', `${place} ${name}`, 'is not given');
    return value;
  };
  const [channels, count, sampleRate] = [need('003A0005', '(003A,0005)'), need('003A0010', '(003A,0010)'), need('003A001A', '(003A,001A)')];
  if (channels > LEADS_MAX) throw new EcgFailure('too-large', place, `holds more than ${LEADS_MAX} channels`);
  budget.samples -= channels * count;
  if (budget.samples < 0) throw new EcgFailure('too-large', place, `holds more than ${SAMPLES_MAX} samples`);
  const definitions = itemsAt(group, '003A0200');
  if (definitions.length < channels) throw new EcgFailure('missing', `${place} (003A,0200)`, 'does not describe each channel');
  const values = samplesOf(group, { channels, count, place });
  const isMedian = /median|average|template|representative/i.test(textAt(group, '003A0020') ?? '') || textAt(group, '003A0004') === 'DERIVED';
  return {
    kind: isMedian ? 'median' : 'rhythm', sampleRate, startMs: numberOf(group, '00181068') ?? 0,
    leads: Array.from({ length: channels }, (_, channel) => leadOf(definitions[channel]!, { samples: values[channel]!, padding: paddingOf(group), place: `${place} channel ${channel + 1}`, warnings })),
  };
}

/** Sample interpretation of PS3.3 C.10.9.1.5; the logarithmic ones are for sound. */
function samplesOf(group: DataSet, { channels, count, place }: { channels: number; count: number; place: string }): Int32Array[] {
  const element = group.elements.get('54001010');
  if (element?.bytes === undefined) throw new EcgFailure('no-waveform', `${place} (5400,1010)`, 'holds no samples');
  const kind = textAt(group, '54001006') ?? 'SS';
  const width = { SB: 1, UB: 1, SS: 2, US: 2, SL: 4, UL: 4 }[kind];
  if (width === undefined) throw new EcgFailure('unsupported', `${place} (5400,1006)`, 'is an interpretation of samples that no ECG uses');
  const bytes = littleEndianBytes(element, group.isLittleEndian, width);
  if (bytes.length < channels * count * width) throw new EcgFailure('truncated', `${place} (5400,1010)`, 'holds fewer samples than it says');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = (at: number): number =>
    kind === 'SS' ? view.getInt16(at, true) : kind === 'US' ? view.getUint16(at, true) : kind === 'SB' ? view.getInt8(at) : kind === 'UB' ? view.getUint8(at) : kind === 'SL' ? view.getInt32(at, true) : view.getUint32(at, true);
  return Array.from({ length: channels }, (_, channel) => Int32Array.from({ length: count }, (__, index) => read((index * channels + channel) * width)));
}

function paddingOf(group: DataSet): number | undefined {
  const bytes = group.elements.get('5400100A')?.bytes;
  return bytes === undefined || bytes.length < 2 ? undefined : group.isLittleEndian ? bytes.readInt16LE(0) : bytes.readInt16BE(0);
}

function leadOf(definition: DataSet, { samples, padding, place, warnings }: { samples: Int32Array; padding: number | undefined; place: string; warnings: Set<EcgWarning> }): EcgLead {
  const source = itemsAt(definition, '003A0208')[0];
  const sensitivity = numberOf(definition, '003A0210');
  const unit = itemsAt(definition, '003A0211')[0];
  const factor = MICROVOLTS[(unit === undefined ? 'uV' : (textAt(unit, '00080100') ?? '')).toLowerCase().replace('µ', 'u')];
  if (sensitivity !== undefined && factor === undefined) throw new EcgFailure('unsupported', `${place} (003A,0211)`, 'is in a unit that is no voltage');
  const microvoltsPerUnit = (sensitivity ?? 1) * (numberOf(definition, '003A0212') ?? 1) * (sensitivity === undefined ? 1 : factor!);
  const name = leadName(source) ?? leadOfWord(textAt(definition, '003A0203') ?? '');
  if (name === undefined) warnings.add('unknown-lead');
  const missing = padding === undefined ? [] : [...samples.keys()].filter((index) => samples[index] === padding);
  return {
    name: name ?? textAt(definition, '003A0203') ?? textAt(source ?? definition, '00080104') ?? place, microvoltsPerUnit,
    // The baseline is in units of the channel (PS3.3 C.10.9.1.4.3).
    offsetMicrovolts: (numberOf(definition, '003A0213') ?? 0) * (sensitivity === undefined ? 1 : factor!), samples, missing: missing.length === 0 ? null : missing,
  };
}

/** SCPECG codes 5.6.3-9-N and MDC codes 2:N carry the numbers of EN 1064. */
function leadName(source: DataSet | undefined): string | undefined {
  if (source === undefined) return undefined;
  const code = textAt(source, '00080100') ?? '';
  const number = /^5\.6\.3-9-(\d+)$|^2:(\d+)$/.exec(code);
  return (number === null ? undefined : leadOfNumber(Number(number[1] ?? number[2]))) ?? leadOfWord(code) ?? leadOfWord(textAt(source, '00080104') ?? '');
}

function filtersOf(group: DataSet): EcgFilters {
  const definition = itemsAt(group, '003A0200')[0];
  const value = (tag: string): number | null => (definition === undefined ? null : numberOf(definition, tag) || null);
  return { highPass: value('003A0220'), lowPass: value('003A0221'), notch: value('003A0222') };
}

const MEASURED: readonly (readonly [keyof EcgMeasures, RegExp])[] = [
  ['qtc', /^QTc/i], ['rate', /(ventricular|heart) rate/i], ['rr', /^RR interval/i], ['pr', /^PR interval/i], ['qrs', /^QRS duration/i], ['qt', /^QT interval$/i], ['p', /^P duration/i], ['pAxis', /^P axis/i], ['qrsAxis', /^QRS axis/i], ['tAxis', /^T axis/i],
];

/** Numeric annotations (PS3.3 C.10.10), by the meaning of their concept. */
function measuresOf(dataSet: DataSet): EcgMeasures {
  const measures = { ...NO_MEASURES } as { -readonly [Key in keyof EcgMeasures]: EcgMeasures[Key] };
  for (const item of itemsAt(dataSet, '0040B020')) {
    const concept = itemsAt(item, '0040A043')[0];
    const measured = itemsAt(item, '0040A300')[0] ?? item;
    const value = Number(textsOf(measured.elements.get('0040A30A') ?? item.elements.get('0040A30A'), measured)[0]);
    const key = MEASURED.find(([, words]) => words.test(concept === undefined ? '' : (textAt(concept, '00080104') ?? '')))?.[0];
    if (key !== undefined && Number.isFinite(value) && measures[key] === null) measures[key] = value;
  }
  return measures;
}

const STATEMENTS_MAX = 100;
const statementsOf = (dataSet: DataSet): string[] => [...new Set(itemsAt(dataSet, '0040B020').map((item) => textAt(item, '00700006') ?? '').filter((text) => text !== ''))].slice(0, STATEMENTS_MAX);
