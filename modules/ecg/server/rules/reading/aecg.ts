import { EcgFailure, malformed } from './ecg-failure.ts';
import { LEADS_MAX, NO_FILTERS, SAMPLES_MAX, STRIPS_MAX, type EcgDevice, type EcgFile, type EcgFilters, type EcgLead, type EcgPatient, type EcgStrip, type EcgWarning } from './ecg-file.ts';
import { marksOf, measuresOf, statementsOf } from './aecg-annotations.ts';
import { leadOfWord } from './leads.ts';
import { isoDay, isoMoment, millisecondsOf } from './moments.ts';
import { at, attribute, childrenNamed, descendants, numberIn, textIn, type XmlElement } from './read-xml.ts';

/** HL7 v3 Annotated ECG, PORT_MT020001 (FDA aECG). Throws `EcgFailure`. */
export function readAecg(root: XmlElement): EcgFile {
  const series = childrenNamed(root, 'component').flatMap((each) => childrenNamed(each, 'series'));
  if (series.length === 0) throw new EcgFailure('no-waveform', `${root.path}/component/series`, 'holds no series');
  const warnings = new Set<EcgWarning>();
  const budget = { samples: SAMPLES_MAX };
  const origin = series.map(beginOf).find((moment) => moment !== null) ?? null;
  const rhythm = series.flatMap((each) => stripsOf(each, { kind: 'rhythm', origin, warnings, budget }));
  const derived = series.flatMap((each) => childrenNamed(each, 'derivation').flatMap((one) => childrenNamed(one, 'derivedSeries')));
  const median = derived.flatMap((each) => stripsOf(each, { kind: 'median', origin: null, warnings, budget }));
  if (rhythm.length === 0) throw new EcgFailure('no-waveform', `${series[0]!.path}/component/sequenceSet`, 'holds no lead with samples');
  if (rhythm.length + median.length > STRIPS_MAX) throw new EcgFailure('too-large', root.path, `holds more than ${STRIPS_MAX} strips`);
  const first = series[0]!;
  return {
    format: 'aecg', version: null, documentId: attribute(at(root, 'id'), 'extension') ?? attribute(at(root, 'id'), 'root'), orderNumber: null,
    recordedAt: momentOf(at(root, 'effectiveTime')) ?? momentOf(at(first, 'effectiveTime')),
    patient: patientOf(root), device: deviceOf(first, root), filters: filtersOf(first), measures: measuresOf({ series, derived }), statements: statementsOf(series), marks: marksOf(series, origin),
    strips: [...rhythm, ...median], warnings: [...warnings],
  };
}

/** Of an interval its beginning; of a moment the moment (HL7 v3 IVL_TS). */
function momentOf(time: XmlElement | undefined): string | null {
  for (const name of ['low', 'center', 'high']) {
    const found = isoMoment(attribute(at(time, name), 'value'));
    if (found !== null) return found;
  }
  return isoMoment(attribute(time, 'value'));
}

const beginOf = (series: XmlElement): number | null => {
  const heads = sequencesOf(series).map((sequence) => millisecondsOf(attribute(at(sequence, 'value', 'head'), 'value'))).filter((moment) => moment !== null);
  return heads[0] ?? millisecondsOf(attribute(at(series, 'effectiveTime', 'low'), 'value'));
};

const setsOf = (series: XmlElement): XmlElement[] => childrenNamed(series, 'component').flatMap((each) => childrenNamed(each, 'sequenceSet'));
const sequencesOf = (series: XmlElement): XmlElement[] => setsOf(series).flatMap((set) => inSet(set));
const inSet = (set: XmlElement): XmlElement[] => childrenNamed(set, 'component').flatMap((each) => childrenNamed(each, 'sequence'));

interface Reading {
  readonly kind: EcgStrip['kind'];
  readonly origin: number | null;
  readonly warnings: Set<EcgWarning>;
  readonly budget: { samples: number };
}

function stripsOf(series: XmlElement, reading: Reading): EcgStrip[] {
  return setsOf(series).flatMap((set): EcgStrip[] => {
    const sequences = inSet(set);
    const time = sequences.find((each) => /^TIME_(ABSOLUTE|RELATIVE)$/.test(attribute(at(each, 'code'), 'code') ?? ''));
    const others = sequences.filter((each) => each !== time);
    if (others.length === 0) return [];
    if (time === undefined) throw new EcgFailure('missing', set.path, 'has no sequence of time, so its sampling rate is unknown');
    if (others.length > LEADS_MAX) throw new EcgFailure('too-large', set.path, `holds more than ${LEADS_MAX} leads`);
    const leads = others.map((each) => leadOf(each, reading)).filter((lead) => lead.samples.length > 0);
    if (leads.length === 0) return [];
    if (new Set(leads.map(({ samples }) => samples.length)).size > 1) reading.warnings.add('uneven-leads');
    return [{ kind: reading.kind, sampleRate: rateOf(time), startMs: startOf(time, reading.origin), leads }];
  });
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, min: 60 };

function rateOf(time: XmlElement): number {
  const increment = at(time, 'value', 'increment');
  const value = numberIn(attribute(increment, 'value'));
  const seconds = SECONDS[attribute(increment, 'unit') ?? 's'];
  if (value === null || value <= 0 || seconds === undefined) throw malformed(`${time.path}/value/increment`, 'gives no interval between samples');
  return Math.round(1e6 / (value * seconds)) / 1e6;
}

