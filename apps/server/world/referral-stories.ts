import type { CaseKey } from './referral-cases.ts';

/** One act of a story, in the words of the referral contract. */
export type Act =
  | 'submit' | 'triage' | 'counter-offer-time' | 'accept-counter' | 'accept-slot' | 'accept-bed' | 'notify' | 'transport' | 'arrive' | 'start-care'
  | 'report' | 'close' | 'follow-up' | 'reject' | 'withdraw' | 'emergency'
  | 'plan-down' | 'offer-down' | 'accept-down' | 'decline-down' | 'discharge' | 'first-visit' | 'monitor' | 'stable';

export interface ReferralStory {
  /** Unique: part of the idempotency keys, so that a story told twice happens once. */
  readonly key: string;
  /** Organisation slugs; `village` is the village room of the demonstration's sign-in. */
  readonly from: string;
  readonly to: string;
  readonly case: CaseKey;
  readonly priority: 'emergency' | 'urgent' | 'normal';
  readonly direction?: 'up' | 'lateral';
  readonly careType: 'outpatient' | 'inpatient' | 'emergency';
  /** Hours before now at which the draft was written. */
  readonly hoursAgo: number;
  /** Hours from one act to the next. */
  readonly pace: number;
  readonly acts: readonly Act[];
}

const story = (key: string, way: readonly [from: string, to: string], about: Omit<ReferralStory, 'key' | 'from' | 'to'>): ReferralStory => ({ key, from: way[0], to: way[1], ...about });

const TO_CARE: readonly Act[] = ['submit', 'triage', 'accept-bed', 'notify', 'arrive', 'start-care'];
const inpatient = { priority: 'normal', careType: 'inpatient' } as const;
const outpatient = { priority: 'normal', careType: 'outpatient' } as const;

