import { EcgFailure, malformed } from './ecg-failure.ts';
import { LEADS_MAX, NO_MEASURES, SAMPLES_MAX, type EcgFile, type EcgLead, type EcgMeasures, type EcgPatient, type EcgStrip, type EcgWarning } from './ecg-file.ts';
import { leadOfWord, STANDARD_LEADS } from './leads.ts';
import { isoDay } from './moments.ts';
import { at, attribute, child, childrenNamed, descendants, numberIn, textIn, type XmlElement } from './read-xml.ts';
import { unpackXli } from './xli.ts';

const STATEMENTS_MAX = 100;
const CHARACTERS = /\s+/;

/** Philips Sierra ECG XML 1.03, 1.04 and 1.04.x. Throws `EcgFailure`. */
export function readSierra(root: XmlElement): EcgFile {
  const version = textIn(at(root, 'documentinfo', 'documentversion'));
  if (version === null || !/^1\.0[34]/.test(version)) throw new EcgFailure('unsupported', `${root.path}/documentinfo/documentversion`, 'is a version other than 1.03 and 1.04');
  const warnings = new Set<EcgWarning>();
  const acquisition = child(root, 'dataacquisition');
  const first = (name: string): XmlElement | undefined => descendants(root, name)[0];
  const order = descendants(root, 'orderinfo')[0] ?? acquisition;
  return {
    format: 'sierra', version, documentId: textIn(at(root, 'documentinfo', 'documentname')),
    orderNumber: textIn(descendants(order, 'ordernumber')[0]) ?? textIn(descendants(order, 'placerordernumber')[0]),
    recordedAt: recordedAt(acquisition) ?? recordedAt(child(root, 'reportinfo')), patient: patientOf(root),
    device: {
      manufacturer: 'Philips', model: textIn(at(acquisition, 'machine')), serial: attribute(at(acquisition, 'machine'), 'machineid'),
      software: textIn(at(root, 'documentinfo', 'softwareversion')), institution: textIn(first('institutionname')),
    },
    filters: { highPass: numberIn(textIn(first('highpassfiltersetting'))), lowPass: numberIn(textIn(first('lowpassfiltersetting'))), notch: numberIn(textIn(first('notchfiltersetting'))) },
    measures: measuresOf(root), statements: statementsOf(root), marks: [], strips: [rhythmOf(root, warnings), ...medianOf(root)], warnings: [...warnings],
  };
}

function recordedAt(element: XmlElement | undefined): string | null {
  const day = isoDay(attribute(element, 'date'));
  const time = /^\d{2}:\d{2}(:\d{2})?$/.exec(attribute(element, 'time') ?? '')?.[0];
  return day === null ? null : `${day}T${time === undefined ? '00:00:00' : time.length === 5 ? `${time}:00` : time}`;
}

function patientOf(root: XmlElement): EcgPatient {
  const patient = at(root, 'patient', 'generalpatientdata');
  const words = ['lastname', 'firstname', 'middlename'].map((name) => textIn(at(patient, 'name', name))).filter((word) => word !== null);
  const sex = (textIn(child(patient, 'sex')) ?? '').toLowerCase();
  return {
    id: textIn(child(patient, 'patientid')), name: words.length === 0 ? textIn(child(patient, 'name')) : words.join(words.some((word) => /[\u3400-\u9fff]/.test(word)) ? '' : ' '),
    sex: sex === 'male' ? 'male' : sex === 'female' ? 'female' : 'unknown', birthDate: isoDay(textIn(at(patient, 'age', 'dateofbirth')) ?? textIn(child(patient, 'dateofbirth'))), ageYears: numberIn(textIn(at(patient, 'age', 'years'))),
  };
}

