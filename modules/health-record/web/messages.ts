import type { TimelineKind } from '../contract.ts';
import { defineMessages } from '#platform/web/text/messages.ts';

export const kindMessages = defineMessages<TimelineKind>({
  visit: ['门诊', 'Visit'],
  admission: ['住院', 'Admission'],
  diagnosis: ['诊断', 'Diagnosis'],
  measurement: ['检查检验值', 'Measurement'],
  report: ['报告与影像', 'Report'],
  medication: ['用药', 'Medicine'],
  procedure: ['操作与手术', 'Procedure'],
  immunisation: ['预防接种', 'Immunisation'],
  allergy: ['过敏', 'Allergy'],
  plan: ['照护计划', 'Care plan'],
  referral: ['转诊', 'Referral'],
  document: ['文书', 'Document'],
});

export const messages = defineMessages({
  record: ['健康档案', 'Health record'],
  timeline: ['时间轴', 'Timeline'],
  trends: ['趋势', 'Trends'],
  allKinds: ['全部', 'All'],
  kind: ['类别', 'Kind'],
  from: ['起', 'From'],
  until: ['止', 'Until'],
  organisation: ['机构', 'Organisation'],
  everyOrganisation: ['全部机构', 'Every organisation'],
  shown: ['共 {total} 条', '{total} items'],
  hidden: ['另有 {count} 条需要授权才能查看', '{count} more items need a permission'],
  hiddenWhy: [
    '属于敏感内容或其他机构的记录。经居民授权或产生诊疗关系后即可查看。',
    'They are sensitive or belong to others. The resident’s consent or a treatment relation opens them.',
  ],
  more: ['显示更早的记录', 'Show earlier items'],
  nothing: ['没有符合条件的记录', 'Nothing matches'],
  nothingNext: ['放宽日期或类别后再看。', 'Widen the dates or choose another kind.'],
  undated: ['日期不详', 'No date'],
  problems: ['现存诊断', 'Problems'],
  medications: ['当前用药', 'Medicines now'],
  allergies: ['过敏', 'Allergies'],
  sources: ['记录来源', 'Sources'],
  none: ['无记录', 'None recorded'],
  since: ['自 {date}', 'since {date}'],
  itemsCount: ['{count} 条', '{count} items'],
  basis: ['查看依据：{basis}', 'Seen because of: {basis}'],
  replaced: ['此档案已合并到另一份档案。', 'This record was merged into another one.'],
  openReplacement: ['打开合并后的档案', 'Open the surviving record'],
  chooseTrend: ['选择指标', 'Measurement'],
  truncated: ['只绘制最近 500 个点。', 'The newest 500 points are drawn.'],
  access: ['访问记录', 'Who looked'],
  accessOf: ['谁看过这份档案', 'Who looked at this record'],
  who: ['人员', 'Person'],
  when: ['时间', 'Time'],
  what: ['操作', 'Action'],
  why: ['依据', 'Ground'],
  outcome: ['结果', 'Outcome'],
  success: ['已允许', 'Allowed'],
  refused: ['已拒绝', 'Refused'],
  noAccess: ['还没有人看过', 'Nobody has looked yet'],
});

const basisMessages = defineMessages({
  treatment: ['诊疗关系', 'treatment'],
  referral: ['转诊', 'referral'],
  contract: ['家庭医生签约', 'family-doctor contract'],
  'shared-centre': ['共享中心任务', 'shared-centre task'],
  secondment: ['下派', 'secondment'],
  consent: ['居民授权', 'consent'],
  emergency: ['急救', 'emergency'],
  registration: ['建档登记', 'registration'],
  'own-record': ['本人', 'own record'],
  'every-organisation': ['平台', 'platform'],
  'own-items': ['本机构记录', 'own organisation’s items'],
});

/** The words for a ground of access; an unknown one is shown as it is. */
export const basisText = (basis: string | null): { zh: string; en: string } =>
  basis !== null && basis in basisMessages ? basisMessages[basis as keyof typeof basisMessages] : { zh: basis ?? '—', en: basis ?? '—' };
