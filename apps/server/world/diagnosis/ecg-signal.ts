/** What a synthetic ECG shows; milliseconds, microvolts in lead II. */
export interface SyntheticEcg {
  readonly id: string;
  readonly patientId: string;
  readonly name: string;
  readonly sex: 'M' | 'F';
  readonly birthDate: string;
  /** YYYYMMDDHHMMSS by the clock of the device. */
  readonly recordedAt: string;
  readonly rr: number;
  readonly pr: number;
  readonly qrs: number;
  readonly qt: number;
  /** Lift of ST in the inferior leads. */
  readonly inferiorSt: number;
}

const RATE = 500;
const SECONDS = 10;
/** How strongly a lead sees P, Q, R, S and T, and the lift of ST. */
const LEADS: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  I: [0.6, -0.04, 0.6, -0.06, 0.7, -0.5], II: [1, -0.06, 1, -0.12, 1, 1], V1: [0.3, 0, 0.22, -0.9, -0.15, -0.3], V2: [0.4, 0, 0.45, -1.3, 0.9, -0.4], V3: [0.45, 0, 0.8, -0.8, 1.2, -0.3], V4: [0.5, -0.06, 1.4, -0.4, 1.1, 0], V5: [0.5, -0.08, 1.3, -0.15, 0.9, 0], V6: [0.5, -0.08, 1, -0.06, 0.7, 0],
};
const wave = (t: number, center: number, width: number): number => Math.exp(-(((t - center) / width) ** 2));

/** A beat from Gaussian waves, with a breath of wander and a little mains: the same in every run. */
function microvolts([p, q, r, s, t, st]: readonly [number, number, number, number, number, number], index: number, { rr, pr, qrs, qt, inferiorSt }: SyntheticEcg): number {
  const ms = (index * 1000) / RATE;
  const at = ms % rr;
  const onset = rr * 0.35;
  const beat = p * 120 * wave(at, onset - pr + 45, 26) + q * 1000 * wave(at, onset + qrs * 0.22, qrs * 0.1) + r * 1000 * wave(at, onset + qrs * 0.45, qrs * 0.16) + s * 1000 * wave(at, onset + qrs * 0.74, qrs * 0.12)
    + t * 280 * wave(at, onset + qt - 95, 48) + st * inferiorSt * wave(at, onset + qrs + 70, 60);
  return beat + 25 * Math.sin((2 * Math.PI * ms) / 4100) + 4 * Math.sin((2 * Math.PI * 50 * ms) / 1000) + ((index * 7919) % 13) - 6;
}

/** An aECG of ten seconds and eight leads, as a device exports it; the other four follow from I and II. */
export function syntheticAecg(ecg: SyntheticEcg): string {
  const leads = Object.entries(LEADS).map(([name, weights]) => {
    const digits = Array.from({ length: RATE * SECONDS }, (_, index) => Math.round(microvolts(weights, index, ecg) / 2.5)).join(' ');
    return `<component><sequence><code code="MDC_ECG_LEAD_${name}" codeSystem="2.16.840.1.113883.6.24"/><value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>${digits}</digits></value></sequence></component>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="2.25.1" extension="${ecg.id}"/><code code="93000" codeSystem="2.16.840.1.113883.6.12"/><effectiveTime><low value="${ecg.recordedAt}"/></effectiveTime>
<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><id root="2.25.2" extension="${ecg.patientId}"/><subjectDemographicPerson><name>${ecg.name}</name><administrativeGenderCode code="${ecg.sex}"/><birthTime value="${ecg.birthDate}"/></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
<component><series><code code="RHYTHM" codeSystem="2.16.840.1.113883.5.4"/><effectiveTime><low value="${ecg.recordedAt}"/></effectiveTime><author><seriesAuthor><manufacturedSeriesDevice><manufacturerModelName>示例心电图机 E12</manufacturerModelName></manufacturedSeriesDevice><manufacturerOrganization><name>示例医疗</name></manufacturerOrganization></seriesAuthor></author>
<component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE" codeSystem="2.16.840.1.113883.5.4"/><value xsi:type="GLIST_TS"><head value="${ecg.recordedAt}"/><increment value="0.002" unit="s"/></value></sequence></component>${leads.join('')}</sequenceSet></component></series></component></AnnotatedECG>`;
}
