import type { Weighted } from '../random.ts';
import type { Code } from './codes.ts';

/** Own short list of common diagnoses (ICD-10 categories and sub-categories of the WHO edition), weights for a county's clinics and wards. */
export interface Diagnosis extends Code {
  readonly ageMin: number;
  readonly ageMax: number;
  readonly sex?: 'male' | 'female';
}

const parse = (list: string): Weighted<Diagnosis>[] =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', name = '', weight = '1', ages = '0-120', sex] = line.trim().split('|');
      const [ageMin = 0, ageMax = 120] = ages.split('-').map(Number);
      return { value: { code, name, ageMin, ageMax, ...(sex === 'male' || sex === 'female' ? { sex } : {}) }, weight: Number(weight) };
    });

const suiting = (list: readonly Weighted<Diagnosis>[], person: { age: number; sex: 'male' | 'female' }): Weighted<Diagnosis>[] =>
  list.filter(({ value }) => value.ageMin <= person.age && person.age <= value.ageMax && (value.sex === undefined || value.sex === person.sex));

/** One filtered list per age and sex, because millions of visits ask for the same ones. */
function bySexAndAge(list: readonly Weighted<Diagnosis>[]): (person: { age: number; sex: 'male' | 'female' }) => readonly Weighted<Diagnosis>[] {
  const cache = new Map<string, Weighted<Diagnosis>[]>();
  return (person) => {
    const key = `${person.sex}${person.age}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const fresh = suiting(list, person);
    cache.set(key, fresh);
    return fresh;
  };
}

export const outpatientDiagnoses = bySexAndAge(
  parse(`
  J06.9|急性上呼吸道感染|26|0-120
  J20.9|急性支气管炎|10|0-120
  J02.9|急性咽炎|7|0-120
  J03.9|急性扁桃体炎|4|2-40
  K29.7|胃炎|8|14-120
  K30|功能性消化不良|5|14-120
  A09|感染性胃肠炎|5|0-120
  K21.9|胃食管反流病|3|18-120
  K59.0|便秘|2|30-120
  M54.5|下背痛|8|25-120
  M17.9|膝骨关节炎|6|45-120
  M47.8|颈椎病|6|30-120
  M75.0|肩关节周围炎|3|40-75
  L30.9|皮炎|4|0-120
  L50.9|荨麻疹|3|0-70
  B35.3|足癣|2|15-80
  H10.9|结膜炎|2|0-80
  H52.1|近视|2|7-25
  H25.9|老年性白内障|2|60-120
  H66.9|中耳炎|2|1-50
  K02.9|龋齿|4|4-70
  K05.1|慢性牙龈炎|3|15-80
  N39.0|尿路感染|3|15-120|female
  N76.0|急性阴道炎|4|18-60|female
  N92.6|月经不规则|3|14-52|female
  Z34.9|正常妊娠监督|4|20-42|female
  N40|前列腺增生|3|55-120|male
  G47.0|失眠|4|25-120
  R42|头晕|4|30-120
  R51|头痛|3|14-90
  F41.9|焦虑障碍|2|18-75
  S93.4|踝关节扭伤|2|10-70
  S61.9|手部开放性伤口|2|5-75
  T14.0|浅表损伤|2|1-80
  D50.9|缺铁性贫血|1|0-60
  E04.9|甲状腺结节|2|25-80
  Z00.1|儿童健康检查|12|0-6
  Z23|预防接种|10|0-6
  R50.9|发热|5|0-12
  B08.4|手足口病|2|1-6
`),
);

export interface AdmissionKind extends Diagnosis {
  readonly department: string;
  /** Relative stay and cost of the disease, 1 = average of the house. */
  readonly stayFactor: number;
  readonly costFactor: number;
  readonly procedure?: Code;
  readonly imaging?: { readonly modality: 'CT' | 'DX' | 'US' | 'MR'; readonly part: string };
}

const admission = (row: string): Weighted<AdmissionKind> => {
  const [code = '', name = '', weight = '1', ages = '0-120', sex = '', department = '内科', stay = '1', cost = '1', procedure = '', imaging = ''] = row.trim().split('|');
  const [ageMin = 0, ageMax = 120] = ages.split('-').map(Number);
  const [procedureCode, procedureName] = procedure.split(':');
  const [modality, part] = imaging.split(':');
  return {
    weight: Number(weight),
    value: {
      code, name, ageMin, ageMax, department, stayFactor: Number(stay), costFactor: Number(cost),
      ...(sex === 'male' || sex === 'female' ? { sex } : {}),
      ...(procedureCode && procedureName ? { procedure: { code: procedureCode, name: procedureName } } : {}),
      ...(part && (modality === 'CT' || modality === 'DX' || modality === 'US' || modality === 'MR') ? { imaging: { modality, part } } : {}),
    },
  };
};

/** Columns: ICD-10 | name | weight | ages | sex | department | stay factor | cost factor | ICD-9-CM-3 procedure | imaging. */
const ADMISSIONS = `
  I63.9|脑梗死|14|48-120||神经内科|1.2|1.1||CT:头颅
  I25.1|冠状动脉粥样硬化性心脏病|11|48-120||心血管内科|0.95|1.3||DX:胸部
  I20.0|不稳定型心绞痛|5|45-100||心血管内科|0.9|2.2|36.07:药物洗脱冠状动脉支架置入术|DX:胸部
  I50.9|心力衰竭|4|60-120||心血管内科|1.1|1.1||DX:胸部
  I10|高血压|5|45-120||心血管内科|0.85|0.6||CT:头颅
  E11.9|2型糖尿病|7|40-120||内分泌科|1.05|0.8||
  J44.1|慢性阻塞性肺疾病急性加重|8|55-120||呼吸与危重症医学科|1.15|1.0||CT:胸部
  J18.9|肺炎|10|14-120||呼吸与危重症医学科|1.0|0.9||CT:胸部
  J18.0|支气管肺炎|34|0-10||儿科|0.75|0.45||DX:胸部
  J20.9|急性支气管炎|16|0-13||儿科|0.65|0.35||DX:胸部
  A09|感染性胃肠炎|8|0-12||儿科|0.55|0.3||
  P59.9|新生儿黄疸|30|0-0||儿科|0.7|0.5||
  K29.5|慢性胃炎|4|30-120||消化内科|0.8|0.6|45.13:胃镜检查|
  K92.2|消化道出血|3|35-120||消化内科|0.95|1.1|45.13:胃镜检查|CT:腹部
  K80.2|胆囊结石|5|28-85||普通外科|0.85|1.4|51.23:腹腔镜下胆囊切除术|US:腹部
  K35.8|急性阑尾炎|5|8-75||普通外科|0.75|1.1|47.01:腹腔镜下阑尾切除术|CT:腹部
  K40.9|腹股沟疝|3|3-90|male|普通外科|0.65|0.9|53.05:腹股沟疝修补术|US:腹部
  M51.2|腰椎间盘突出|7|28-80||骨科|1.1|0.7||MR:腰椎
  S72.0|股骨颈骨折|3|60-120||骨科|1.7|3.2|81.52:人工股骨头置换术|DX:髋关节
  S52.5|桡骨远端骨折|3|10-85||骨科|0.95|1.2|79.32:桡骨骨折切开复位内固定术|DX:腕关节
  S82.8|踝部骨折|3|14-80||骨科|1.3|1.6|79.36:踝部骨折切开复位内固定术|DX:踝关节
  N20.1|输尿管结石|4|25-75||泌尿外科|0.6|1.1|56.31:输尿管镜碎石术|CT:腹部
  N40|前列腺增生|2|58-120|male|泌尿外科|0.9|1.2|60.21:经尿道前列腺切除术|US:泌尿系
  N18.9|慢性肾病|3|45-120||肾病科|1.1|1.2||US:泌尿系
  D25.9|子宫平滑肌瘤|3|32-55|female|妇科|0.85|1.3|68.29:子宫肌瘤切除术|US:盆腔
  S06.0|脑震荡|3|10-85||神经外科|0.8|0.7||CT:头颅
  C34.9|肺恶性肿瘤|3|50-90||肿瘤科|1.2|2.0|99.25:化学治疗|CT:胸部
  C16.9|胃恶性肿瘤|2|48-88||肿瘤科|1.2|2.0|99.25:化学治疗|CT:腹部
  H25.9|老年性白内障|3|58-120||眼科|0.35|0.6|13.41:白内障超声乳化摘除术|
  M17.9|膝骨关节炎|3|50-90||中医骨伤科|1.15|0.6||DX:膝关节
  G81.9|偏瘫（脑卒中恢复期）|3|50-95||中医康复科|1.7|1.0|93.39:康复物理治疗|
  O82|剖宫产分娩|5|21-42|female|产科|0.65|0.8|74.1:子宫下段剖宫产术|US:产科
  O20.0|先兆流产|2|20-42|female|妇科|0.6|0.4||US:产科
`;

const admissionList = ADMISSIONS.trim().split('\n').map(admission);
export const admissionKinds = bySexAndAge(admissionList) as (person: { age: number; sex: 'male' | 'female' }) => readonly Weighted<AdmissionKind>[];

export const DELIVERY: AdmissionKind = admission('O80|单胎顺产|1|18-45|female|产科|0.4|0.4|73.59:手法助产|').value;
