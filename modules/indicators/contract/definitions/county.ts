import { readDefinitions } from '../definition.ts';

/** The national monitoring system of tight county consortia, 2024: 14 indicators (the fifth has two measures; handbook domain 2.3). */
export const COUNTY = readDefinitions('county-14', `
C01 | 资源统一管理 ~ Resources managed as one | 紧密型 ~ Tightness | 佐证材料与访谈 ~ evidence and interview | 无 ~ none | 1 | 定性 | 1 | entry
C02 | 医共体内部民主决策 ~ Democratic decisions | 紧密型 ~ Tightness | 佐证材料与访谈 ~ evidence and interview | 无 ~ none | 1 | 定性 | 1 | entry
C03 | 服务协同联动 ~ Services that work together | 紧密型 ~ Tightness | 佐证材料与访谈 ~ evidence and interview | 无 ~ none | 1 | 定性 | 1 | entry
C04 | 每万常住人口中级及以上医师派驻人数 ~ Intermediate and higher doctors stationed per 10 000 | 同质化 ~ Equal quality | 全年派驻满 6 个月的二级以上单位中级及以上医师 ~ intermediate and higher doctors of tier-2 and higher units stationed six months or more | 常住人口 ~ resident population | 10000 | 人 | 1 | entry
C05a | 每万人口影像心电远程诊断量 ~ Remote diagnoses per 10 000 | 同质化 ~ Equal quality | 影像、心电等远程诊断例数 ~ remote diagnoses of imaging, ECG and kin | 常住人口 ~ resident population | 10000 | 例 | 1 | measure
C05b | 心电设备村级覆盖率 ~ Village rooms with an ECG device | 同质化 ~ Equal quality | 有心电设备的村卫生室 ~ village rooms with an ECG device | 村卫生室 ~ village rooms | 100 | % | 1 | entry
C06 | 基层与牵头医院人均收入比值 ~ Staff income of primary units to lead hospital | 同质化 ~ Equal quality | 基层机构人均收入 ~ mean staff income of primary units | 牵头医院人均收入 ~ mean staff income of the lead hospital | 1 | 比 | 1 | entry
C07 | 县域内基层诊疗人次占比 ~ Visits at primary units | 就医格局 ~ Pattern of care | 基层机构诊疗人次 ~ visits at primary units | 县域内总诊疗人次 ~ all visits in the county | 100 | % | 1 | measure
C08 | 医保基金县域内支出占比（不含药店） ~ Fund spent inside the county | 就医格局 ~ Pattern of care | 县域内基金支出（不含药店） ~ fund paid inside the county, without pharmacies | 参保人基金总支出（不含药店） ~ all fund paid for the insured, without pharmacies | 100 | % | 1 | measure
C09 | 县域内基层医保基金支出占比 ~ Fund spent at primary units | 就医格局 ~ Pattern of care | 支付基层机构的基金 ~ fund paid to primary units | 县域内基金支出 ~ fund paid inside the county | 100 | % | 1 | import
C10 | 参保人县域内住院人均费用增长率 ~ Growth of inpatient cost inside the county | 就医格局 ~ Pattern of care | 参保人县域内住院总费用 ~ inpatient cost of the insured inside the county | 参保人县域内住院人数 ~ insured persons admitted inside the county | 100 | % | -1 | import
C11 | 参保人县域内住院人次占比 ~ Admissions inside the county | 就医格局 ~ Pattern of care | 参保人县域内住院人次 ~ admissions of the insured inside the county | 参保人全部住院人次 ~ all admissions of the insured | 100 | % | 1 | import
C12 | 县域内中医类诊疗量占比 ~ Chinese medicine in all visits | 就医格局 ~ Pattern of care | 中医机构与中医科诊疗人次 ~ visits of Chinese-medicine institutions and departments | 县域内总诊疗人次 ~ all visits in the county | 100 | % | 1 | import
C13 | 慢性病健康管理人群住院率 ~ Admission of managed chronic patients | 健康结果 ~ Outcome | 因该病或并发症住院的管理患者 ~ managed persons admitted for the disease or its complications | 管理的高血压、糖尿病患者 ~ managed persons with hypertension or diabetes | 100 | % | -1 | import
C14 | 四类慢性病过早死亡率 ~ Premature death from four chronic diseases | 健康结果 ~ Outcome | 30–70 岁死亡概率（由年龄组计算） ~ probability of dying between 30 and 70, from age bands | 1 ~ one | 100 | % | -1 | import
`, {
  C01: { shape: 'text' }, C02: { shape: 'text' }, C03: { shape: 'text' }, C04: { denominatorKind: 'stock' }, C05a: { denominatorKind: 'stock' },
  C05b: { numeratorKind: 'stock', denominatorKind: 'stock' }, C06: { numeratorKind: 'stock', denominatorKind: 'stock' }, C10: { shape: 'growth-ratio' },
  C13: { denominatorKind: 'stock' }, C14: { numeratorKind: 'stock', denominatorKind: 'stock' },
});
