import type { Text } from '#platform/kernel/problem.ts';

/** Rooms that a pack may name as the place of an answer, with the words that people read; a test holds it against the folders of `modules/`. */
export const ROOMS: Readonly<Record<string, Text>> = {
  assessment: { zh: '绩效考核', en: 'Assessment' },
  casemix: { zh: '病组管理', en: 'Case mix' },
  consortium: { zh: '联合体', en: 'Consortium' },
  ecg: { zh: '心电', en: 'ECG' },
  exchange: { zh: '数据交换', en: 'Exchange' },
  governance: { zh: '议事与决议', en: 'Governance' },
  'health-record': { zh: '健康档案', en: 'Health record' },
  imaging: { zh: '医学影像', en: 'Imaging' },
  indicators: { zh: '指标', en: 'Indicators' },
  laboratory: { zh: '检验病理', en: 'Laboratory' },
  payment: { zh: '医保支付', en: 'Payment' },
  recognition: { zh: '结果互认', en: 'Recognition' },
  referral: { zh: '双向转诊', en: 'Referral' },
  regions: { zh: '地区政策', en: 'Regions' },
  residents: { zh: '居民主索引', en: 'Residents' },
  scheduling: { zh: '预约与床位', en: 'Scheduling' },
  'shared-diagnosis': { zh: '共享诊断', en: 'Shared diagnosis' },
  'task-ledger': { zh: '任务台账', en: 'Task ledger' },
};
