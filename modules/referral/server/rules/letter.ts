import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import type { Letter, Vitals } from '../../contract/letter.ts';
import type { Priority } from '../../contract/states.ts';

export interface Criterion {
  readonly code: string;
  readonly direction: 'up' | 'down';
  readonly urgent: boolean;
  readonly icdRanges: readonly string[];
  readonly threshold: readonly Threshold[] | null;
  readonly text: Text;
}

/** `above` and `below` are exclusive; units as in `vitalsSchema`, `systolic` and `diastolic` in mmHg. */
export interface Threshold {
  readonly vital: string;
  readonly above?: number;
  readonly below?: number;
}

/**
 * By what one problem is told from another: the ICD-10 category (three characters) of the first diagnosis, else the
 * reason. Two referrals for I20.0 and I20.9 are the same problem, I20 and E11 are not.
 */
export function problemKeyOf(letter: Pick<Letter, 'diagnoses' | 'reasonCode'>): string {
  const code = letter.diagnoses?.[0]?.code;
  if (code !== undefined) return code.slice(0, 3).toUpperCase();
  return letter.reasonCode === undefined ? 'unspecified' : `reason:${letter.reasonCode}`;
}

/** What a letter lacks before it may be sent. An emergency needs only what decides at the door. */
export function missingForSubmission(letter: Letter, priority: Priority): ProblemDetail[] {
  const missing: ProblemDetail[] = [];
  const need = (present: boolean, path: string, [zh, en]: readonly [string, string]): void => {
    if (!present) missing.push({ path: `letter.${path}`, message: { zh, en } });
  };
  need((letter.diagnoses?.length ?? 0) > 0, 'diagnoses', ['请至少填写一个 ICD-10 诊断', 'Give at least one ICD-10 diagnosis']);
  need(filled(letter.reasonCode), 'reasonCode', ['请选择转诊原因', 'Choose the reason']);
  need(filled(letter.chiefComplaint), 'chiefComplaint', ['请填写主诉', 'Give the chief complaint']);
  if (priority === 'emergency') return missing;
  need(filled(letter.findings) || letter.vitals !== undefined, 'findings', ['请填写体征或检查所见', 'Give findings or vital signs']);
  need(filled(letter.purpose), 'purpose', ['请填写转诊目的', 'Give the purpose']);
  need(letter.noKnownAllergies === true || (letter.allergies?.length ?? 0) > 0, 'allergies', ['请填写过敏史，或勾选无已知过敏', 'Give allergies, or tick that none are known']);
  return missing;
}

const filled = (text: string | undefined): boolean => text !== undefined && text !== '';

/** The vital signs as numbers, pressures apart. */
export function measuresOf(vitals: Vitals | undefined): Map<string, number> {
  const measures = new Map<string, number>();
  if (!vitals) return measures;
  const { bloodPressure, ...rest } = vitals;
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) measures.set(name, value);
  const [systolic, diastolic] = (bloodPressure ?? '').split('/').map(Number);
  if (systolic && diastolic) {
    measures.set('systolic', systolic);
    measures.set('diastolic', diastolic);
  }
  return measures;
}

/** Criteria that the vital signs meet; suggested, never ticked by the machine. */
export function suggestCriteria(letter: Letter, criteria: readonly Criterion[]): string[] {
  const measures = measuresOf(letter.vitals);
  const meets = ({ vital, above, below }: Threshold): boolean => {
    const value = measures.get(vital);
    if (value === undefined) return false;
    return (above !== undefined && value > above) || (below !== undefined && value < below);
  };
  const code = letter.diagnoses?.[0]?.code;
  return criteria
    .filter((criterion) => (criterion.threshold ?? []).some(meets))
    .filter((criterion) => criterion.icdRanges.length === 0 || code === undefined || criterion.icdRanges.some((range) => inIcdRange(code, range)))
    .map((criterion) => criterion.code);
}

/** `I10-I15` or `E11`, compared by category: `I13.900` lies in I10-I15. */
export function inIcdRange(code: string, range: string): boolean {
  const [from = '', until = from] = range.split('-');
  const category = code.slice(0, 3).toUpperCase();
  return from.slice(0, 3) <= category && category <= until.slice(0, 3);
}