/** The interpretation's numbers are those that the device printed; the measurements of groups stand behind them. */
function measuresOf(root: XmlElement): EcgMeasures {
  const printed = descendants(root, 'interpretationmeasurements')[0];
  const global = descendants(root, 'globalmeasurements')[0];
  const value = (...names: readonly string[]): number | null => {
    for (const place of [printed, global]) for (const name of names) {
      const found = numberIn(textIn(child(place, name)));
      if (found !== null) return found;
    }
    return null;
  };
  const rr = numberIn(textIn(descendants(root, 'meanrrint')[0]));
  return { ...NO_MEASURES, rate: value('heartrate', 'meanventrate'), rr, pr: value('meanprint'), qrs: value('meanqrsdur'), qt: value('meanqtint'), qtc: value('meanqtc'), pAxis: value('pfrontaxis'), qrsAxis: value('qrsfrontaxis'), tAxis: value('tfrontaxis') };
}

function statementsOf(root: XmlElement): string[] {
  const said = descendants(root, 'interpretation').flatMap((each) => [
    ...descendants(each, 'statement').map((one) => [textIn(child(one, 'leftstatement')), textIn(child(one, 'rightstatement'))].filter((word) => word !== null).join(' · ')),
    textIn(descendants(each, 'severity')[0]) ?? '',
  ]);
  return [...new Set(said.map((text) => text.trim()).filter((text) => text !== ''))].slice(0, STATEMENTS_MAX);
}

const isOn = (value: string | null): boolean => /^(true|1|yes)$/i.test(value ?? '');

function rhythmOf(root: XmlElement, warnings: Set<EcgWarning>): EcgStrip {
  const waves = descendants(root, 'parsedwaveforms')[0];
  if (waves === undefined) throw new EcgFailure('no-waveform', `${root.path}/waveforms/parsedwaveforms`, 'holds no waveforms');
  const signal = descendants(root, 'signalcharacteristics')[0];
  const sampleRate = numberIn(textIn(child(signal, 'samplingrate'))) ?? numberIn(attribute(waves, 'samplespersec'));
  if (sampleRate === null || sampleRate <= 0) throw new EcgFailure('missing', `${signal?.path ?? root.path}/samplingrate`, 'gives no sampling rate');
  const bytes = decodeText(waves);
  const method = attribute(waves, 'compressmethod') ?? attribute(waves, 'compression');
  const isPacked = isOn(attribute(waves, 'compressflag')) || (method !== null && !/^(none|uncompressed)$/i.test(method));
  if (isPacked && method !== null && method.toUpperCase() !== 'XLI') throw new EcgFailure('unsupported', waves.path, 'is packed by a method other than XLI');
  const names = leadNames(root, waves);
  const durationMs = numberIn(attribute(waves, 'durationperchannel'));
  const count = durationMs === null ? null : Math.round((durationMs * sampleRate) / 1000);
  const channels = isPacked ? unpackXli(bytes, { channelsMax: LEADS_MAX, samplesMax: SAMPLES_MAX / LEADS_MAX }) : plainChannels(waves, bytes, { channels: names.length, count });
  if (channels.length === 0) throw new EcgFailure('no-waveform', waves.path, 'holds no channel');
  const valid = channels.slice(0, names.length);
  const whole = isPacked ? restoreLimbLeads(valid, names) : valid;
  if (names.some((name) => leadOfWord(name) === undefined)) warnings.add('unknown-lead');
  const offset = numberIn(textIn(child(signal, 'signaloffset'))) ?? 0;
  const resolution = numberIn(textIn(child(signal, 'signalresolution'))) ?? 5;
  return {
    kind: 'rhythm', sampleRate, startMs: 0,
    leads: whole.map((samples, index): EcgLead => ({
      name: leadOfWord(names[index]!) ?? names[index]!, microvoltsPerUnit: resolution, offsetMicrovolts: -offset * resolution, samples: count === null || count >= samples.length ? samples : samples.slice(0, count), missing: null,
    })),
  };
}

