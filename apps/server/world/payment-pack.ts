import type { WorldOrganisation, WorldPlan } from '#tests/world/plan/types.ts';

/** Invented groups: code, name, average cost in yuan, and whether it is a primary-level group. */
const GROUPS = [
  ['J18:保守', '社区获得性肺炎 · 保守治疗', 5230, false], ['I10:保守', '原发性高血压 · 保守治疗', 3120, true], ['E11:保守', '2型糖尿病 · 保守治疗', 4350, false], ['J44:保守', '慢阻肺急性加重 · 保守治疗', 6840, false],
  ['I63:保守', '脑梗死 · 保守治疗', 9260, false], ['I21:36.06', '急性心肌梗死 · 支架植入', 38_600, false], ['K80:51.23', '胆囊结石 · 腹腔镜胆囊切除', 14_250, false], ['K35:47.01', '急性阑尾炎 · 腹腔镜阑尾切除', 9870, false],
  ['S72:79.35', '股骨骨折 · 切开复位内固定', 29_400, false], ['H25:13.41', '老年性白内障 · 超声乳化', 6150, false], ['O82:74.1', '剖宫产', 7480, false], ['J06:保守', '上呼吸道感染 · 保守治疗', 1980, true],
  ['M51:保守', '腰椎间盘突出 · 中医综合治疗', 5640, true], ['K29:保守', '慢性胃炎 · 保守治疗', 2870, true], ['N20:56.31', '输尿管结石 · 输尿管镜碎石', 11_900, false], ['C34:化疗', '肺癌 · 化学治疗', 10_800, false],
] as const;

const COEFFICIENTS = { hospital: ['二级', '1.0200'], 'tcm-hospital': ['二级', '0.9600'], 'maternal-child': ['二级', '0.9300'], 'township-hospital': ['一级', '0.6800'] } as const;
const ASSESSMENTS = ['0.9850', '0.9720', '0.9910', '0.9640', '0.9780'];

export const payableOrganisations = (plan: WorldPlan): WorldOrganisation[] => plan.organisations.filter((each) => each.insideCounty && Object.hasOwn(COEFFICIENTS, each.kind)).slice(0, 14);

const rwOf = (average: number): string => {
  const mean = GROUPS.reduce((sum, [, , each]) => sum + each, 0) / GROUPS.length;
  return ((average / mean) * 1000).toFixed(4);
};

/** A group of a catalogue, with its mean cost in yuan. */
export interface FormedGroup {
  readonly group: string;
  readonly title: string;
  readonly average: number;
}

