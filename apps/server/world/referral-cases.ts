import type { z } from 'zod';
import type { letterSchema } from '#modules/referral/contract.ts';

type Letter = z.input<typeof letterSchema>;

/** What ails the person of a story: the letter, and which persons it suits. */
export interface ReferralCase {
  readonly ageMin: number;
  readonly ageMax: number;
  readonly sex?: 'male' | 'female';
  /** Department of the receiver. */
  readonly department: string;
  readonly letter: Letter;
}

const consent = { given: true, by: 'resident' } as const;
const drug = (name: string, dose: string, frequency: string) => ({ name, dose, frequency, route: '口服' });

export const REFERRAL_CASES = {
  stroke: {
    ageMin: 52, ageMax: 92, department: '神经内科',
    letter: {
      chiefComplaint: '左侧肢体无力2小时', history: '晨起后突发左侧肢体无力伴口角歪斜，既往高血压病史8年，未规律服药。', findings: '神志清，左侧肌力3级，右侧5级，左侧巴氏征阳性。',
      vitals: { bloodPressure: '172/98', pulse: 84, respiration: 18, temperature: 36.6, oxygenSaturation: 97 }, noKnownAllergies: true,
      diagnoses: [{ code: 'I63.9', display: '脑梗死' }], reasonCode: 'critical', criteria: ['up-stroke-window'], treatment: '吸氧，建立静脉通路，未用降压药。',
      medications: [drug('氨氯地平片', '5mg', '每日1次')], purpose: '卒中绿色通道评估溶栓', consent, transport: { need: 'ambulance' },
    },
  },
  angina: {
    ageMin: 48, ageMax: 88, department: '心血管内科',
    letter: {
      chiefComplaint: '反复胸痛3天，加重半天', history: '活动后胸骨后压榨样痛，休息数分钟缓解，近半天发作3次。', findings: '心率88次/分，律齐，心电图V4-V6导联ST段压低。',
      vitals: { bloodPressure: '148/88', pulse: 88, respiration: 19, oxygenSaturation: 96 }, noKnownAllergies: true,
      diagnoses: [{ code: 'I20.0', display: '不稳定型心绞痛' }], reasonCode: 'critical', criteria: ['up-chest-pain'], treatment: '阿司匹林300mg嚼服，硝酸甘油含服。',
      medications: [drug('阿司匹林肠溶片', '100mg', '每日1次'), drug('美托洛尔缓释片', '47.5mg', '每日1次')], purpose: '冠脉造影评估', consent,
    },
  },
  coronary: {
    ageMin: 50, ageMax: 88, department: '心血管内科',
    letter: {
      chiefComplaint: '活动后胸闷1月', history: '快走或上楼后胸闷，休息可缓解，近1月次数增多。', findings: '心肺查体未见明显异常。', vitals: { bloodPressure: '138/82', pulse: 76 },
      noKnownAllergies: true, diagnoses: [{ code: 'I25.1', display: '冠状动脉粥样硬化性心脏病' }], reasonCode: 'exam-not-available', purpose: '完善冠脉CTA与药物调整', consent,
      medications: [drug('阿司匹林肠溶片', '100mg', '每日1次'), drug('阿托伐他汀钙片', '20mg', '每晚1次')],
    },
  },
  diabetes: {
    ageMin: 40, ageMax: 85, department: '内分泌科',
    letter: {
      chiefComplaint: '血糖控制不佳3月', history: '2型糖尿病6年，近两次随访空腹血糖11-13 mmol/L，糖化血红蛋白9.6%。', findings: '足背动脉搏动可，双下肢痛温觉减退。',
      vitals: { bloodPressure: '136/80', pulse: 78, glucose: 12.8 }, noKnownAllergies: true, diagnoses: [{ code: 'E11.9', display: '2型糖尿病' }],
      reasonCode: 'chronic-uncontrolled', criteria: ['up-diabetes-uncontrolled'], purpose: '调整降糖方案，筛查并发症', consent,
      medications: [drug('二甲双胍片', '500mg', '每日3次'), drug('格列美脲片', '2mg', '每日1次')],
    },
  },
  hypertension: {
    ageMin: 40, ageMax: 85, department: '心血管内科',
    letter: {
      chiefComplaint: '血压升高伴头晕1周', history: '高血压10年，两种药物足量治疗，近两次随访血压均不达标。', findings: '心界不大，双肺清，下肢无水肿。',
      vitals: { bloodPressure: '182/104', pulse: 80 }, allergies: ['磺胺类'], diagnoses: [{ code: 'I10', display: '原发性高血压' }],
      reasonCode: 'chronic-uncontrolled', criteria: ['up-hypertension-crisis'], purpose: '查找继发原因，调整方案', consent,
      medications: [drug('氨氯地平片', '5mg', '每日1次'), drug('缬沙坦胶囊', '80mg', '每日1次')],
    },
  },
  gallstone: {
    ageMin: 28, ageMax: 80, department: '普通外科',
    letter: {
      chiefComplaint: '右上腹痛2天', history: '进油腻食物后右上腹绞痛，伴恶心。', findings: '右上腹压痛，墨菲征阳性。', vitals: { temperature: 37.8, pulse: 92, bloodPressure: '128/78' },
      noKnownAllergies: true, diagnoses: [{ code: 'K80.2', display: '胆囊结石' }], reasonCode: 'surgery-grade', purpose: '评估腹腔镜胆囊切除', consent,
      exams: [{ title: '腹部超声', conclusion: '胆囊结石，大者约1.2cm' }],
    },
  },
  ureter: {
    ageMin: 24, ageMax: 70, department: '泌尿外科',
    letter: {
      chiefComplaint: '左腰部绞痛6小时', history: '突发左腰部绞痛，放射至会阴，伴血尿。', findings: '左肾区叩击痛。', vitals: { pulse: 96, bloodPressure: '142/86', temperature: 36.8 },
      allergies: ['青霉素'], diagnoses: [{ code: 'N20.1', display: '输尿管结石' }], reasonCode: 'exam-not-available', purpose: '碎石治疗', consent,
    },
  },
  disc: {
    ageMin: 28, ageMax: 78, department: '骨科',
    letter: {
      chiefComplaint: '腰痛伴右下肢放射痛2月', history: '保守治疗6周效果差，近期出现足背麻木。', findings: '右直腿抬高试验40°阳性，拇背伸肌力4级。', vitals: { bloodPressure: '126/78' },
      noKnownAllergies: true, diagnoses: [{ code: 'M51.2', display: '腰椎间盘突出' }], reasonCode: 'treatment-failing', criteria: ['up-treatment-failing'], purpose: '磁共振检查，评估手术', consent,
    },
  },
  knee: {
    ageMin: 52, ageMax: 88, department: '中医骨伤科',
    letter: {
      chiefComplaint: '双膝疼痛半年', history: '上下楼加重，晨僵不足半小时。', findings: '双膝轻度肿胀，活动有摩擦感。', vitals: { bloodPressure: '134/80' }, noKnownAllergies: true,
      diagnoses: [{ code: 'M17.9', display: '膝骨关节炎' }], reasonCode: 'treatment-failing', purpose: '中医综合治疗', consent,
    },
  },
  copd: {
    ageMin: 56, ageMax: 92, department: '呼吸与危重症医学科',
    letter: {
      chiefComplaint: '咳嗽气促加重3天', history: '慢阻肺12年，受凉后咳痰增多、气促加重。', findings: '双肺散在哮鸣音及湿啰音。', vitals: { respiration: 26, oxygenSaturation: 90, temperature: 37.9, pulse: 102 },
      noKnownAllergies: true, diagnoses: [{ code: 'J44.1', display: '慢性阻塞性肺疾病急性加重' }], reasonCode: 'complication', criteria: ['up-copd-exacerbation'], purpose: '住院治疗', consent,
      transport: { need: 'escort' }, medications: [{ name: '噻托溴铵粉吸入剂', dose: '18μg', frequency: '每日1次', route: '吸入' }],
    },
  },
  tumour: {
    ageMin: 50, ageMax: 85, department: '肿瘤科',
    letter: {
      chiefComplaint: '咳嗽痰中带血1月', history: '吸烟30年，近1月痰中带血，体重下降4kg。', findings: '右上肺呼吸音减低。', vitals: { bloodPressure: '124/76', oxygenSaturation: 95 },
      noKnownAllergies: true, diagnoses: [{ code: 'C34.9', display: '肺恶性肿瘤' }], reasonCode: 'tumour-treatment', criteria: ['up-tumour'], purpose: '病理诊断与放化疗', consent,
      exams: [{ title: '胸部CT', conclusion: '右上肺占位，考虑肿瘤' }],
    },
  },
  hip: {
    ageMin: 62, ageMax: 95, department: '骨科',
    letter: {
      chiefComplaint: '摔倒后右髋疼痛4小时', history: '平地摔倒，右髋疼痛，不能站立。', findings: '右下肢外旋短缩畸形。', vitals: { bloodPressure: '150/84', pulse: 90, oxygenSaturation: 96 },
      noKnownAllergies: true, diagnoses: [{ code: 'S72.0', display: '股骨颈骨折' }], reasonCode: 'surgery-grade', criteria: ['up-injury'], purpose: '手术治疗', consent, transport: { need: 'ambulance' },
    },
  },
} as const satisfies Record<string, ReferralCase>;

export type CaseKey = keyof typeof REFERRAL_CASES;
