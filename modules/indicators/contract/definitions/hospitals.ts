import { readDefinitions } from '../definition.ts';
import { SURVEYED } from './surveyed.ts';

const COMPUTED = { version: '2026.1', filter: { zh: '县级以上医院', en: 'Hospitals of the county and above' } } as const;

/** The national performance list of tier-3 hospitals: 55 items and one (handbook domain 2.6). */
export const TIER_3 = readDefinitions('tier-3', `
H01 | 门诊人次数与出院人次数比 ~ Outpatient visits per discharge | 三级医院 ~ Tier-3 hospital | 门诊人次 ~ outpatient visits | 出院人次 ~ discharges | 1 | 比 | 0 | measure
H02 | 下转患者人次数 ~ Patients referred down | 三级医院 ~ Tier-3 hospital | 下转患者人次 ~ patients sent to tier-2 or primary | 单位数 ~ one for each unit | 1 | 人次 | 1 | measure
H03 | 日间手术占择期手术比例 ~ Day surgery in elective surgery | 三级医院 ~ Tier-3 hospital | 日间手术台次 ~ day operations | 择期手术台次 ~ elective operations of discharged | 100 | % | 0 | entry
H04 | 出院患者手术占比 ~ Operated discharges | 三级医院 ~ Tier-3 hospital | 手术出院人数 ~ operated discharges | 出院人数 ~ discharges | 100 | % | 1 | measure
H05 | 出院患者微创手术占比 ~ Minimally invasive operations | 三级医院 ~ Tier-3 hospital | 微创手术出院人数 ~ minimally invasive operated | 手术出院人数 ~ operated | 100 | % | 1 | entry
H06 | 出院患者四级手术比例 ~ Grade 4 operations | 三级医院 ~ Tier-3 hospital | 四级手术出院人数 ~ grade 4 operated | 手术出院人数 ~ operated | 100 | % | 1 | entry
H07 | 特需医疗服务占比 ~ Special services | 三级医院 ~ Tier-3 hospital | 特需服务量（收入） ~ special services | 全部服务量（收入） ~ all services | 100 | % | 0 | entry
H08 | 手术患者并发症发生率 ~ Complications of operated patients | 三级医院 ~ Tier-3 hospital | 发生并发症的手术患者 ~ operated patients with complications | 手术患者 ~ operated patients | 100 | % | -1 | entry
H09 | I类切口手术部位感染率 ~ Infections of class I wounds | 三级医院 ~ Tier-3 hospital | I类切口感染例数 ~ infected class I wounds | I类切口手术例数 ~ class I operations | 100 | % | -1 | entry
H10 | 单病种质量控制 ~ Single-disease quality | 三级医院 ~ Tier-3 hospital | 达标病例 ~ cases in control | 单病种病例 ~ cases of the diseases | 100 | % | 0 | entry
H11 | 大型医用设备检查阳性率 ~ Positive findings of large equipment | 三级医院 ~ Tier-3 hospital | 阳性例数 ~ positive examinations | 检查例数 ~ examinations | 100 | % | 0 | entry
H12 | 大型医用设备维修保养及质量控制 ~ Upkeep of large equipment | 三级医院 ~ Tier-3 hospital | 按期维保质控设备 ~ devices kept in time | 大型设备 ~ large devices | 100 | % | 0 | entry
H13 | 通过国家室间质量评价的临床检验项目数 ~ Laboratory items that passed external assessment | 三级医院 ~ Tier-3 hospital | 通过项目数 ~ items passed | 单位数 ~ one for each unit | 1 | 项 | 1 | entry
H14 | 低风险组病例死亡率 ~ Deaths in low-risk groups | 三级医院 ~ Tier-3 hospital | 低风险组死亡例数 ~ deaths in low-risk groups | 低风险组病例 ~ cases of low-risk groups | 100 | % | -1 | entry
H15 | 优质护理服务病房覆盖率 ~ Wards with high-quality nursing | 三级医院 ~ Tier-3 hospital | 优质护理病房 ~ wards with high-quality nursing | 病房总数 ~ wards | 100 | % | 1 | entry
H16 | 点评处方占处方总数的比例 ~ Prescriptions reviewed | 三级医院 ~ Tier-3 hospital | 点评处方 ~ reviewed | 处方总数 ~ prescriptions | 100 | % | 1 | entry
H17 | 抗菌药物使用强度 ~ Intensity of antibiotics | 三级医院 ~ Tier-3 hospital | 累计DDD数 ~ sum of DDDs | 住院床日 ~ patient days | 100 | DDDs | -1 | entry
H18 | 门诊患者基本药物处方占比 ~ Outpatient prescriptions of essential medicines | 三级医院 ~ Tier-3 hospital | 含基本药物的门诊处方 ~ prescriptions with essential medicines | 门诊处方 ~ outpatient prescriptions | 100 | % | 1 | entry
H19 | 住院患者基本药物使用率 ~ Inpatients with essential medicines | 三级医院 ~ Tier-3 hospital | 使用基本药物的出院人次 ~ discharges with essential medicines | 出院人次 ~ discharges | 100 | % | 1 | entry
H20 | 基本药物采购品种数占比 ~ Essential medicines in purchase | 三级医院 ~ Tier-3 hospital | 基本药物品种 ~ kinds of essential medicines | 采购品种 ~ kinds purchased | 100 | % | 1 | entry
H21 | 国家组织药品集中采购中标药品使用比例 ~ Use of centrally purchased drugs | 三级医院 ~ Tier-3 hospital | 集采中选用量 ~ use of chosen drugs | 同通用名用量 ~ use of the same substance | 100 | % | 1 | entry
H22 | 门诊患者平均预约诊疗率 ~ Visits with an appointment | 三级医院 ~ Tier-3 hospital | 预约诊疗人次 ~ booked visits | 门诊人次 ~ outpatient visits | 100 | % | 1 | entry
H23 | 门诊患者预约后平均等待时间 ~ Waiting after an appointment | 三级医院 ~ Tier-3 hospital | 等待分钟合计 ~ minutes waited | 预约就诊人次 ~ booked visits | 1 | 分钟 | -1 | entry
H24 | 电子病历应用功能水平分级 ~ Level of the electronic record | 三级医院 ~ Tier-3 hospital | 分级之和 ~ sum of levels | 参评机构 ~ institutions graded | 1 | 级 | 1 | entry
H25 | 每名执业医师日均住院工作负担 ~ Inpatient load a doctor and day | 三级医院 ~ Tier-3 hospital | 住院床日 ~ patient days | 医师日 ~ doctor days | 1 | 床日 | 0 | entry
H26 | 每百张病床药师人数 ~ Pharmacists per 100 beds | 三级医院 ~ Tier-3 hospital | 药师 ~ pharmacists | 实有床位 ~ beds | 100 | 人 | 0 | entry
H27 | 门诊收入占医疗收入比例 ~ Outpatient income | 三级医院 ~ Tier-3 hospital | 门诊收入 ~ outpatient income | 医疗收入 ~ medical income | 100 | % | 0 | entry
H28 | 门诊收入中来自医保基金的比例 ~ Outpatient income from the fund | 三级医院 ~ Tier-3 hospital | 门诊医保收入 ~ outpatient income from the fund | 门诊收入 ~ outpatient income | 100 | % | 0 | entry
H29 | 住院收入占医疗收入比例 ~ Inpatient income | 三级医院 ~ Tier-3 hospital | 住院收入 ~ inpatient income | 医疗收入 ~ medical income | 100 | % | 0 | entry
H30 | 住院收入中来自医保基金的比例 ~ Inpatient income from the fund | 三级医院 ~ Tier-3 hospital | 住院医保收入 ~ inpatient income from the fund | 住院收入 ~ inpatient income | 100 | % | 0 | entry
H31 | 医疗服务收入占医疗收入比例 ~ Service income | 三级医院 ~ Tier-3 hospital | 医疗服务收入 ~ service income | 医疗收入 ~ medical income | 100 | % | 1 | entry
H32 | 辅助用药收入占比 ~ Auxiliary drugs | 三级医院 ~ Tier-3 hospital | 辅助用药收入 ~ income of auxiliary drugs | 药品收入 ~ drug income | 100 | % | 0 | entry
H33 | 人员支出占业务支出比重 ~ Staff cost | 三级医院 ~ Tier-3 hospital | 人员支出 ~ staff expenditure | 业务支出 ~ business expenditure | 100 | % | 1 | entry
H34 | 万元收入能耗支出 ~ Energy per 10 000 yuan | 三级医院 ~ Tier-3 hospital | 能耗支出 ~ energy spend | 总收入 ~ income | 10000 | 元 | -1 | entry
H35 | 收支结余 ~ Surplus | 三级医院 ~ Tier-3 hospital | 收支结余 ~ surplus | 总收入 ~ income | 100 | % | 0 | entry
H36 | 资产负债率 ~ Liabilities to assets | 三级医院 ~ Tier-3 hospital | 负债 ~ liabilities | 资产 ~ assets | 100 | % | 0 | entry
H37 | 医疗收入增幅 ~ Growth of medical income | 三级医院 ~ Tier-3 hospital | 医疗收入 ~ medical income | 无 ~ none | 100 | % | 0 | import
H38 | 门诊次均费用增幅 ~ Growth of cost per visit | 三级医院 ~ Tier-3 hospital | 门诊收入 ~ outpatient income | 门诊人次 ~ visits | 100 | % | -1 | import
H39 | 门诊次均药品费用增幅 ~ Growth of drug cost per visit | 三级医院 ~ Tier-3 hospital | 门诊药品收入 ~ outpatient drug income | 门诊人次 ~ visits | 100 | % | -1 | import
H40 | 住院次均费用增幅 ~ Growth of cost per stay | 三级医院 ~ Tier-3 hospital | 住院收入 ~ inpatient income | 出院人次 ~ discharges | 100 | % | -1 | import
H41 | 住院次均药品费用增幅 ~ Growth of drug cost per stay | 三级医院 ~ Tier-3 hospital | 住院药品收入 ~ inpatient drug income | 出院人次 ~ discharges | 100 | % | -1 | import
H42 | 全面预算管理 ~ Full budget management | 三级医院 ~ Tier-3 hospital | 佐证材料 ~ evidence | 无 ~ none | 1 | 定性 | 1 | entry
H43 | 规范设立总会计师 ~ Chief accountant | 三级医院 ~ Tier-3 hospital | 佐证材料 ~ evidence | 无 ~ none | 1 | 定性 | 1 | entry
H44 | 卫生技术人员职称结构 ~ Structure of titles | 三级医院 ~ Tier-3 hospital | 高级职称人员 ~ senior staff | 卫生技术人员 ~ health staff | 100 | % | 0 | entry
H45 | 麻醉、儿科、重症、病理、中医医师占比 ~ Anaesthesia, paediatrics, intensive care, pathology, TCM doctors | 三级医院 ~ Tier-3 hospital | 五类医师 ~ doctors of the five | 医师 ~ doctors | 100 | % | 1 | entry
H46 | 医护比 ~ Nurses per doctor | 三级医院 ~ Tier-3 hospital | 护士 ~ nurses | 医师 ~ doctors | 1 | 1: | 0 | entry
H47 | 接受进修并返回原单位独立工作人数占比 ~ Trainees who returned | 三级医院 ~ Tier-3 hospital | 返回独立工作的进修人员 ~ trainees who returned | 进修人员 ~ trainees | 100 | % | 1 | entry
H48 | 住院医师首次参加医师资格考试通过率 ~ First pass of residents | 三级医院 ~ Tier-3 hospital | 首考通过 ~ passed at first | 首考人数 ~ took it first | 100 | % | 1 | entry
H49 | 承担培养医学人才的工作成效 ~ Training of medical staff | 三级医院 ~ Tier-3 hospital | 培养人才得分 ~ points of training | 满分 ~ full points | 100 | % | 1 | entry
H50 | 每百名卫生技术人员科研项目经费 ~ Research funds per 100 staff | 三级医院 ~ Tier-3 hospital | 科研经费（万元） ~ research funds | 卫生技术人员 ~ health staff | 100 | 万元 | 1 | entry
H51 | 每百名卫生技术人员科研成果转化金额 ~ Research results turned to use | 三级医院 ~ Tier-3 hospital | 转化金额（万元） ~ value of results | 卫生技术人员 ~ health staff | 100 | 万元 | 1 | entry
H52 | 公共信用综合评价等级 ~ Credit rating | 三级医院 ~ Tier-3 hospital | 等级分 ~ points of rating | 参评机构 ~ institutions rated | 1 | 级 | 0 | entry
H53 | 门诊患者满意度 ~ Satisfaction of outpatients | 三级医院 ~ Tier-3 hospital | 得分合计 ~ sum of scores | 有效问卷 ~ valid questionnaires | 1 | 分 | 1 | measure
H54 | 住院患者满意度 ~ Satisfaction of inpatients | 三级医院 ~ Tier-3 hospital | 得分合计 ~ sum of scores | 有效问卷 ~ valid questionnaires | 1 | 分 | 1 | measure
H55 | 医务人员满意度 ~ Satisfaction of staff | 三级医院 ~ Tier-3 hospital | 得分合计 ~ sum of scores | 有效问卷 ~ valid questionnaires | 1 | 分 | 1 | measure
H56 | 重点监控高值医用耗材收入占比 ~ Monitored consumables | 三级医院 ~ Tier-3 hospital | 重点监控高值耗材收入 ~ income of monitored consumables | 耗材收入 ~ consumable income | 100 | % | 0 | entry
`, { H01: COMPUTED, H02: { ...COMPUTED, denominatorKind: 'stock' }, H04: COMPUTED, H53: SURVEYED, H54: SURVEYED, H55: SURVEYED, H37: { shape: 'growth-sum' }, H38: { shape: 'growth-ratio' }, H39: { shape: 'growth-ratio' }, H40: { shape: 'growth-ratio' }, H41: { shape: 'growth-ratio' }, H42: { shape: 'text' }, H43: { shape: 'text' } });

