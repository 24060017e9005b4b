/** Words of the demonstration's diagnosis: made up, no real person. */
export type DiagnosisAct =
  | 'perform' | 'data' | 'claim' | 'write' | 'issue-emergency' | 'issue' | 'amend' | 'acknowledge' | 'return' | 'consult' | 'cancel' | 'mark' | 'verify' | 'notify' | 'acknowledge-critical' | 'act' | 'effect' | 'close';

export interface DiagnosisStory {
  readonly key: string;
  readonly from: 'village' | 'township';
  readonly minutesAgo: number;
  /** Minutes between two acts. */
  readonly pace: number;
  readonly kind: 'imaging' | 'ecg';
  readonly modality: string;
  readonly itemCode: string;
  readonly itemName: string;
  readonly bodyPart: string | null;
  readonly priority: 'emergency' | 'urgent' | 'routine';
  readonly clinical: { readonly question: string; readonly diagnosis?: string; readonly history?: string };
  readonly report: keyof typeof REPORTS;
  readonly critical?: { readonly code: string; readonly title: string; readonly valueText: string };
  readonly acts: readonly DiagnosisAct[];
}

export const REPORTS = {
  ecgNormal: { findings: '窦性心律，心率 72 次/分，各导联 ST-T 未见异常。', impression: '正常心电图' },
  ecgStemi: { findings: '窦性心律，心率 96 次/分，II、III、aVF 导联 ST 段弓背向上抬高 0.3 毫伏，对应导联压低。', impression: '急性下壁 ST 段抬高型心肌梗死图形，请立即处置', positive: true },
  ecgFibrillation: { findings: 'P 波消失，代之以 f 波，RR 间期绝对不等，平均心室率 108 次/分。', impression: '心房颤动伴快速心室率', positive: true },
  ctNormal: { findings: '双肺纹理清晰，未见实变及占位。纵隔未见肿大淋巴结。', impression: '胸部 CT 平扫未见明显异常' },
  ctPneumonia: { findings: '右肺下叶见片状高密度影，边缘模糊，内见支气管充气征。', impression: '右肺下叶炎症，建议治疗后复查', positive: true },
} as const;

const ecg = { kind: 'ecg' as const, modality: 'ECG', itemCode: 'ECG12', itemName: '十二导联心电图', bodyPart: null };
const ct = { kind: 'imaging' as const, modality: 'CT', itemCode: 'CT-CHEST', itemName: '胸部 CT 平扫', bodyPart: '胸部' };
const pain = { question: '胸痛 40 分钟，排除急性心肌梗死', diagnosis: '胸痛待查', history: '压榨样胸痛伴大汗，高血压 10 年' };
const cough = { question: '咳嗽咳痰 10 天，排除肺炎', diagnosis: '支气管炎？' };
const check = { question: '高血压随访，了解心脏情况', diagnosis: '高血压病' };
const stemi = { code: 'ECG-STEMI', title: '急性 ST 段抬高型心肌梗死图形', valueText: '下壁导联 ST 段抬高 0.3 毫伏' };
const HOUR = 60;
const DAY = 24 * HOUR;

const issued: readonly DiagnosisAct[] = ['perform', 'data', 'claim', 'write', 'issue'];

