import { defineMessages } from '#platform/web/text/messages.ts';

export const messages = defineMessages({
  runs: ['绩效考核', 'Assessments'], runsHint: ['草稿 → 冻结数据 → 计分 → 公布 → 申诉 → 定案 → 锁定', 'Draft → freeze inputs → score → publish → appeals → final → frozen'],
  appeals: ['考核申诉', 'Appeals against scores'], uses: ['结果运用', 'Uses of scores'], schemes: ['考核方案', 'Assessment schemes'],
  surveys: ['满意度调查', 'Satisfaction surveys'], entry: ['填写问卷', 'Answer a survey'],
  saved: ['已保存', 'Saved'], none: ['还没有记录', 'Nothing yet'], noneNext: ['办理后在此显示', 'It appears here once it is done'], all: ['全部', 'All'],
  wrongNow: ['当前状态不能办理', 'Not possible in the present state'],
  title: ['名称', 'Title'], period: ['考核期', 'Period'], version: ['版本', 'Version'], state: ['状态', 'State'], members: ['成员单位', 'Members'], member: ['机构', 'Organisation'], group: ['分组', 'Group'], appealUntil: ['申诉截止', 'Appeals until'],
  documentNumber: ['文号', 'Document number'], appealDays: ['申诉天数', 'Days for appeals'], scheme: ['考核方案', 'Scheme'], periodHint: ['按方案填写，如 2026、2026Q1、2026-03', 'As the scheme asks: 2026, 2026Q1 or 2026-03'],
  open: ['开始考核', 'Open an assessment'], enter: ['登记人工评分', 'Enter a value'], freezeInputs: ['冻结数据', 'Freeze inputs'], score: ['计分', 'Score'], reopen: ['退回草稿', 'Back to draft'], publish: ['公布', 'Publish'], finalise: ['定案', 'Make final'],
  freezeScores: ['锁定得分', 'Freeze scores'], cancel: ['作废', 'Cancel'], appeal: ['申诉', 'Appeal'], recordUse: ['登记运用', 'Record a use'], decide: ['答复', 'Decide'],
  item: ['考核项', 'Item'], weight: ['权重', 'Weight'], points: ['得分', 'Points'], total: ['总分', 'Total'], grade: ['等级', 'Grade'], place: ['名次', 'Place'], formula: ['公式', 'Formula'], value: ['数值', 'Value'], previous: ['比较期数值', 'Value compared with'],
  numerator: ['分子', 'Numerator'], denominator: ['分母', 'Denominator'], source: ['来源', 'Source'], definitionVersion: ['指标及口径版本', 'Indicator and version'], closed: ['月份已关账', 'Months closed'], knownAt: ['数据时间', 'Known at'], evidence: ['依据', 'Evidence'],
  yes: ['是', 'Yes'], no: ['否', 'No'], firstTotal: ['申诉前 {total}', 'before appeals {total}'], scores: ['得分表', 'Scores'], scoresHint: ['点开任一数字查看公式、数据和版本', 'Open a number for its formula, inputs and version'],
  notScored: ['尚未计分', 'Not scored yet'], vetoes: ['否决项', 'Vetoes'], spread: ['缺项分担', 'Spread of missing items'], veto: ['否决扣减', 'Veto'], watch: ['监测', 'Watched'], openScore: ['查看 {member} {item} 的公式', 'Open the formula of {item} of {member}'],
  history: ['办理记录', 'History'], when: ['时间', 'When'], by: ['办理人', 'By'], reason: ['理由', 'Reason'], act: ['事项', 'Act'], manual: ['人工评分', 'Manual values'], entered: ['{count} 项已登记', '{count} entered'], pdf: ['下载 PDF', 'PDF'], sheet: ['下载 Excel', 'Excel'],
  claimed: ['主张数值', 'Value claimed'], granted: ['采纳数值', 'Value granted'], answerUntil: ['答复期限', 'Answer by'], decision: ['答复', 'Decision'], uphold: ['采纳', 'Uphold'], reject: ['不采纳', 'Reject'], before: ['申诉前总分', 'Total before'], after: ['重新计分', 'Scored anew'],
  purpose: ['用途', 'Purpose'], about: ['内容', 'About'], usedOn: ['日期', 'Day'], draftScheme: ['起草方案', 'Draft a scheme'], save: ['保存草稿', 'Keep as draft'], adopt: ['批准', 'Adopt'], retire: ['停用', 'Retire'], check: ['检查', 'Check'], noFaults: ['没有错误', 'No faults'], line: ['第 {line} 行', 'line {line}'],
  schemeText: ['方案正文（YAML）', 'Text of the scheme (YAML)'], preview: ['预览', 'Preview'], function: ['计分方法', 'Function'], basedOn: ['以此为底稿', 'Draft from this'],
});

