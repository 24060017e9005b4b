import type { ModuleContract } from '#platform/kernel/contract.ts';
import { addEquivalence, endEquivalence, endRecognitionItem, listDeclineReasons, listEquivalences, listQualityMarks, listRecognitionItems, publishRecognitionItem, recordQualityMark, withdrawQualityMark } from './contract/catalogue.ts';
import { answerOffer, checkRecognition, declineRecognition, listRecognitionDecisions, offerRecognition, recogniseResult, recognitionStatistics } from './contract/decisions.ts';

const doctors = ['village-doctor', 'township-doctor', 'specialist'];
const office = ['consortium-office'];
const watchers = ['consortium-office', 'health-bureau', 'insurance-office', 'insurance-bureau'];

export const contract = {
  module: 'recognition',
  title: { zh: '结果互认', en: 'Mutual recognition' },
  operations: {
    publishRecognitionItem, endRecognitionItem, listRecognitionItems, addEquivalence, endEquivalence, listEquivalences, recordQualityMark, withdrawQualityMark, listQualityMarks, listDeclineReasons,
    checkRecognition, offerRecognition, answerOffer, recogniseResult, declineRecognition, listRecognitionDecisions, recognitionStatistics,
  },
  permissions: {
    'recognition.read-catalogue': { zh: '查看互认目录', en: 'Read the catalogue', roles: [...doctors, ...watchers, 'diagnostic-reader', 'laboratory-staff', 'technician'] },
    'recognition.publish-item': { zh: '发布互认项目', en: 'Publish items', roles: office },
    'recognition.end-item': { zh: '停用互认项目', en: 'End items', roles: office },
    'recognition.add-equivalence': { zh: '登记等同关系', en: 'Record equivalences', roles: office },
    'recognition.end-equivalence': { zh: '停用等同关系', en: 'End equivalences', roles: office },
    'recognition.record-quality': { zh: '登记质评结果', en: 'Record quality results', roles: office },
    'recognition.withdraw-quality': { zh: '撤销质评结果', en: 'Withdraw quality results', roles: office },
    'recognition.check': { zh: '查找可互认结果', en: 'Look for earlier results', roles: doctors },
    'recognition.offer': { zh: '向外部系统提示', en: 'Offer to outside systems', roles: doctors },
    'recognition.answer-offer': { zh: '答复外部提示', en: 'Answer offers', roles: doctors },
    'recognition.recognise': { zh: '互认结果', en: 'Recognise results', roles: doctors },
    'recognition.decline': { zh: '不予互认', en: 'Decline results', roles: doctors },
    'recognition.read-decisions': { zh: '查看互认记录', en: 'Read decisions', roles: [...doctors, ...office] },
    'recognition.read-statistics': { zh: '查看互认统计', en: 'Read statistics', roles: watchers },
  },
  problems: {
    'recognition.unknown': { kind: 'not-found', zh: '没有这条记录，或不在您的范围内。', en: 'There is no such entry in your scope.' },
    'recognition.version-overlaps': { kind: 'conflict', zh: '该项目在这段时间已有版本，请先停用。', en: 'The item has a version in that time; end it first.' },
    'recognition.already-ended': { kind: 'conflict', zh: '已经停用。', en: 'It has ended already.' },
    'recognition.period-reversed': { kind: 'invalid', zh: '结束日期早于开始日期。', en: 'The end is before the beginning.' },
    'recognition.already-equivalent': { kind: 'conflict', zh: '该等同关系已登记。', en: 'This equivalence is recorded already.' },
    'recognition.same-code': { kind: 'invalid', zh: '两个代码相同。', en: 'The two codes are the same.' },
    'recognition.quality-overlaps': { kind: 'conflict', zh: '同一机构、类别和项目在这段时间已有质评结果。', en: 'There is a result for the organisation, kind and item in that time already.' },
    'recognition.already-withdrawn': { kind: 'conflict', zh: '该质评结果已撤销。', en: 'This quality result is withdrawn already.' },
    'recognition.withdrawal-outside': { kind: 'business-rule', zh: '撤销日期须在该质评结果的有效期间内。', en: 'Withdraw it from a day of its own period.' },
    'recognition.not-recognisable': { kind: 'business-rule', zh: '该结果不符合互认条件（目录、范围、质评或有效期），请重新查找。', en: 'The result does not meet the rules of recognition; look again.' },
    'recognition.decided-already': { kind: 'conflict', zh: '本机构已对该结果作出同样决定。', en: 'This organisation has decided the same already.' },
    'recognition.reason-unknown': { kind: 'business-rule', zh: '请从法定情形中选择不予互认的原因。', en: 'Choose one of the legal reasons to decline.' },
    'recognition.note-missing': { kind: 'business-rule', zh: '该情形须写明具体理由。', en: 'This reason needs words of its own.' },
    'recognition.patient-not-informed': { kind: 'business-rule', zh: '不予互认须先向患者说明理由。', en: 'Explain to the patient first why the result is not recognised.' },
    'recognition.no-hook': { kind: 'not-found', zh: '没有这个 CDS Hooks 服务。', en: 'There is no such CDS Hooks service.' },
    'recognition.hook-invalid': { kind: 'invalid', zh: 'CDS Hooks 请求不完整，请更正列出的位置。', en: 'The CDS Hooks request is not complete; correct the places listed.' },
  },
  events: {
    'recognition.item-published': { zh: '发布了互认项目', en: 'An item was published' },
    'recognition.item-ended': { zh: '停用了互认项目', en: 'An item was ended' },
    'recognition.equivalence-added': { zh: '登记了等同关系', en: 'An equivalence was recorded' },
    'recognition.equivalence-ended': { zh: '停用了等同关系', en: 'An equivalence was ended' },
    'recognition.quality-recorded': { zh: '登记了质评结果', en: 'A quality result was recorded' },
    'recognition.quality-withdrawn': { zh: '撤销了质评结果', en: 'A quality result was withdrawn' },
    'recognition.offered': { zh: '向外部系统作了互认提示', en: 'Earlier results were offered' },
    'recognition.offer-answered': { zh: '外部系统答复了提示', en: 'An offer was answered' },
    'recognition.result-recognised': { zh: '互认了结果', en: 'A result was recognised' },
    'recognition.result-declined': { zh: '未予互认', en: 'A result was declined' },
  },
} as const satisfies ModuleContract;
