import type { ModuleContract } from '#platform/kernel/contract.ts';
import {
  acknowledgeIndicatorAlert, assignIndicatorAlert, closeIndicatorAlert, countIndicatorAlerts, endIndicatorBand, listIndicatorAlerts, listIndicatorBands, listIndicatorWatchers, noteIndicatorAlert, setIndicatorBand,
} from './contract/alerts.ts';
import * as operations from './contract/operations.ts';
import { getIndicatorMatrix, getReferralFlows } from './contract/views.ts';

const {
  approveIndicatorValue, closeIndicatorPeriod, dueIndicatorEntries, enterIndicatorValue, exportIndicators, getCockpit, getIndicatorCard, listIndicatorCases, listIndicatorEntries, listIndicatorPeriods, listIndicators, loadIndicatorFile,
  restateIndicator, returnIndicatorValue,
} = operations;
const OFFICES = ['consortium-office', 'health-bureau'] as const;

export const contract = {
  module: 'indicators',
  title: { zh: '指标', en: 'Indicators' },
  operations: {
    listIndicators, getCockpit, getIndicatorCard, listIndicatorCases, listIndicatorEntries, dueIndicatorEntries, listIndicatorPeriods, exportIndicators, enterIndicatorValue, loadIndicatorFile, approveIndicatorValue, returnIndicatorValue,
    closeIndicatorPeriod, restateIndicator, getReferralFlows, getIndicatorMatrix, listIndicatorBands, listIndicatorAlerts, countIndicatorAlerts, listIndicatorWatchers, setIndicatorBand, endIndicatorBand, acknowledgeIndicatorAlert,
    assignIndicatorAlert, noteIndicatorAlert, closeIndicatorAlert,
  },
  permissions: {
    'indicators.read': { zh: '查看指标', en: 'Read indicators', roles: [...OFFICES, 'insurance-bureau', 'insurance-office'] },
    'indicators.cases': { zh: '查看数字背后的病例', en: 'See the cases behind a number', roles: OFFICES },
    'indicators.enter': { zh: '填报指标', en: 'Enter values', roles: [...OFFICES, 'insurance-office'] },
    'indicators.approve': { zh: '审核填报', en: 'Approve entered values', roles: OFFICES },
    'indicators.watch': { zh: '设定预警与转交', en: 'Set bands and give alerts to persons', roles: OFFICES },
    'indicators.answer-alert': { zh: '处理预警', en: 'Answer alerts', roles: [...OFFICES, 'insurance-bureau', 'insurance-office'] },
    'indicators.close': { zh: '关账与重述', en: 'Close months and restate', roles: OFFICES },
  },
  problems: {
    'indicators.unknown': { kind: 'not-found', zh: '没有这个指标或记录。', en: 'There is no such indicator or record.' },
    'indicators.no-organisation': { kind: 'invalid', zh: '请指明机构。', en: 'Name an organisation.' },
    'indicators.no-period': { kind: 'invalid', zh: '期间应为完整的一个月、一个季度或一年。', en: 'The period must be a whole month, quarter or year.' },
    'indicators.computed': { kind: 'business-rule', zh: '该指标由系统计算，不能填报；如需更正已关账数字，请用重述。', en: 'This indicator is computed and takes no entries; a frozen number is corrected by a restatement.' },
    'indicators.already-entered': { kind: 'conflict', zh: '该机构该月已有一条待审核的填报，请先审核或退回。', en: 'A value for this site and month waits for approval. Approve or return it first.' },
    'indicators.period-closed': { kind: 'conflict', zh: '该月已关账，请由医共体办公室或卫健局重述。', en: 'This month is closed. The consortium office or the health bureau can restate it.' },
    'indicators.period-open': { kind: 'conflict', zh: '该月尚未关账，没有可重述的数字。', en: 'This month is not closed: there is no frozen number to restate.' },
    'indicators.period-not-over': { kind: 'business-rule', zh: '该月尚未结束，月末之后才能关账。', en: 'This month is not over. It can be closed after its last day.' },
    'indicators.wrong-state': { kind: 'conflict', zh: '该填报已处理。', en: 'This entry has been decided.' },
    'indicators.same-person': { kind: 'business-rule', zh: '填报人不能审核自己的填报，请由另一人审核。', en: 'Whoever entered a value cannot decide on it. Another person must.' },
    'indicators.band-live': { kind: 'conflict', zh: '该指标已有生效的预警区间，请先停用。', en: 'This indicator is watched already. End that band first.' },
    'indicators.band-empty': { kind: 'business-rule', zh: '请至少给出下限、上限或偏离倍数之一，且下限不高于上限；定性指标不能预警。', en: 'Give a lower or an upper bound or a number of deviations, the lower not above the upper; what has no number is not watched.' },
    'indicators.no-watcher': { kind: 'business-rule', zh: '该人员没有处理预警的权限或不在本机构范围内，请另选。', en: 'This person may not answer alerts or belongs to no organisation of yours. Choose another.' },
    'indicators.alert-state': { kind: 'conflict', zh: '该预警的状态不允许此操作。', en: 'The alert is not in a state for this.' },
    'indicators.not-assignee': { kind: 'business-rule', zh: '该预警已指定他人处理；可由有转交权限的人转交。', en: 'The alert is for another person. Whoever may assign it can give it to you.' },
    'indicators.file-refused': { kind: 'invalid', zh: '文件有误，一行也未导入。请按行号改正后重新导入整个文件。', en: 'The file has faults and nothing of it was taken. Correct the lines named and load the whole file again.' },
  },
  events: {
    'indicators.value-entered': { zh: '指标已填报', en: 'A value was entered' },
    'indicators.file-loaded': { zh: '指标文件已导入', en: 'A file of values was loaded' },
    'indicators.value-approved': { zh: '填报已通过', en: 'A value was approved' },
    'indicators.value-returned': { zh: '填报已退回', en: 'A value was returned' },
    'indicators.period-closed': { zh: '指标已关账', en: 'A month was closed' },
    'indicators.band-set': { zh: '已设定预警区间', en: 'A band was set' },
    'indicators.band-ended': { zh: '预警区间已停用', en: 'A band was ended' },
    'indicators.alert-raised': { zh: '指标预警', en: 'A value left its band' },
    'indicators.alert-acknowledged': { zh: '预警已接收', en: 'An alert was acknowledged' },
    'indicators.alert-assigned': { zh: '预警已转交', en: 'An alert was given to another person' },
    'indicators.alert-noted': { zh: '预警已记录核查', en: 'A note was added to an alert' },
    'indicators.alert-closed': { zh: '预警已办结', en: 'An alert was closed' },
    'indicators.restated': { zh: '指标已重述', en: 'A frozen value was restated' },
  },
} as const satisfies ModuleContract;