/** One for each state of the table, some finished ones for the statement of the month before, and two critical values. */
export const DIAGNOSIS_STORIES: readonly DiagnosisStory[] = [
  { key: 'closed-critical', from: 'village', minutesAgo: 3 * DAY, pace: 3, ...ecg, priority: 'emergency', clinical: pain, report: 'ecgStemi', critical: stemi, acts: ['perform', 'data', 'claim', 'mark', 'verify', 'notify', 'issue-emergency', 'acknowledge-critical', 'acknowledge', 'act', 'effect', 'close'] },
  { key: 'open-critical', from: 'village', minutesAgo: 24, pace: 2, ...ecg, priority: 'emergency', clinical: pain, report: 'ecgStemi', critical: stemi, acts: ['perform', 'data', 'claim', 'mark', 'verify', 'notify', 'issue-emergency'] },
  { key: 'acted-critical', from: 'township', minutesAgo: 90, pace: 5, ...ecg, priority: 'emergency', clinical: pain, report: 'ecgFibrillation', critical: { code: 'ECG-VF', title: '心室颤动或室性心动过速', valueText: '短阵室性心动过速' }, acts: ['perform', 'data', 'claim', 'mark', 'verify', 'notify', 'issue-emergency', 'acknowledge-critical', 'act'] },
  { key: 'ordered', from: 'township', minutesAgo: 40, pace: 5, ...ct, priority: 'routine', clinical: cough, report: 'ctNormal', acts: [] },
  { key: 'performed', from: 'township', minutesAgo: 55, pace: 10, ...ct, priority: 'routine', clinical: cough, report: 'ctNormal', acts: ['perform'] },
  { key: 'waiting-urgent', from: 'village', minutesAgo: 20, pace: 5, ...ecg, priority: 'urgent', clinical: check, report: 'ecgNormal', acts: ['perform', 'data'] },
  { key: 'waiting-ct', from: 'township', minutesAgo: 70, pace: 20, ...ct, priority: 'routine', clinical: cough, report: 'ctNormal', acts: ['perform', 'data'] },
  { key: 'waiting-late', from: 'township', minutesAgo: 6 * HOUR, pace: 10, ...ct, priority: 'urgent', clinical: cough, report: 'ctNormal', acts: ['perform', 'data'] },
  { key: 'reading', from: 'township', minutesAgo: 45, pace: 13, ...ct, priority: 'urgent', clinical: cough, report: 'ctPneumonia', acts: ['perform', 'data', 'claim'] },
  { key: 'consulting', from: 'township', minutesAgo: 3 * HOUR, pace: 10, ...ct, priority: 'routine', clinical: cough, report: 'ctPneumonia', acts: ['perform', 'data', 'claim', 'consult'] },
  { key: 'preliminary', from: 'township', minutesAgo: 80, pace: 15, ...ct, priority: 'urgent', clinical: cough, report: 'ctPneumonia', acts: ['perform', 'data', 'claim', 'write'] },
  { key: 'returned', from: 'village', minutesAgo: 2 * HOUR, pace: 10, ...ecg, priority: 'routine', clinical: check, report: 'ecgNormal', acts: ['perform', 'data', 'return'] },
  { key: 'issued', from: 'village', minutesAgo: 5 * HOUR, pace: 12, ...ecg, priority: 'routine', clinical: check, report: 'ecgNormal', acts: issued },
  { key: 'amended', from: 'township', minutesAgo: 2 * DAY, pace: 20, ...ct, priority: 'routine', clinical: cough, report: 'ctNormal', acts: [...issued, 'amend'] },
  { key: 'acknowledged', from: 'township', minutesAgo: 4 * DAY, pace: 20, ...ct, priority: 'routine', clinical: cough, report: 'ctPneumonia', acts: [...issued, 'acknowledge'] },
  { key: 'cancelled', from: 'township', minutesAgo: 26 * HOUR, pace: 10, ...ct, priority: 'routine', clinical: cough, report: 'ctNormal', acts: ['cancel'] },
  ...Array.from({ length: 8 }, (_, index): DiagnosisStory => ({
    key: `month-${index}`, from: index % 3 === 0 ? 'village' : 'township', minutesAgo: (26 + index * 2) * DAY, pace: 9 + index, ...(index % 3 === 0 ? ecg : ct), priority: index % 4 === 0 ? 'urgent' : 'routine', clinical: index % 3 === 0 ? check : cough,
    report: index % 3 === 0 ? 'ecgFibrillation' : index % 2 === 0 ? 'ctPneumonia' : 'ctNormal', acts: [...issued, 'acknowledge'],
  })),
];

/** Of the resident who may sign in to the portal. */
export const OWN_STORIES: readonly DiagnosisStory[] = [
  { key: 'own-ecg', from: 'township', minutesAgo: 6 * DAY, pace: 12, ...ecg, priority: 'routine', clinical: check, report: 'ecgNormal', acts: [...issued, 'acknowledge'] },
  { key: 'own-ct', from: 'township', minutesAgo: 5 * HOUR, pace: 30, ...ct, priority: 'routine', clinical: cough, report: 'ctPneumonia', acts: ['perform', 'data'] },
];