/** The national performance list of tier-2 hospitals, 28 items. */
export const TIER_2 = readDefinitions('tier-2', `
S01 | 出院患者手术占比 ~ Operated discharges | 二级医院 ~ Tier-2 hospital | 手术出院人数 ~ operated discharges | 出院人数 ~ discharges | 100 | % | 1 | measure
S02 | 出院患者微创手术占比 ~ Minimally invasive operations | 二级医院 ~ Tier-2 hospital | 微创手术出院人数 ~ minimally invasive operated | 手术出院人数 ~ operated | 100 | % | 1 | entry
S03 | 出院患者三级手术占比 ~ Grade 3 operations | 二级医院 ~ Tier-2 hospital | 三级手术出院人数 ~ grade 3 operated | 手术出院人数 ~ operated | 100 | % | 1 | entry
S04 | 手术患者并发症发生率 ~ Complications of operated patients | 二级医院 ~ Tier-2 hospital | 发生并发症的手术患者 ~ operated patients with complications | 手术患者 ~ operated patients | 100 | % | -1 | entry
S05 | 低风险组病例死亡率 ~ Deaths in low-risk groups | 二级医院 ~ Tier-2 hospital | 低风险组死亡例数 ~ deaths in low-risk groups | 低风险组病例 ~ cases of low-risk groups | 100 | % | -1 | entry
S06 | 抗菌药物使用强度 ~ Intensity of antibiotics | 二级医院 ~ Tier-2 hospital | 累计DDD数 ~ sum of DDDs | 住院床日 ~ patient days | 100 | DDDs | -1 | entry
S07 | 基本药物采购金额占比 ~ Essential medicines in purchase | 二级医院 ~ Tier-2 hospital | 基本药物采购金额 ~ purchase of essential medicines | 药品采购金额 ~ drug purchase | 100 | % | 1 | entry
S08 | 集中采购药品金额占比 ~ Centrally purchased drugs | 二级医院 ~ Tier-2 hospital | 集采金额 ~ central purchase | 药品采购金额 ~ drug purchase | 100 | % | 1 | entry
S09 | 重点监控药品收入占比 ~ Monitored drugs | 二级医院 ~ Tier-2 hospital | 重点监控药品收入 ~ income of monitored drugs | 药品收入 ~ drug income | 100 | % | 0 | entry
S10 | 重点监控高值医用耗材收入占比 ~ Monitored consumables | 二级医院 ~ Tier-2 hospital | 重点监控耗材收入 ~ income of monitored consumables | 耗材收入 ~ consumable income | 100 | % | 0 | entry
S11 | 电子病历应用功能水平分级 ~ Level of the electronic record | 二级医院 ~ Tier-2 hospital | 分级之和 ~ sum of levels | 参评机构 ~ institutions graded | 1 | 级 | 1 | entry
S12 | 省级室间质量评价项目通过率 ~ Provincial external assessment | 二级医院 ~ Tier-2 hospital | 通过项目 ~ items passed | 参评项目 ~ items assessed | 100 | % | 1 | entry
S13 | 平均住院日 ~ Average stay | 二级医院 ~ Tier-2 hospital | 出院患者占用床日 ~ bed days | 出院人数 ~ discharges | 1 | 天 | 0 | measure
S14 | 医疗盈余率 ~ Medical surplus | 二级医院 ~ Tier-2 hospital | 医疗盈余 ~ medical surplus | 医疗收入 ~ medical income | 100 | % | 0 | entry
S15 | 资产负债率 ~ Liabilities to assets | 二级医院 ~ Tier-2 hospital | 负债 ~ liabilities | 资产 ~ assets | 100 | % | 0 | entry
S16 | 人员经费占比 ~ Staff cost | 二级医院 ~ Tier-2 hospital | 人员经费 ~ staff expenditure | 医疗活动费用 ~ expenditure | 100 | % | 1 | entry
S17 | 万元收入能耗占比 ~ Energy per 10 000 yuan | 二级医院 ~ Tier-2 hospital | 能耗支出 ~ energy spend | 总收入 ~ income | 10000 | 元 | -1 | entry
S18 | 医保收入占比 ~ Income from the fund | 二级医院 ~ Tier-2 hospital | 医保基金收入 ~ income from the fund | 医疗收入 ~ medical income | 100 | % | 0 | entry
S19 | 医疗服务收入占比 ~ Service income | 二级医院 ~ Tier-2 hospital | 医疗服务收入 ~ service income | 医疗收入 ~ medical income | 100 | % | 1 | entry
S20 | 医疗收入增幅 ~ Growth of medical income | 二级医院 ~ Tier-2 hospital | 医疗收入 ~ medical income | 无 ~ none | 100 | % | 0 | import
S21 | 次均费用增幅 ~ Growth of cost a case | 二级医院 ~ Tier-2 hospital | 医疗收入 ~ medical income | 诊疗与出院人次 ~ visits and discharges | 100 | % | -1 | import
S22 | 次均药品费用增幅 ~ Growth of drug cost a case | 二级医院 ~ Tier-2 hospital | 药品收入 ~ drug income | 诊疗与出院人次 ~ visits and discharges | 100 | % | -1 | import
S23 | 医护比 ~ Nurses per doctor | 二级医院 ~ Tier-2 hospital | 护士 ~ nurses | 医师 ~ doctors | 1 | 1: | 0 | entry
S24 | 麻醉、儿科、重症、病理、中医医师占比 ~ Anaesthesia, paediatrics, intensive care, pathology, TCM doctors | 二级医院 ~ Tier-2 hospital | 五类医师 ~ doctors of the five | 医师 ~ doctors | 100 | % | 1 | entry
S25 | 人才培养经费投入占比 ~ Spending on training | 二级医院 ~ Tier-2 hospital | 培养经费 ~ spending on training | 总费用 ~ total expenditure | 100 | % | 1 | entry
S26 | 专科能力 ~ Capability of specialties | 二级医院 ~ Tier-2 hospital | 达标专科 ~ specialties at standard | 专科 ~ specialties | 100 | % | 0 | entry
S27 | 患者满意度 ~ Satisfaction of patients | 二级医院 ~ Tier-2 hospital | 得分合计 ~ sum of scores | 有效问卷 ~ valid questionnaires | 1 | 分 | 1 | import
S28 | 医务人员满意度 ~ Satisfaction of staff | 二级医院 ~ Tier-2 hospital | 得分合计 ~ sum of scores | 有效问卷 ~ valid questionnaires | 1 | 分 | 1 | measure
`, { S01: COMPUTED, S13: COMPUTED, S28: SURVEYED, S20: { shape: 'growth-sum' }, S21: { shape: 'growth-ratio' }, S22: { shape: 'growth-ratio' } });