/** As 1.04 labels them; 1.03 names the leads of its paper, which are those recorded. */
function leadNames(root: XmlElement, waves: XmlElement): string[] {
  const labels = attribute(waves, 'leadlabels') ?? textIn(descendants(root, 'mainwaveformformat')[0]);
  const valid = numberIn(textIn(descendants(root, 'numberchannelsvalid')[0])) ?? numberIn(attribute(waves, 'numberofleads'));
  const named = (labels ?? '').split(CHARACTERS).filter((name) => name !== '');
  // A paper may show fewer leads than were recorded; the order of channels is always the standard one.
  const names = attribute(waves, 'leadlabels') !== null || named.length > STANDARD_LEADS.length ? named : [...STANDARD_LEADS];
  return valid === null || valid >= names.length || valid <= 0 ? names : names.slice(0, valid);
}

function decodeText(element: XmlElement): Buffer {
  const encoding = (attribute(element, 'dataencoding') ?? 'Base64').toLowerCase();
  const text = element.text.replace(/\s+/g, '');
  if (encoding === 'base64') {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw malformed(element.path, 'is not Base64');
    return Buffer.from(text, 'base64');
  }
  if (encoding !== 'plain') throw new EcgFailure('unsupported', element.path, 'is in an encoding other than Base64');
  const values = element.text.split(/[\s,]+/).filter((word) => word !== '').map(Number);
  if (values.some((value) => !Number.isInteger(value))) throw malformed(element.path, 'holds what is no whole number');
  return Buffer.from(Int16Array.from(values).buffer);
}

function plainChannels(waves: XmlElement, bytes: Buffer, { channels, count }: { channels: number; count: number | null }): Int32Array[] {
  const total = Math.floor(bytes.length / 2);
  if (total > SAMPLES_MAX) throw new EcgFailure('too-large', waves.path, `holds more than ${SAMPLES_MAX} samples`);
  const each = count ?? Math.floor(total / channels);
  if (each <= 0 || each * channels > total) throw new EcgFailure('truncated', waves.path, 'holds fewer samples than it says');
  return Array.from({ length: channels }, (_, channel) => Int32Array.from({ length: each }, (__, index) => bytes.readInt16LE((channel * each + index) * 2)));
}

const half = (value: number): number => Math.trunc(value / 2);

/** In the packed form III, aVR, aVL and aVF hold what is left over when they are foretold from I and II. */
function restoreLimbLeads(channels: readonly Int32Array[], names: readonly string[]): Int32Array[] {
  const whole = [...channels];
  const [one, two, three, right, left, foot] = ['I', 'II', 'III', 'AVR', 'AVL', 'AVF'].map((name) => channels[names.findIndex((each) => each.toUpperCase() === name)]);
  if (one === undefined || two === undefined) return whole;
  const each = (samples: Int32Array | undefined, value: (index: number, rest: number) => number): void => samples?.forEach((rest, index) => (samples[index] = value(index, rest)));
  each(three, (index, rest) => two[index]! - one[index]! - rest);
  each(right, (index, rest) => -rest - half(one[index]! + two[index]!));
  if (three !== undefined) {
    each(left, (index, rest) => half(one[index]! - three[index]!) - rest);
    each(foot, (index, rest) => half(two[index]! + three[index]!) - rest);
  }
  return whole;
}

function medianOf(root: XmlElement): EcgStrip[] {
  const beats = descendants(root, 'repbeats')[0];
  const sampleRate = numberIn(attribute(beats, 'samplespersec'));
  if (beats === undefined || sampleRate === null || sampleRate <= 0) return [];
  const microvoltsPerUnit = numberIn(attribute(beats, 'resolution')) ?? 1;
  const leads = childrenNamed(beats, 'repbeat').slice(0, LEADS_MAX).map((beat): EcgLead => {
    const name = attribute(beat, 'leadname') ?? '';
    const bytes = decodeText({ ...beat, attributes: { ...beats.attributes, ...beat.attributes } });
    return { name: leadOfWord(name) ?? name, microvoltsPerUnit, offsetMicrovolts: 0, samples: Int32Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => bytes.readInt16LE(index * 2)), missing: null };
  });
  return leads.length === 0 ? [] : [{ kind: 'median', sampleRate, startMs: 0, leads }];
}