const promised = { emergency: 30, urgent: 60, routine: 240 };

/** Promises of domain.md 4.2; prices and shares are made up. */
export const CONTRACTS = [
  { service: 'imaging', terms: { kind: 'imaging', modalities: ['CT', 'DX', 'MR'], promised, prices: [{ modality: 'CT', priceFen: 8000 }, { modality: 'DX', priceFen: 3000 }, { modality: 'MR', priceFen: 16_000 }], shares: { performed: 4000, reported: 5500, consortium: 500 }, waitingMax: 200 } },
  { service: 'imaging', terms: { kind: 'ultrasound', modalities: ['US'], promised: { emergency: 30, urgent: 60, routine: 120 }, prices: [{ modality: 'US', priceFen: 4500 }], shares: { performed: 6000, reported: 4000, consortium: 0 } } },
  { service: 'ecg', terms: { kind: 'ecg', modalities: ['ECG', 'HOLTER'], promised: { emergency: 15, urgent: 30, routine: 120 }, prices: [{ modality: 'ECG', priceFen: 2500 }, { modality: 'HOLTER', priceFen: 15_000 }], shares: { performed: 5000, reported: 4500, consortium: 500 } } },
  { service: 'laboratory', terms: { kind: 'laboratory', modalities: ['CHEM', 'HEMA', 'COAG'], promised: { emergency: 40, urgent: 120, routine: 1440 }, prices: [{ modality: 'CHEM', priceFen: 6000 }, { modality: 'HEMA', priceFen: 2000 }, { modality: 'COAG', priceFen: 4000 }], shares: { performed: 3000, reported: 7000, consortium: 0 } } },
] as const;

const number = (code: string, title: string, more: { unit: string; low: number; high: number; least: number; most: number }) => ({ code, title, required: false, ...more });

export const TEMPLATES = [
  { purpose: 'template', scope: 'organisation', kind: 'imaging', modality: 'CT', title: '胸部 CT 平扫：正常', bodyPart: '胸部', findings: REPORTS.ctNormal.findings, impression: REPORTS.ctNormal.impression, positive: false, fields: [] },
  { purpose: 'template', scope: 'organisation', kind: 'imaging', modality: 'CT', title: '胸部 CT：肺结节', bodyPart: '胸部', findings: '肺内见结节影，边缘光整。', impression: '肺结节，建议随访', positive: true, fields: [number('NODULE-MM', '结节长径', { unit: 'mm', low: 0, high: 5, least: 0, most: 200 }), number('DENSITY', '平均密度', { unit: '[hnsf\'U]', low: -1000, high: 100, least: -1024, most: 3000 })] },
  {
    purpose: 'template', scope: 'organisation', kind: 'ecg', modality: 'ECG', title: '常规心电图', bodyPart: null, findings: REPORTS.ecgNormal.findings, impression: REPORTS.ecgNormal.impression, positive: false,
    fields: [
      number('8867-4', '心率', { unit: '/min', low: 60, high: 100, least: 0, most: 400 }), number('8625-6', 'PR 间期', { unit: 'ms', low: 120, high: 200, least: 0, most: 800 }), number('8633-0', 'QRS 时限', { unit: 'ms', low: 60, high: 110, least: 0, most: 400 }),
      number('8634-8', 'QT 间期', { unit: 'ms', low: 320, high: 440, least: 0, most: 900 }), number('8636-3', 'QTc', { unit: 'ms', low: 350, high: 450, least: 0, most: 900 }), number('8632-2', '电轴', { unit: 'deg', low: -30, high: 90, least: -180, most: 180 }),
    ],
  },
  { purpose: 'phrase', scope: 'organisation', kind: 'imaging', title: '建议增强扫描', findings: '', impression: '建议进一步增强扫描', fields: [] },
  { purpose: 'phrase', scope: 'organisation', kind: 'ecg', title: '建议动态心电图', findings: '', impression: '建议行 24 小时动态心电图', fields: [] },
] as const;
