import { defineMessages } from '#platform/web/text/messages.ts';

export const panelMessages = defineMessages({
  panels: ['按人头付费', 'Capitation'],
  panel: ['人头组', 'Panel'],
  heads: ['人数', 'Heads'],
  perHead: ['人头标准（元/年）', 'A head and year (CNY)'],
  payment: ['当月应付', 'Due for the month'],
  record: ['登记人数', 'Record heads'],
  pay: ['计算当月', 'Calculate a month'],
  payWhy: ['各机构人数 × 人头标准 ÷ 12；公布后人数不再改动，作废后可重新登记。', 'Heads × amount ÷ 12 for each institution. Heads are fixed once calculated; void the run to record them anew.'],
  fixed: ['已计算', 'Calculated'],
  open: ['可改', 'Open'],
  next: ['登记各机构各人头组的人数后计算。', 'Record the heads of each panel and institution, then calculate.'],
});
