import type { ModuleContract } from '#platform/kernel/contract.ts';
import { defineControlLot, listControlLots, listExternalRounds, recordControl, recordExternalRound } from './contract/control.ts';
import { addPicture, getPicture, printPathologyReport, withdrawPicture } from './contract/pictures.ts';
import {
  addPiece, countWaitingSpecimens, enterResults, getSpecimen, handOverBox, listBoxes, listReferenceItems, listSpecimens, moveSpecimen, openBox, packSpecimen, receiveBox, recordOpinion, recordTemperature, registerSpecimen, verifyResults,
} from './contract/specimens.ts';

const CLINICIANS = ['village-doctor', 'township-doctor', 'specialist', 'technician', 'laboratory-staff'] as const;

export const contract = {
  module: 'laboratory',
  title: { zh: '检验病理', en: 'Laboratory and pathology' },
  operations: {
    registerSpecimen, moveSpecimen, listSpecimens, getSpecimen, countWaitingSpecimens, openBox, packSpecimen, handOverBox, recordTemperature, receiveBox, listBoxes, enterResults, verifyResults, addPiece, recordOpinion, listReferenceItems,
    addPicture, withdrawPicture, getPicture, printPathologyReport,
    defineControlLot, recordControl, listControlLots, recordExternalRound, listExternalRounds,
  },
  permissions: {
    'laboratory.read': { zh: '查看标本与结果', en: 'See specimens and results', roles: [...CLINICIANS, 'diagnostic-reader'] },
    'laboratory.register': { zh: '登记标本', en: 'Register specimens', roles: CLINICIANS },
    'laboratory.move': { zh: '标本流转', en: 'Move specimens', roles: CLINICIANS },
    'laboratory.pack': { zh: '装箱与转运', en: 'Pack and ship', roles: CLINICIANS },
    'laboratory.analyse': { zh: '接收与检测', en: 'Receive and analyse', roles: ['laboratory-staff'] },
    'laboratory.verify': { zh: '审核结果与质控', en: 'Verify results and control', roles: ['laboratory-staff'] },
    'laboratory.read-control': { zh: '查看质控', en: 'See quality control', roles: ['laboratory-staff', 'consortium-office', 'health-bureau'] },
  },
  problems: {
    'laboratory.wrong-state': { kind: 'conflict', zh: '标本或转运箱当前状态不能办理此事项，请刷新后再看。', en: 'The specimen or box is not in a state for this. Refresh to see what can be done now.' },
    'laboratory.no-organisation': { kind: 'business-rule', zh: '请先选择所代表的机构。', en: 'Act for an organisation first.' },
    'laboratory.code-taken': { kind: 'conflict', zh: '管码或箱码已在使用，请换一个。', en: 'The code of tube or box is in use. Take another.' },
    'laboratory.reason-missing': { kind: 'invalid', zh: '退回标本须选择原因。', en: 'Say why the specimen is rejected.' },
    'laboratory.item-unknown': { kind: 'invalid', zh: '没有这个检验项目，请从项目表选择。', en: 'There is no such item. Choose one of the table.' },
    'laboratory.unit-differs': { kind: 'invalid', zh: '仪器结果的单位与项目表不同，未接收。请在仪器或映射中改用项目表的单位。', en: 'The unit of a result differs from the table of items, and nothing was taken. Set the analyser or its mapping to the unit of the table.' },
    'laboratory.other-person': { kind: 'business-rule', zh: '仪器结果上的姓名与该管码登记的患者不同，未接收，请核对标签。', en: 'The name on the results is not the name that the tube is registered for. Nothing was taken: check the labels.' },
    'laboratory.same-person': { kind: 'business-rule', zh: '录入人不能审核自己录入的结果，请由另一人审核。', en: 'Whoever entered a result does not verify it. Another person does.' },
    'laboratory.control-out': { kind: 'business-rule', zh: '该项目最近一次质控失控，纠正并重做质控后再审核。', en: 'The last control of this item is out. Correct, repeat the control, then verify.' },
    'laboratory.not-pathology': { kind: 'business-rule', zh: '只有病理标本有蜡块、玻片和病理意见。', en: 'Only specimens of pathology have blocks, slides and opinions.' },
    'laboratory.parent-unknown': { kind: 'invalid', zh: '玻片须属于该标本的一个蜡块。', en: 'A slide belongs to a block of this specimen.' },
    'laboratory.piece-unknown': { kind: 'invalid', zh: '请选择图片所属的蜡块或玻片。', en: 'Choose the block or slide that the picture shows.' },
    'laboratory.no-picture': { kind: 'invalid', zh: '文件不是 JPEG 或 PNG 图片。', en: 'The file is no JPEG or PNG picture.' },
    'laboratory.picture-taken': { kind: 'conflict', zh: '报告中已有这张图片。', en: 'The report has this picture already.' },
    'laboratory.pictures-full': { kind: 'business-rule', zh: '一份报告最多 24 张图片，请先撤下不用的。', en: 'A report has at most 24 pictures. Take one out first.' },
    'laboratory.wrong-times': { kind: 'invalid', zh: '固定时间不能早于离体时间，也不能在将来。', en: 'Fixation is neither before excision nor in the future.' },
  },
  events: {
    'laboratory.specimen-registered': { zh: '标本已登记', en: 'A specimen was registered' },
    'laboratory.specimen-moved': { zh: '标本已流转', en: 'A specimen moved on' },
    'laboratory.specimen-packed': { zh: '标本已装箱', en: 'A specimen was packed' },
    'laboratory.box-opened': { zh: '启用转运箱', en: 'A box was opened' },
    'laboratory.box-handed-over': { zh: '转运箱已交接', en: 'A box was handed over' },
    'laboratory.box-received': { zh: '转运箱已签收', en: 'A box was received' },
    'laboratory.temperature-recorded': { zh: '箱温已记录', en: 'A temperature was recorded' },
    'laboratory.results-entered': { zh: '结果已录入', en: 'Results were entered' },
    'laboratory.result-verified': { zh: '结果已审核', en: 'Results were verified' },
    'laboratory.piece-added': { zh: '蜡块或玻片已登记', en: 'A block or slide was added' },
    'laboratory.picture-added': { zh: '病理图片已添加', en: 'A picture was added' },
    'laboratory.picture-withdrawn': { zh: '病理图片已撤下', en: 'A picture was taken out of the report' },
    'laboratory.opinion-recorded': { zh: '病理意见已记录', en: 'An opinion was recorded' },
    'laboratory.control-lot-defined': { zh: '质控批号已登记', en: 'A lot of control material was defined' },
    'laboratory.control-recorded': { zh: '质控值已录入', en: 'A control value was recorded' },
    'laboratory.external-round-recorded': { zh: '室间质评已登记', en: 'An external round was recorded' },
  },
} as const satisfies ModuleContract;