function startOf(time: XmlElement, origin: number | null): number {
  const head = at(time, 'value', 'head');
  const absolute = attribute(at(time, 'code'), 'code') === 'TIME_ABSOLUTE' ? millisecondsOf(attribute(head, 'value')) : null;
  if (absolute !== null) return origin === null ? 0 : absolute - origin;
  const relative = numberIn(attribute(head, 'value'));
  return relative === null ? 0 : relative * (SECONDS[attribute(head, 'unit') ?? 's'] ?? 1) * 1000;
}

const MICROVOLTS: Readonly<Record<string, number>> = { uv: 1, mv: 1000, nv: 0.001, v: 1e6 };

function leadOf(sequence: XmlElement, { warnings, budget }: Reading): EcgLead {
  const code = attribute(at(sequence, 'code'), 'code');
  if (code === null) throw new EcgFailure('missing', `${sequence.path}/code`, 'does not say which lead it is');
  const name = leadOfWord(code);
  if (name === undefined) warnings.add('unknown-lead');
  const value = at(sequence, 'value');
  const microvoltsPerUnit = quantity(at(value, 'scale'), 1);
  const offsetMicrovolts = quantity(at(value, 'origin'), 0);
  const digits = at(value, 'digits');
  if (digits === undefined) throw new EcgFailure('missing', `${sequence.path}/value/digits`, 'holds no samples');
  const samples = digitsOf(digits);
  budget.samples -= samples.length;
  if (budget.samples < 0) throw new EcgFailure('too-large', digits.path, `holds more than ${SAMPLES_MAX} samples`);
  return { name: name ?? code, microvoltsPerUnit, offsetMicrovolts, samples, missing: null };
}

function quantity(element: XmlElement | undefined, absent: number): number {
  if (element === undefined) return absent;
  const value = numberIn(attribute(element, 'value'));
  const unit = attribute(element, 'unit') ?? 'uV';
  const factor = MICROVOLTS[unit.toLowerCase().replace('µ', 'u').replace('μ', 'u')];
  if (value === null) throw malformed(element.path, 'gives no number');
  if (factor === undefined) throw new EcgFailure('unsupported', element.path, 'is in a unit that is no voltage');
  return value * factor;
}

/** White space or commas between whole numbers. */
function digitsOf(digits: XmlElement): Int32Array {
  const words = digits.text.split(/[\s,;]+/).filter((word) => word !== '');
  const samples = new Int32Array(words.length);
  words.forEach((word, index) => {
    const value = Number(word);
    if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff) throw malformed(`${digits.path} value ${index + 1}`, 'is no whole number');
    samples[index] = value;
  });
  return samples;
}

function patientOf(root: XmlElement): EcgPatient {
  const subject = at(root, 'componentOf', 'timepointEvent', 'componentOf', 'subjectAssignment', 'subject', 'trialSubject');
  const person = at(subject, 'subjectDemographicPerson');
  const gender = attribute(at(person, 'administrativeGenderCode'), 'code');
  const id = at(subject, 'id');
  const age = descendants(root, 'relatedObservation').find((each) => attribute(at(each, 'code'), 'code') === '21612-7');
  const years = attribute(at(age, 'value'), 'unit') === 'a' ? numberIn(attribute(at(age, 'value'), 'value')) : null;
  const name = at(person, 'name');
  return {
    id: attribute(id, 'extension') ?? attribute(id, 'root'), name: name === undefined ? null : (textIn(name) ?? ([...childrenNamed(name, 'family'), ...childrenNamed(name, 'given')].map(textIn).filter(Boolean).join(' ') || null)),
    sex: gender === 'M' ? 'male' : gender === 'F' ? 'female' : 'unknown', birthDate: isoDay(attribute(at(person, 'birthTime'), 'value')), ageYears: years,
  };
}

function deviceOf(series: XmlElement, root: XmlElement): EcgDevice {
  const author = at(series, 'author', 'seriesAuthor');
  const device = at(author, 'manufacturedSeriesDevice');
  const site = at(root, 'location', 'testingSite', 'location', 'name') ?? descendants(root, 'trialSite').map((each) => at(each, 'location', 'name')).find((each) => each !== undefined);
  return {
    manufacturer: textIn(at(author, 'manufacturerOrganization', 'name')), model: textIn(at(device, 'manufacturerModelName')), serial: attribute(at(device, 'id'), 'extension'), software: textIn(at(device, 'softwareName')), institution: textIn(site),
  };
}

function filtersOf(series: XmlElement): EcgFilters {
  const variables = childrenNamed(series, 'controlVariable').flatMap((each) => childrenNamed(each, 'controlVariable'));
  const hertz = (kind: string): number | null => {
    const variable = variables.find((each) => attribute(at(each, 'code'), 'code') === `MDC_ECG_CTL_VBL_ATTR_FILTER_${kind}`);
    const value = descendants(variable, 'value').find((each) => attribute(each, 'unit') === 'Hz');
    return numberIn(attribute(value, 'value'));
  };
  return variables.length === 0 ? NO_FILTERS : { highPass: hertz('HIGH_PASS'), lowPass: hertz('LOW_PASS'), notch: hertz('NOTCH') };
}
