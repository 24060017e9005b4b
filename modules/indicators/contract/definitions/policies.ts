import { readDefinitions } from '../definition.ts';

/** Other numeric targets of the policies (handbook domain 2.2). */
export const POLICIES = readDefinitions('policy', `
T01 | 区域就诊率 ~ Care inside the district | 分级诊疗 ~ Tiered care | 参保人区域内就诊人次 ~ visits of the insured inside the district | 参保人全部就诊人次 ~ all visits of the insured | 100 | % | 1 | import
T02 | 区域内基层就诊率 ~ Primary care inside the district | 分级诊疗 ~ Tiered care | 区域内基层门急诊人次 ~ visits at primary institutions of the district | 区域内门急诊人次 ~ visits at all institutions of the district | 100 | % | 1 | measure
T03 | 基层诊疗量占总诊疗量 ~ Primary care in all care | 分级诊疗 ~ Tiered care | 基层诊疗人次 ~ visits at primary institutions | 总诊疗人次 ~ all visits | 100 | % | 1 | measure
T04 | 两周患病首选基层比例 ~ First choice of primary care within two weeks of illness | 分级诊疗 ~ Tiered care | 两周患病首诊在基层的居民 ~ residents ill in two weeks who first went to a primary unit | 两周患病就诊的居民 ~ residents ill in two weeks who sought care | 100 | % | 1 | import
T05 | 县域内就诊率 ~ Visits inside the county | 分级诊疗 ~ Tiered care | 参保人县域内就诊人次 ~ visits of the insured inside the county | 参保人全部就诊人次 ~ all visits of the insured | 100 | % | 1 | import
T06 | 家庭医生签约率 ~ Residents with a family doctor | 签约 ~ Contracts | 有效签约居民 ~ residents with a valid contract | 常住人口 ~ resident population | 100 | % | 1 | entry
T07 | 重点人群签约率 ~ Key groups with a family doctor | 签约 ~ Contracts | 签约重点人群 ~ contracted residents of key groups | 重点人群 ~ residents of key groups | 100 | % | 1 | entry
T08 | 分级诊疗系统覆盖率 ~ Coverage of the tiered-care system | 信息化 ~ Information | 已接入机构 ~ connected institutions | 应接入机构 ~ institutions to connect | 100 | % | 1 | entry
T09 | 医疗机构参与率 ~ Participation of institutions | 医联体 ~ Consortia | 已加入医联体的机构 ~ institutions that are members of a consortium | 公立医院与政府办基层机构 ~ public hospitals and primary institutions | 100 | % | 1 | measure
T10 | 人员经费占业务支出 ~ Staff cost in business expenditure | 运营 ~ Operation | 人员经费 ~ staff expenditure | 业务支出 ~ business expenditure | 100 | % | 1 | entry
T11 | 县级医院达标比例 ~ County hospitals at the standard | 能力 ~ Capability | 达标县级医院 ~ qualified county hospitals | 县级医院 ~ county hospitals | 100 | % | 1 | entry
T12 | 二级以上医院线上服务率 ~ Hospitals with the six online services | 信息化 ~ Information | 六项线上服务齐全的医院 ~ hospitals with all six services | 二级以上医院 ~ tier-2 and higher hospitals | 100 | % | 1 | entry
T13 | 远程医疗联通率 ~ Telemedicine connected | 信息化 ~ Information | 已联通机构 ~ connected places | 应联通机构 ~ places to connect | 100 | % | 1 | entry
T14 | 村卫生站规范化建设 ~ Village stations brought to standard | 能力 ~ Capability | 完成建设的村卫生站 ~ stations finished | 应建设的村卫生站 ~ stations planned | 100 | % | 1 | entry
T15 | 人均基本公共卫生经费 ~ Public health funding a resident | 投入 ~ Funding | 基本公共卫生经费 ~ public health funding | 常住人口 ~ resident population | 1 | 元 | 1 | entry
T16 | 每万居民事业编制 ~ Posts per 10 000 residents | 人员 ~ Staff | 核定编制 ~ posts | 常住人口 ~ resident population | 10000 | 名 | 1 | entry
T17 | 临床重点专科数 ~ Key clinical specialties | 能力 ~ Capability | 临床重点专科 ~ key clinical specialties | 参评单位（合计时为 1） ~ one for the whole | 1 | 个 | 1 | entry
T18 | 县级医院年度任务完成率 ~ Yearly tasks of county hospitals | 能力 ~ Capability | 完成年度任务的医院 ~ hospitals with specialty, leaders and techniques done | 县级医院 ~ county hospitals | 100 | % | 1 | entry
T19 | 五大中心覆盖率 ~ Coverage of the five centres | 能力 ~ Capability | 五大中心齐全的单位 ~ units with all five centres | 单位数 ~ units | 100 | % | 1 | entry
T20 | 医联体考核项 ~ Assessment of consortia | 考核 ~ Assessment | 考核得分 ~ points of the assessment | 满分 ~ full points | 100 | % | 1 | entry
`, Object.fromEntries([
  ...['T06', 'T07', 'T08', 'T11', 'T12', 'T13', 'T14', 'T16', 'T17', 'T18', 'T19'].map((id) => [id, { numeratorKind: 'stock', denominatorKind: 'stock' } as const]),
  ['T09', { numeratorKind: 'stock', denominatorKind: 'stock', level: 'county' } as const],
  ['T15', { denominatorKind: 'stock' } as const],
]));

