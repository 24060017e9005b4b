import { NO_MEASURES, type EcgMark, type EcgMeasures } from './ecg-file.ts';
import { millisecondsOf } from './moments.ts';
import { at, attribute, childrenNamed, descendants, numberIn, textIn, type XmlElement } from './read-xml.ts';

const MARKS_MAX = 5000;
const STATEMENTS_MAX = 100;
const CODES: Readonly<Record<keyof EcgMeasures, RegExp>> = {
  rate: /^MDC_ECG_HEART_RATE(_VENT\w*)?$/, rr: /^MDC_ECG_TIME_PD_RR(_\w+)?$/, p: /^MDC_ECG_TIME_PD_P$/, pr: /^MDC_ECG_TIME_PD_P[RQ]$/, qrs: /^MDC_ECG_TIME_PD_QRS$/, qt: /^MDC_ECG_TIME_PD_QT$/,
  qtc: /^MDC_ECG_TIME_PD_QTC[BF]?$/i, pAxis: /^MDC_ECG_ANGLE_P_FRONT$/, qrsAxis: /^MDC_ECG_ANGLE_QRS_FRONT$/, tAxis: /^MDC_ECG_ANGLE_T_FRONT$/,
};
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, us: 0.001 };

const codeOf = (annotation: XmlElement): string => attribute(at(annotation, 'code'), 'code') ?? '';
const annotationsOf = (series: XmlElement): XmlElement[] => childrenNamed(series, 'subjectOf').flatMap((each) => childrenNamed(each, 'annotationSet')).flatMap((set) => descendants(set, 'annotation'));
/** A boundary that names leads speaks of them alone. */
const isOfAllLeads = (annotation: XmlElement): boolean => !descendants(at(annotation, 'support'), 'code').some((code) => (attribute(code, 'code') ?? '').startsWith('MDC_ECG_LEAD_'));

/** What the device measured: on its representative beat where it made one, else the median over the beats. */
export function measuresOf({ series, derived }: { series: readonly XmlElement[]; derived: readonly XmlElement[] }): EcgMeasures {
  const onDerived = derived.flatMap(annotationsOf).filter(isOfAllLeads);
  const onRhythm = series.flatMap(annotationsOf).filter(isOfAllLeads);
  const measures = { ...NO_MEASURES } as { -readonly [Key in keyof EcgMeasures]: EcgMeasures[Key] };
  for (const key of Object.keys(CODES) as (keyof EcgMeasures)[]) measures[key] = medianOf(onDerived, CODES[key]) ?? medianOf(onRhythm, CODES[key]);
  if (measures.rate === null && measures.rr !== null && measures.rr > 0) measures.rate = Math.round(60_000 / measures.rr);
  return measures;
}

function medianOf(annotations: readonly XmlElement[], code: RegExp): number | null {
  const values = annotations.filter((each) => code.test(codeOf(each))).map(valueOf).filter((value) => value !== null).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? null;
}

function valueOf(annotation: XmlElement): number | null {
  const value = at(annotation, 'value');
  const number = numberIn(attribute(value, 'value'));
  return number === null ? null : number * (MILLISECONDS[attribute(value, 'unit') ?? ''] ?? 1);
}

/** Rhythm and interpretation, in the words of the file. */
export function statementsOf(series: readonly XmlElement[]): string[] {
  const said = series.flatMap(annotationsOf).filter((each) => /^MDC_ECG_(RHY|INTERPRETATION\w*|CLASS\w*)$/.test(codeOf(each)));
  const words = said.flatMap((each) => {
    const value = at(each, 'value');
    const text = attribute(value, 'displayName') ?? textIn(value) ?? textIn(at(value, 'originalText')) ?? attribute(value, 'code');
    return text === null ? [] : [text];
  });
  return [...new Set(words)].slice(0, STATEMENTS_MAX);
}

const WAVES: Readonly<Record<string, EcgMark['wave']>> = { MDC_ECG_WAVC_PWAVE: 'P', MDC_ECG_WAVC_QRSWAVE: 'QRS', MDC_ECG_WAVC_TWAVE: 'T' };

/** Waves of the rhythm that stand on the line of time, from its beginning. */
export function marksOf(series: readonly XmlElement[], origin: number | null): EcgMark[] {
  if (origin === null) return [];
  const marks = series.flatMap(annotationsOf).flatMap((annotation): EcgMark[] => {
    const wave = WAVES[attribute(at(annotation, 'value'), 'code') ?? ''];
    if (wave === undefined || !isOfAllLeads(annotation)) return [];
    const boundary = descendants(at(annotation, 'support'), 'boundary').find((each) => attribute(at(each, 'code'), 'code') === 'TIME_ABSOLUTE');
    const edge = (name: string): number | null => {
      const moment = millisecondsOf(attribute(at(boundary, 'value', name), 'value'));
      return moment === null ? null : Math.round(moment - origin);
    };
    const [fromMs, untilMs] = [edge('low'), edge('high')];
    return fromMs === null && untilMs === null ? [] : [{ wave, fromMs, untilMs }];
  });
  return marks.slice(0, MARKS_MAX);
}