/** The pack of a year; every number is invented. `costs` moves the averages a little from year to year; `formed` are further groups. */
export function packContent(plan: WorldPlan, { fundTotal, costs, formed }: { fundTotal: string | undefined; costs: number; formed: readonly FormedGroup[] }): Record<string, unknown> {
  return {
    parameters: { low: '0.5', high: '2', score_decimals: 4, point_value_decimals: 4, money_decimals: 2, rounding: 'half up' },
    groups: [
      ...GROUPS.map(([group, title, average, primary]) => ({ group, title, average: (average * costs).toFixed(2), rw: rwOf(average), ...(primary ? { primary } : {}) })),
      ...formed.filter(({ group, average }) => average > 0 && !GROUPS.some(([known]) => known === group)).map(({ group, title, average }) => ({ group, title, average: average.toFixed(2), rw: rwOf(average) })),
    ],
    institutions: payableOrganisations(plan).map((organisation, index) => {
      const [level, coefficient] = COEFFICIENTS[organisation.kind as keyof typeof COEFFICIENTS];
      return { institution: organisation.id, name: organisation.name, level, coefficient, ...(fundTotal === undefined ? {} : { assessment: ASSESSMENTS[index % ASSESSMENTS.length], deduction: String(1200 * (index + 1)) }) };
    }),
    ...(fundTotal === undefined ? {} : { fund_total: fundTotal }),
    advance: { pointValue: '10.2000', share: '0.9' },
    review: { quotaShare: '0.05', panelMin: 2, costMultiple: '2' },
    appeal: { days: 20 },
    benefit: {
      deductibles: [{ level: 1, amount: '200' }, { level: 2, amount: '600' }, { level: 3, amount: '1000' }],
      matrix: [1, 2, 3].flatMap((level) => [true, false].map((referred) => ({ level, referred, disease: '', ratio: ((95 - level * 5 - (referred ? 0 : 10)) / 100).toFixed(2) }))),
      bypassPoints: '0.10', contractPoints: '0.02', ceiling: '250000', assistance: [{ from: '15000', to: '30000', ratio: '0.5' }, { from: '30000', ratio: '0.6' }], episodeGapDays: 7, sameLevel: 'nothing',
    },
    capitation: [{ panel: 'htn', title: '高血压门诊签约', perHead: '280.00' }, { panel: 'dm', title: '糖尿病门诊签约', perHead: '420.00' }],
    perDiem: [{ group: '床日:康复', stages: [{ from_day: 1, to_day: 20, amount: '42' }, { from_day: 21, to_day: 60, amount: '33' }, { from_day: 61, amount: '25' }] }],
    package: { perHead: '812', reserve: '12000000', prepayShare: '0.9', surplusCap: '0.10', overrunCap: '0.05', shares: { fund: '0.5', lead: '0.3', members: '0.2' }, betas: { heads: '0.6', score: '0.4' } },
    billRules: [
      { id: 'duplicate', title: { zh: '同一时刻重复收费', en: 'Charged twice at one moment' }, basis: '收费管理', kind: 'duplicate-charge', items: ['*'] },
      { id: 'nursing-days', title: { zh: '护理天数多于住院天数', en: 'More nursing days than days of stay' }, basis: '收费管理', kind: 'days-of-stay', items: ['HL*'] },
      { id: 'glucose', title: { zh: '血糖监测每日次数', en: 'Blood sugar tests a day' }, basis: '限定支付', kind: 'quantity-limit', items: ['XT01'], max: 7, per: 'day' },
      { id: 'diabetes', title: { zh: '疑似漏写糖尿病', en: 'Diabetes perhaps not recorded' }, basis: '病案质量', kind: 'unrecorded-diagnosis', items: ['*'], diagnosis: { code: 'E11.900', name: '2型糖尿病' }, evidenceWords: ['糖化血红蛋白升高', '糖尿病史'] },
    ],
  };
}

export interface DemoCase {
  readonly case: string;
  readonly institution: string;
  readonly group: string;
  readonly cost: string;
  readonly patientPaid: string;
  readonly admitted: string;
  readonly discharged: string;
}

/** Cases of a year out of a plain sequence: mostly near the average, some far below, a few far above. */
export function demoCases(plan: WorldPlan, { year, months, size }: { year: number; months: number; size: number }): DemoCase[] {
  const organisations = payableOrganisations(plan);
  let state = year;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  const two = (value: number): string => String(value).padStart(2, '0');
  return Array.from({ length: size }, (_, number) => {
    const organisation = organisations[next(3) === 0 ? 0 : next(organisations.length)]!;
    const isTown = organisation.kind === 'township-hospital';
    const choices = isTown ? GROUPS.filter(([, , average]) => average < 7000) : GROUPS;
    const [group, , average] = choices[next(choices.length)]!;
    const kind = next(40);
    const factor = kind === 0 ? 3.1 + next(40) / 10 : kind < 3 ? 0.2 + next(25) / 100 : 0.72 + next(60) / 100;
    const cost = Math.round(average * factor * (isTown ? 0.7 : 1) * 100);
    const month = 1 + next(months);
    const day = 1 + next(20);
    return {
      case: `ZY${year}${String(number).padStart(5, '0')}`, institution: organisation.id, group, cost: (cost / 100).toFixed(2), patientPaid: (Math.round(cost * (0.2 + next(15) / 100)) / 100).toFixed(2),
      admitted: `${year}-${two(month)}-${two(day)}`, discharged: `${year}-${two(month)}-${two(day + 2 + next(6))}`,
    };
  });
}