/** Measures that alliance assessments ask for without a formula; the formulas are proposals (handbook domain 2.5). */
export const ALLIANCE = readDefinitions('alliance', `
A01 | 下转患者占比 ~ Patients referred down | 双向转诊 ~ Referral | 上级医院下转并被接受的患者 ~ down-referrals from hospitals that were accepted | 上级医院出院人数 ~ discharges of hospitals | 100 | % | 1 | measure
A02 | 上转完成率 ~ Up-referrals that arrived | 双向转诊 ~ Referral | 已到院的上转 ~ up-referrals that arrived | 已接受的上转 ~ up-referrals accepted | 100 | % | 1 | measure
A03 | 双向转诊比 ~ Down-referrals per up-referral | 双向转诊 ~ Referral | 下转例数 ~ down-referrals | 上转例数 ~ up-referrals | 1 | 比 | 1 | measure
A04 | 转诊响应时间 ~ Time to accept a referral | 双向转诊 ~ Referral | 提交至接受的分钟数合计 ~ minutes from submission to acceptance, summed | 已接受的转诊 ~ referrals accepted | 1 | 分钟 | -1 | measure
A05 | 下派人天 ~ Days of staff sent down | 资源下沉 ~ Resources | 中级以上人员下派人天 ~ person-days of intermediate and higher staff sent | 中级以上人员 ~ intermediate and higher staff | 100 | 人天 | 1 | entry
A06 | 技术辐射 ~ Techniques passed on | 资源下沉 ~ Resources | 在成员单位开展的新技术 ~ new techniques at members with support of the lead | 成员单位 ~ members | 1 | 项 | 1 | entry
A07 | 危急重症占比 ~ Severe cases | 能力 ~ Capability | 权重不低于 2 的病例 ~ cases with a weight of 2 or more | 有权重的入组病例 ~ grouped cases with a weight | 100 | % | 1 | measure
A08 | 常见病稳定病占比 ~ Common and stable diseases at tier 3 | 能力 ~ Capability | 诊断属于基层病种的三级医院就诊 ~ tier-3 visits with a diagnosis of the primary list | 三级医院就诊 ~ tier-3 visits | 100 | % | -1 | import
A09 | 健康改善 ~ Health improved | 健康 ~ Health | 血压血糖达标的管理患者 ~ managed persons with blood pressure and glucose in control | 管理患者 ~ managed persons | 100 | % | 1 | entry
A10 | 有序转诊率 ~ Orderly referrals | 双向转诊 ~ Referral | 有转诊记录的县外住院 ~ admissions outside the county with a referral | 全部县外住院 ~ all admissions outside the county | 100 | % | 1 | import
`, {
  A04: { filter: { zh: '以均值计：中位数不可按机构相加', en: 'As a mean: medians cannot be added over sites' } },
  A05: { denominatorKind: 'stock' }, A06: { denominatorKind: 'stock' }, A09: { numeratorKind: 'stock', denominatorKind: 'stock' },
});
