import type { Text } from '#platform/kernel/problem.ts';
import { defineMessages } from '#platform/web/text/messages.ts';

/** Words of the inputs of formulas and of the facts behind findings. */
const words = defineMessages({
  total_cost: ['总费用', 'Total cost'], patients_paid: ['个人支付', 'Paid by patients'], parts: ['各项', 'Parts'], decimals: ['小数位', 'Decimals'], fund_total: ['基金可用总额', 'Fund of the year'],
  insurance_share: ['报销比例', 'Insurance share'], total_score: ['总分值', 'Total score'], point_value: ['点值', 'Point value'], assessment: ['考核系数', 'Assessment'], deduction: ['审核扣款', 'Deduction'],
  advanced: ['已预付', 'Advanced'], month_total_weight: ['当月总分值', 'Score of the month'], rate: ['预算点值', 'Point value of the budget'], advance_share: ['预付比例', 'Share advanced'], deductions: ['扣款', 'Deductions'],
  rw: ['病种分值', 'Score of the group'], group_average: ['病种次均费用', 'Average of the group'], case_cost: ['病例费用', 'Cost of the case'], institution_coefficient: ['机构系数', 'Coefficient'],
  low: ['低倍率', 'Low multiple'], high: ['高倍率', 'High multiple'], special: ['单议上限', 'Line of special review'], score: ['分值', 'Score'], coefficients: ['赞成者的系数', 'Coefficients in favour'],
  heads: ['参保人数', 'Insured persons'], per_head: ['人均标准', 'Amount a head'], reserve: ['预留', 'Reserve'], actual_spend: ['基金支出', 'Spend'], assessment_score: ['考核得分', 'Assessment'],
  prepay_share: ['预付比例', 'Prepaid share'], surplus_cap: ['结余留用上限', 'Cap of the surplus'], overrun_cap: ['超支分担上限', 'Cap of the overrun'], share_fund: ['基金分担', 'Share of the fund'],
  share_lead: ['牵头分担', 'Share of the lead'], share_members: ['成员分担', 'Share of the members'], reasonable_overrun: ['合理超支', 'Reasonable overrun'], out_of_scope: ['目录外费用', 'Out of scope'],
  deductible: ['起付线', 'Deductible'], ratio: ['支付比例', 'Ratio'], ceiling: ['封顶线', 'Ceiling'], paid_before: ['本年已支付', 'Paid before'], assistance: ['救助分段', 'Bands of assistance'],
  months: ['月数', 'Months'], stages: ['分段', 'Stages'], stay_score: ['床日分值', 'Points of the days'], auxiliary_coefficient: ['辅助系数', 'Auxiliary coefficient'],
  item: ['项目', 'Item'], at: ['时间', 'At'], times: ['次数', 'Times'], day: ['日期', 'Day'], stay: ['住院', 'Stay'], beside: ['同时收取', 'Beside'], from: ['起', 'From'], per: ['周期', 'Per'],
  quantity: ['数量', 'Quantity'], allowed: ['限', 'Allowed'], days: ['天数', 'Days'], amountFen: ['金额（分）', 'Amount (fen)'], sex: ['性别', 'Sex'], ageDays: ['年龄（天）', 'Age (days)'], setting: ['就医方式', 'Setting'],
  institutionLevel: ['机构级别', 'Level'], required: ['应有诊断', 'Required diagnosis'], recorded: ['已有诊断', 'Recorded'], diagnosis: ['诊断', 'Diagnosis'], notRecorded: ['未写诊断', 'Not recorded'],
});

export const wordOfInput = (name: string): Text => (Object.hasOwn(words, name) ? words[name as keyof typeof words] : { zh: name, en: name });
