import type { Random } from '../random.ts';
import type { Code } from './codes.ts';

/** Probability by age for 18–29, 30–39 … 70–79, 80 and over. */
type ByDecade = readonly [number, number, number, number, number, number, number];

export type ChronicKey = 'hypertension' | 'diabetes' | 'coronary' | 'stroke' | 'copd' | 'lipids' | 'kidney' | 'asthma' | 'epilepsy' | 'psychosis' | 'cancer';

export interface ChronicKind extends Code {
  readonly key: ChronicKey;
  readonly probability: ByDecade;
  /** Factor for people who already have one of the kinds above it in the list, and for those who have none. */
  readonly withOthers: number;
  readonly alone: number;
  /** Labelled restricted: others see that something is hidden, not what. */
  readonly restricted?: boolean;
}

/**
 * Hypertension and diabetes: the shape over age of national surveys, scaled so that the shares at 18+ meet facts.csv. The rest mostly comes on top of
 * those two, so that the share of people with any chronic disease stays near the health-service survey.
 */
export const CHRONIC_KINDS: readonly ChronicKind[] = [
  { key: 'hypertension', code: 'I10', name: '原发性高血压', probability: [0.037, 0.104, 0.219, 0.354, 0.51, 0.622, 0.65], withOthers: 1, alone: 1 },
  { key: 'diabetes', code: 'E11.9', name: '2型糖尿病', probability: [0.018, 0.048, 0.097, 0.153, 0.209, 0.238, 0.228], withOthers: 1.4, alone: 0.82 },
  { key: 'lipids', code: 'E78.5', name: '高脂血症', probability: [0.01, 0.03, 0.06, 0.09, 0.11, 0.11, 0.09], withOthers: 1.8, alone: 0.3 },
  { key: 'coronary', code: 'I25.1', name: '冠状动脉粥样硬化性心脏病', probability: [0, 0.001, 0.01, 0.035, 0.08, 0.14, 0.17], withOthers: 1.5, alone: 0.2 },
  { key: 'stroke', code: 'I69.3', name: '脑梗死后遗症', probability: [0, 0.001, 0.004, 0.018, 0.04, 0.06, 0.07], withOthers: 1.5, alone: 0.2 },
  { key: 'copd', code: 'J44.9', name: '慢性阻塞性肺疾病', probability: [0, 0.002, 0.008, 0.02, 0.04, 0.06, 0.07], withOthers: 1, alone: 0.8 },
  { key: 'kidney', code: 'N18.9', name: '慢性肾病', probability: [0.002, 0.003, 0.006, 0.012, 0.022, 0.035, 0.04], withOthers: 1.8, alone: 0.2 },
  { key: 'asthma', code: 'J45.9', name: '支气管哮喘', probability: [0.008, 0.008, 0.009, 0.01, 0.012, 0.012, 0.01], withOthers: 1, alone: 1 },
  { key: 'epilepsy', code: 'G40.9', name: '癫痫', probability: [0.004, 0.003, 0.003, 0.003, 0.003, 0.003, 0.003], withOthers: 1, alone: 1 },
  { key: 'psychosis', code: 'F20.9', name: '精神分裂症', probability: [0.004, 0.006, 0.006, 0.006, 0.005, 0.003, 0.002], withOthers: 1, alone: 1, restricted: true },
  { key: 'cancer', code: 'C80.9', name: '恶性肿瘤', probability: [0.001, 0.002, 0.004, 0.008, 0.014, 0.018, 0.018], withOthers: 1, alone: 1 },
];

export interface ChronicDisease {
  readonly kind: ChronicKind;
  /** Years since the diagnosis, at least one quarter. */
  readonly years: number;
  /** 0 well controlled … 1 badly. */
  readonly severity: number;
}

export function chronicDiseasesOf(random: Random, age: number): ChronicDisease[] {
  if (age < 18) return [];
  const decade = Math.min(6, age < 30 ? 0 : Math.floor(age / 10) - 2);
  const found: ChronicDisease[] = [];
  for (const kind of CHRONIC_KINDS) {
    const factor = found.length > 0 ? kind.withOthers : kind.alone;
    if (!random.chance(Math.min(0.97, kind.probability[decade]! * factor))) continue;
    found.push({ kind, years: Math.min(age - 17, 0.3 + random.next() * (age > 60 ? 14 : 7)), severity: random.next() });
  }
  return found;
}
