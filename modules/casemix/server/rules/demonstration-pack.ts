/**
 * A small scheme of our own making for demonstrations and tests: invented groups over everyday diagnoses. It is no city's
 * scheme and its weights pay nobody.
 */
const csv = (title: string, rows: readonly (readonly (string | number)[])[]): string => `${title}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

interface DemonstrationGroup {
  readonly code: string;
  readonly name: string;
  readonly weight: string;
  readonly lowRisk?: boolean;
}

const split = (adrg: string, name: string, weights: readonly [string, string, string]): DemonstrationGroup[] => [
  { code: `${adrg}1`, name: `${name}，伴严重并发症或合并症（演示）`, weight: weights[0] }, { code: `${adrg}3`, name: `${name}，伴并发症或合并症（演示）`, weight: weights[1] },
  { code: `${adrg}5`, name: `${name}，不伴并发症或合并症（演示）`, weight: weights[2], lowRisk: true },
];
const GROUPS: readonly DemonstrationGroup[] = [
  ...split('BR1', '脑缺血性疾患', ['1.6000', '1.1500', '0.9000']), ...split('ER1', '肺炎', ['1.3000', '0.8500', '0.6500']), ...split('FR1', '心力衰竭', ['1.5000', '1.0500', '0.8000']),
  { code: 'FZ19', name: '高血压（演示）', weight: '0.4500', lowRisk: true }, ...split('GB1', '阑尾手术', ['1.9000', '1.3000', '0.9500']), ...split('HC1', '胆囊切除手术', ['2.4000', '1.7000', '1.3500']),
  { code: 'GZ19', name: '消化系统其他诊断（演示）', weight: '0.5500', lowRisk: true }, ...split('IB1', '髋关节手术', ['4.6000', '3.9000', '3.4000']),
  { code: 'KZ19', name: '糖尿病（演示）', weight: '0.6000', lowRisk: true }, { code: 'OC19', name: '剖宫产（演示）', weight: '1.0500', lowRisk: true },
  { code: 'OR19', name: '阴道分娩（演示）', weight: '0.5000', lowRisk: true },
];

const severity = (adrg: string): object[] => [{ code: `${adrg}1`, when: { severity: 'mcc' } }, { code: `${adrg}3`, when: { severity: 'mcc_or_cc' } }, { code: `${adrg}5`, when: {} }];
const whole = (adrg: string): object[] => [{ code: `${adrg}9`, when: {} }];
const medical = (code: string, dx: readonly string[], drgs: object[]): object => ({ code, when: [{ type: 'principal_dx_in', list: 'dx' }], dx, drgs });
const surgical = (code: string, proc: readonly string[], drgs: object[]): object => ({ code, when: [{ type: 'main_procedure_in', list: 'proc' }], proc, drgs });
const mdc = (code: string, dx: readonly string[], adrgs: readonly object[]): object => ({ code, entry: [{ type: 'principal_dx_in', list: 'mdc_dx' }], dx, adrgs });
const ambiguous = (code: string): object => ({ code: 'QY', when: [{ type: 'any_procedure_valid' }], drgs: [{ code: `${code}QY`, when: {} }] });

const STROKE = ['I63.900', 'I63.300'];
const LUNG = ['J18.900', 'J15.900', 'J44.100'];
const HEART = ['I50.900', 'I25.103'];
const PRESSURE = ['I10.x00'];
const BELLY = ['K35.900', 'K29.500', 'K80.100', 'K80.200'];
const HIP = ['S72.000', 'S72.100'];
const BIRTH = ['O80.900', 'O82.900', 'O34.200'];

const SCHEME = {
  scheme: 'demonstration', mdc_order: ['MDCB', 'MDCE', 'MDCF', 'MDCG', 'MDCH', 'MDCI', 'MDCK', 'MDCO'],
  mdcs: [
    mdc('MDCB', STROKE, [ambiguous('B'), medical('BR1', STROKE, severity('BR1'))]), mdc('MDCE', LUNG, [ambiguous('E'), medical('ER1', LUNG, severity('ER1'))]),
    mdc('MDCF', [...HEART, ...PRESSURE], [ambiguous('F'), medical('FR1', HEART, severity('FR1')), medical('FZ1', PRESSURE, whole('FZ1'))]),
    mdc('MDCG', ['K35.900', 'K29.500'], [surgical('GB1', ['47.0100', '47.0900'], severity('GB1')), ambiguous('G'), medical('GZ1', BELLY, whole('GZ1'))]),
    mdc('MDCH', ['K80.100', 'K80.200'], [surgical('HC1', ['51.2300', '51.2200'], severity('HC1')), ambiguous('H')]), mdc('MDCI', HIP, [surgical('IB1', ['81.5100', '79.3500'], severity('IB1')), ambiguous('I')]),
    mdc('MDCK', ['E11.900', 'E11.200'], [ambiguous('K'), medical('KZ1', ['E11.900', 'E11.200'], whole('KZ1'))]),
    { ...mdc('MDCO', BIRTH, [surgical('OC1', ['74.1x00'], whole('OC1')), ambiguous('O'), medical('OR1', BIRTH, whole('OR1'))]), entry: [{ type: 'principal_dx_in', list: 'mdc_dx' }, { type: 'sex', value: 2 }] },
  ],
};

/** The files of the demonstration scheme; `heavier` gives a second version in which pneumonia is no longer split. */
export function demonstrationPack(heavier = false): Map<string, string> {
  const scheme = heavier ? JSON.stringify(SCHEME).replace(JSON.stringify(severity('ER1')), JSON.stringify(whole('ER1'))) : JSON.stringify(SCHEME);
  const groups = heavier ? [...GROUPS.filter(({ code }) => !code.startsWith('ER1')), { code: 'ER19', name: '肺炎（演示）', weight: '0.8000' }] : GROUPS;
  const letters = [...'BEFGHIKO'];
  return new Map([
    ['scheme.json', scheme],
    ['drg_names.csv', csv('drg,name', [...groups.map(({ code, name }) => [code, name]), ...letters.map((letter) => [`${letter}QY`, '歧义病案（演示）'])])],
    ['mcc.csv', csv('icd10,exclusion_table', [['J96.000', 1], ['A41.900', 2], ['I46.900', 3], ['N17.900', 4]])],
    ['cc.csv', csv('icd10,exclusion_table', [['E11.200', 5], ['I48.900', 6], ['N18.900', 4], ['J44.100', 1], ['D64.900', 7]])],
    ['exclusion_by_principal.csv', csv('principal_icd10,exclusion_table', [['J18.900', 1], ['J44.100', 1], ['E11.900', 5], ['E11.200', 5], ['I50.900', 3]])],
    ['valid_procedures.csv', csv('icd9cm3,name', [['47.0100', '腹腔镜下阑尾切除术'], ['47.0900', '阑尾切除术'], ['51.2300', '腹腔镜下胆囊切除术'], ['51.2200', '胆囊切除术'], ['81.5100', '全髋关节置换'], ['79.3500', '股骨骨折切开复位内固定'], ['74.1x00', '低位子宫下段剖宫产']])],
    ['weights.csv', csv('group,weight,low_risk', groups.map(({ code, weight, lowRisk }) => [code, weight, lowRisk === true ? 1 : 0]))],
  ]);
}
