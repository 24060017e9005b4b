import { readDefinitions } from '../definition.ts';
import { SURVEYED } from './surveyed.ts';

/** Annex 2 of the Yiyang policy: 25 rows, 26 measures (handbook domain 2.1). */
export const YIYANG = readDefinitions('yiyang', `
Y01 | 财政补助收入占总支出比重 ~ Fiscal subsidy in total expenditure | 政府责任 ~ Government | 财政补助收入（基本与项目） ~ fiscal subsidy, basic and project | 总支出 ~ total expenditure | 100 | % | 1 | entry
Y02 | 医保基金县域内支出率（不含药店） ~ Fund spent inside the county | 政府责任 ~ Government | 支付县域内医疗机构的基金（不含药店） ~ fund paid to providers inside the county, without pharmacies | 基金总支出（不含药店） ~ total fund expenditure, without pharmacies | 100 | % | 1 | measure
Y03 | 医护比 ~ Nurses per doctor | 政府责任 ~ Government | 注册护士数 ~ nurses | 执业（助理）医师数 ~ doctors | 1 | 1: | 0 | entry
Y04 | 人员薪酬中固定部分占比 ~ Fixed part of pay | 政府责任 ~ Government | 岗位、薪级、津补贴及固定绩效 ~ post, grade, allowance and fixed performance pay | 薪酬总额 ~ total pay | 100 | % | 1 | entry
Y05 | 医疗服务收入占医疗收入比例 ~ Service income in medical income | 运营 ~ Operation | 医疗收入减药品、耗材、检查、化验收入 ~ medical income less drugs, consumables, examination and laboratory | 医疗收入 ~ medical income | 100 | % | 1 | entry
Y06 | 医疗费用增长率 ~ Growth of medical income | 运营 ~ Operation | 医疗收入 ~ medical income | 无 ~ none | 100 | % | -1 | entry
Y07 | 次均门诊费用增长率 ~ Growth of cost per outpatient visit | 运营 ~ Operation | 门诊收入 ~ outpatient income | 门诊人次 ~ outpatient visits | 100 | % | -1 | entry
Y08 | 人均住院费用增长率 ~ Growth of cost per inpatient | 运营 ~ Operation | 住院收入 ~ inpatient income | 出院人数 ~ discharged patients | 100 | % | -1 | entry
Y09 | 百元医疗收入的医疗支出（不含药品） ~ Expenditure per 100 yuan of income, without drugs | 运营 ~ Operation | 医疗支出减药品费 ~ medical expenditure less drug cost | 医疗收入减药品收入 ~ medical income less drug income | 100 | 元 | -1 | entry
Y10 | 实现收支平衡的公立医院占比 ~ Public hospitals in balance | 运营 ~ Operation | 收支结余不为负的公立医院 ~ hospitals without deficit | 公立医院 ~ public hospitals | 100 | % | 1 | entry
Y11 | 资产负债率 ~ Liabilities to assets | 运营 ~ Operation | 负债合计 ~ total liabilities | 资产合计 ~ total assets | 100 | % | -1 | entry
Y12 | 基建、设备购置长期负债占总资产比例 ~ Long-term debt of building and equipment | 运营 ~ Operation | 基建与设备长期负债 ~ long-term debt for construction and equipment | 资产合计 ~ total assets | 100 | % | -1 | entry
Y13 | 病例组合指数（CMI） ~ Case mix index | 运营 ~ Operation | 入组病例权重合计 ~ sum of weights of grouped discharges | 有权重的入组病例 ~ grouped discharges with a weight | 1 | 指数 | 1 | measure
Y14 | 平均住院日 ~ Average stay | 运营 ~ Operation | 出院患者占用床日 ~ bed days of discharged patients | 出院人数 ~ discharged patients | 1 | 天 | -1 | measure
Y15 | 人员支出占业务支出比例 ~ Staff cost in business expenditure | 运营 ~ Operation | 人员支出 ~ staff expenditure | 业务支出 ~ business expenditure | 100 | % | 1 | entry
Y16a | 出院患者手术占比 ~ Operated discharges | 运营 ~ Operation | 有手术或操作的出院人数（一次住院计一次） ~ discharges with an operation or intervention, once a stay | 出院人数 ~ discharges | 100 | % | 1 | measure
Y16b | 出院患者三、四级手术比例 ~ Grade 3 and 4 operations | 运营 ~ Operation | 三、四级手术出院人数 ~ discharges with a grade 3 or 4 operation | 手术出院人数 ~ operated discharges | 100 | % | 1 | import
Y17 | 门诊人次与出院人次比 ~ Outpatient visits per discharge | 运营 ~ Operation | 门诊人次（不含急诊、体检） ~ outpatient visits without emergency and check-ups | 出院人次 ~ discharges | 1 | 比 | 0 | measure
Y18 | 手术患者并发症发生率 ~ Complications of operated patients | 运营 ~ Operation | 院内发生所列并发症的手术出院人数 ~ operated discharges with a listed complication acquired in hospital | 手术出院人数（不含产科、围产） ~ operated discharges without obstetric and perinatal | 100 | % | -1 | import
Y19 | 县域内住院人次占比 ~ Admissions inside the county | 能力 ~ Capability | 参保人县域内住院人次 ~ admissions of the insured inside the county | 参保人全部住院人次 ~ all admissions of the insured | 100 | % | 1 | import
Y20 | 县域就诊率 ~ Visits inside the county | 能力 ~ Capability | 参保人县域内门急诊人次 ~ visits of the insured inside the county | 参保人全部门急诊人次 ~ all visits of the insured | 100 | % | 1 | import
Y21 | 基层门急诊量占比 ~ Visits at primary institutions | 能力 ~ Capability | 基层机构门急诊人次 ~ outpatient and emergency visits at primary institutions | 全部机构门急诊人次 ~ visits at all institutions | 100 | % | 1 | measure
Y22 | 电子病历应用功能水平分级 ~ Level of the electronic record | 能力 ~ Capability | 分级之和 ~ sum of levels | 参评机构数 ~ institutions graded | 1 | 级 | 1 | entry
Y23 | 门诊患者满意度 ~ Satisfaction of outpatients | 满意度 ~ Satisfaction | 有效问卷得分合计 ~ sum of scores of valid questionnaires | 有效问卷数 ~ valid questionnaires | 1 | 分 | 1 | measure
Y24 | 住院患者满意度 ~ Satisfaction of inpatients | 满意度 ~ Satisfaction | 有效问卷得分合计 ~ sum of scores of valid questionnaires | 有效问卷数 ~ valid questionnaires | 1 | 分 | 1 | measure
Y25 | 职工满意度 ~ Satisfaction of staff | 满意度 ~ Satisfaction | 有效问卷得分合计 ~ sum of scores of valid questionnaires | 有效问卷数 ~ valid questionnaires | 1 | 分 | 1 | measure
`, {
  Y06: { shape: 'growth-sum' }, Y07: { shape: 'growth-ratio' }, Y08: { shape: 'growth-ratio' },
  Y03: { numeratorKind: 'stock', denominatorKind: 'stock' }, Y10: { numeratorKind: 'stock', denominatorKind: 'stock' }, Y11: { numeratorKind: 'stock', denominatorKind: 'stock' },
  Y12: { numeratorKind: 'stock', denominatorKind: 'stock' }, Y22: { numeratorKind: 'stock', denominatorKind: 'stock' },
  Y09: { filter: { zh: '分母为医疗收入减药品收入', en: 'The denominator is medical income less drug income' } },
  Y13: { places: 4, filter: { zh: '按 DRG 方案；未入组或无权重的病例不计', en: 'By the DRG scheme; cases without a group or a weight are left out' } },
  Y23: SURVEYED, Y24: SURVEYED, Y25: SURVEYED,
  Y17: { filter: { zh: '不含急诊与体检', en: 'Without emergency and check-ups' } },
});