/** Something in every column of the desk, some late, some fresh. */
export const REFERRAL_STORIES: readonly ReferralStory[] = [
  story('draft', ['qingshan', 'county'], { ...outpatient, case: 'diabetes', hoursAgo: 0.5, pace: 0, acts: [] }),
  story('stroke-waiting', ['qingshan', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'stroke', hoursAgo: 0.4, pace: 0.05, acts: ['submit'] }),
  story('diabetes-waiting', ['liuhe', 'county'], { ...outpatient, case: 'diabetes', hoursAgo: 3, pace: 0.2, acts: ['submit'] }),
  story('coronary-late', ['shiqiao', 'county'], { ...outpatient, case: 'coronary', hoursAgo: 74, pace: 0.3, acts: ['submit'] }),
  story('village-waiting', ['village', 'qingshan'], { ...outpatient, case: 'hypertension', hoursAgo: 1.5, pace: 0.2, acts: ['submit'] }),
  story('copd-waiting', ['dongmencentre', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'copd', hoursAgo: 1, pace: 0.1, acts: ['submit'] }),
  story('gallstone-triaged', ['yunling', 'county'], { ...inpatient, case: 'gallstone', hoursAgo: 6, pace: 0.6, acts: ['submit', 'triage'] }),
  story('ureter-triaged', ['dongmencentre', 'county'], { priority: 'urgent', careType: 'outpatient', case: 'ureter', hoursAgo: 2, pace: 0.4, acts: ['submit', 'triage'] }),
  story('disc-counter', ['qingshan', 'county'], { ...outpatient, case: 'disc', hoursAgo: 9, pace: 1, acts: ['submit', 'triage', 'counter-offer-time'] }),
  story('hypertension-accepted', ['liuhe', 'county'], { ...outpatient, case: 'hypertension', hoursAgo: 12, pace: 1.5, acts: ['submit', 'counter-offer-time', 'accept-counter'] }),
  story('coronary-locked', ['qingshan', 'county'], { ...outpatient, case: 'coronary', hoursAgo: 20, pace: 2, acts: ['submit', 'triage', 'accept-slot'] }),
  story('diabetes-locked', ['shiqiao', 'county'], { ...outpatient, case: 'diabetes', hoursAgo: 26, pace: 2, acts: ['submit', 'accept-slot'] }),
  story('knee-notified', ['dongmencentre', 'tcm'], { ...outpatient, case: 'knee', hoursAgo: 30, pace: 3, acts: ['submit', 'accept-slot', 'notify'] }),
  story('hip-notified', ['yunling', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'hip', hoursAgo: 3, pace: 0.4, acts: ['submit', 'accept-bed', 'notify', 'transport'] }),
  story('angina-arrived', ['qingshan', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'angina', hoursAgo: 5, pace: 0.9, acts: ['submit', 'accept-bed', 'notify', 'arrive'] }),
  story('copd-care', ['liuhe', 'county'], { ...inpatient, case: 'copd', hoursAgo: 72, pace: 3, acts: TO_CARE }),
  story('stroke-care', ['shiqiao', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'stroke', hoursAgo: 120, pace: 0.4, acts: TO_CARE }),
  story('gallstone-outcome', ['qingshan', 'county'], { ...inpatient, case: 'gallstone', hoursAgo: 190, pace: 20, acts: ['submit', 'accept-bed', 'notify', 'arrive', 'start-care', 'report'] }),
  story('ureter-closed', ['dongmencentre', 'county'], { ...outpatient, case: 'ureter', hoursAgo: 330, pace: 12, acts: ['submit', 'accept-slot', 'notify', 'arrive', 'start-care', 'report', 'close'] }),
  story('diabetes-follow-up', ['qingshan', 'county'], { ...outpatient, case: 'diabetes', hoursAgo: 400, pace: 14, acts: ['submit', 'accept-slot', 'notify', 'arrive', 'start-care', 'report', 'close', 'follow-up'] }),
  story('disc-rejected', ['shiqiao', 'county'], { ...outpatient, case: 'disc', hoursAgo: 16, pace: 3, acts: ['submit', 'reject'] }),
  story('knee-withdrawn', ['dongmencentre', 'tcm'], { ...outpatient, case: 'knee', hoursAgo: 50, pace: 4, acts: ['submit', 'withdraw'] }),
  story('tumour-city', ['county', 'city'], { priority: 'normal', careType: 'inpatient', case: 'tumour', hoursAgo: 7, pace: 1, acts: ['submit'] }),
  story('stroke-emergency', ['yunling', 'county'], { priority: 'emergency', careType: 'emergency', case: 'stroke', hoursAgo: 1.2, pace: 0.2, acts: ['emergency'] }),
  story('coronary-down-offered', ['qingshan', 'county'], { ...inpatient, case: 'coronary', hoursAgo: 230, pace: 22, acts: [...TO_CARE, 'plan-down', 'offer-down'] }),
  story('stroke-down-accepted', ['liuhe', 'county'], { priority: 'urgent', careType: 'inpatient', case: 'stroke', hoursAgo: 290, pace: 26, acts: [...TO_CARE, 'plan-down', 'offer-down', 'accept-down'] }),
  story('hip-down-declined', ['shiqiao', 'county'], { ...inpatient, case: 'hip', hoursAgo: 300, pace: 28, acts: [...TO_CARE, 'plan-down', 'offer-down', 'decline-down'] }),
  story('copd-down-home', ['qingshan', 'county'], { ...inpatient, case: 'copd', hoursAgo: 340, pace: 30, acts: [...TO_CARE, 'plan-down', 'offer-down', 'accept-down', 'discharge', 'report', 'close'] }),
  story('hypertension-down-visited', ['yunling', 'county'], { ...inpatient, case: 'hypertension', hoursAgo: 420, pace: 32, acts: [...TO_CARE, 'plan-down', 'offer-down', 'accept-down', 'discharge', 'report', 'close', 'first-visit'] }),
  story('diabetes-down-stable', ['liuhe', 'county'], { ...inpatient, case: 'diabetes', hoursAgo: 700, pace: 44, acts: [...TO_CARE, 'plan-down', 'offer-down', 'accept-down', 'discharge', 'report', 'close', 'first-visit', 'monitor', 'stable'] }),
];