export const stateWords = defineMessages({
  draft: ['草稿', 'Draft'], adopted: ['已批准', 'Adopted'], retired: ['已停用', 'Retired'], 'inputs-frozen': ['数据已冻结', 'Inputs frozen'], scored: ['已计分', 'Scored'], published: ['已公布', 'Published'], final: ['已定案', 'Final'], frozen: ['已锁定', 'Frozen'],
  cancelled: ['已作废', 'Cancelled'], filed: ['待答复', 'Filed'], upheld: ['已采纳', 'Upheld'], rejected: ['未采纳', 'Rejected'], sampled: ['已抽样', 'Sampled'], open: ['进行中', 'Open'], closed: ['已结束', 'Closed'],
});

export const purposeWords = defineMessages({
  payment: ['医保支付', 'Insurance payment'], pay: ['绩效工资', 'Performance pay'], posts: ['人事任免', 'Appointments'], awards: ['评优评先', 'Awards'], study: ['进修', 'Study'], promotion: ['晋升', 'Promotion'], funding: ['财政投入', 'Funding'], planning: ['规划立项', 'Planning'],
});
export const sourceWords = defineMessages({ indicator: ['指标', 'Indicator'], manual: ['人工评分', 'Manual'], appeal: ['申诉采纳', 'Granted on appeal'], none: ['无值', 'No value'] });
export const scoringWords = defineMessages({ threshold: ['达标', 'Threshold'], linear: ['线性', 'Linear'], bands: ['分档', 'Bands'], percentile: ['排位', 'Percentile'], improvement: ['进步', 'Improvement'] });

export const surveyMessages = defineMessages({
  kind: ['类型', 'Kind'], outpatient: ['门诊患者', 'Outpatients'], inpatient: ['住院患者', 'Inpatients'], staff: ['职工', 'Staff'], month: ['月份', 'Month'], invited: ['受邀', 'Invited'], answered: ['已答', 'Answered'], asked: ['已发', 'Asked'], rate: ['应答率', 'Response'],
  plan: ['制定调查', 'Plan a survey'], questionnaire: ['问卷', 'Questionnaire'], perSite: ['每机构人数', 'Persons a site'], quietDays: ['不重复天数', 'Quiet days'], cellMin: ['最少显示份数', 'Hide below'], channels: ['渠道', 'Channels'], seed: ['随机种子', 'Seed'],
  portal: ['居民门户', 'Portal'], paper: ['纸质填答码', 'Code on paper'], telephone: ['电话', 'Telephone'], tablet: ['平板', 'Tablet'], draw: ['抽样', 'Draw the sample'], openIt: ['开始', 'Open'], close: ['结束', 'Close'], issue: ['发放填答码', 'Issue codes'],
  codesOnce: ['填答码只显示这一次，请打印后发放', 'Codes are shown once: print them now'], count: ['数量', 'Number'], frame: ['可抽', 'Frame'], drawn: ['抽取', 'Drawn'], mean: ['满意度', 'Satisfaction'], hidden: ['人数少，不显示', 'hidden: too few'], sites: ['各机构', 'Sites'], byChannel: ['各渠道', 'Channels'],
  freeWords: ['意见与建议', 'In free words'], wordsAfterClose: ['调查结束后显示', 'Shown when the survey has ended'], questions: ['各题回答', 'Answers'], calls: ['电话名单', 'Calls'], call: ['拨打', 'Call'], outcome: ['结果', 'Outcome'], outcomeAnswered: ['已回答', 'Answered'], refused: ['拒绝', 'Refused'], 'never-again': ['拒绝且不再打扰', 'Refused, never again'], 'no-answer': ['无人接听', 'No answer'],
  person: ['居民', 'Resident'], attempts: ['已拨次数', 'Calls made'], questionnaires: ['问卷', 'Questionnaires'], draftQuestionnaire: ['起草问卷', 'Draft a questionnaire'], questionnaireText: ['问卷正文（YAML）', 'Text of the questionnaire (YAML)'],
  import: ['导入国家平台结果', 'Import from the national platform'], file: ['选择 Excel 或 CSV 文件', 'Choose an Excel or CSV file'], organisationColumn: ['机构所在列名', 'Heading of the organisation'], meanColumn: ['得分所在列名', 'Heading of the score'], validColumn: ['有效份数所在列名', 'Heading of valid questionnaires'],
  kindColumn: ['类型所在列名', 'Heading of the kind'], monthColumn: ['月份所在列名', 'Heading of the month'], loaded: ['{loaded} 行已导入，{refused} 行未导入', '{loaded} rows taken, {refused} refused'], row: ['行', 'Row'], column: ['列', 'Column'], why: ['原因', 'Why'],
});
