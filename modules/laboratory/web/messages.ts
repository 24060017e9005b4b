import { defineMessages } from '#platform/web/text/messages.ts';

export const messages = defineMessages({
  specimens: ['标本', 'Specimens'], specimen: ['标本', 'Specimen'], pathology: ['病理标本', 'Pathology specimens'], boxes: ['转运箱', 'Boxes'], control: ['检验质控', 'Quality control'],
  tube: ['管码', 'Tube'], kind: ['材料', 'Material'], person: ['居民', 'Resident'], state: ['状态', 'State'], since: ['已停留', 'Since'], box: ['箱', 'Box'], part: ['类别', 'Part'], search: ['管码、姓名、材料', 'Tube, name, material'],
  nothing: ['没有符合条件的标本', 'No specimen fits'], nothingNext: ['清除筛选条件，或先登记标本', 'Clear the filters, or register one'], noBox: ['没有转运箱', 'No box'], noBoxNext: ['启用一个箱后装入标本', 'Open a box, then pack specimens'],
  where: ['我的标本在哪', 'Where is my sample'], results: ['结果', 'Results'], value: ['结果', 'Value'], range: ['参考区间', 'Reference range'], flag: ['标志', 'Flag'], previous: ['上次', 'Before'], item: ['项目', 'Item'], enter: ['录入', 'Enter'], verify: ['审核发布', 'Verify'],
  verified: ['已审核', 'Verified'], notVerified: ['待审核', 'Not verified'], label: ['标签', 'Label'], print: ['打印标签', 'Print the label'], acts: ['办理', 'Acts'], reason: ['退回原因', 'Reason'], opinions: ['病理意见', 'Opinions'], pieces: ['蜡块与玻片', 'Blocks and slides'],
  addBlock: ['加蜡块', 'Add a block'], addSlide: ['加玻片', 'Add a slide'], ischaemia: ['冷缺血', 'Cold ischaemia'], minutes: ['{minutes} 分钟', '{minutes} min'], frozen: ['术中冰冻', 'Frozen section'], road: ['转运温度', 'On the road'], alarms: ['温度报警 {count} 次', '{count} alarms'], noAlarm: ['无报警', 'No alarm'],
  courier: ['承运员', 'Courier'], temperature: ['箱温 ℃', 'Temperature °C'], record: ['记录', 'Record'], handOver: ['交接', 'Hand over'], receive: ['签收', 'Receive'], count: ['标本数', 'Specimens'], lot: ['批号', 'Lot'], level: ['水平', 'Level'], newValue: ['本次质控值', 'Control value'], chart: ['Levey-Jennings 质控图', 'Levey-Jennings chart'],
  external: ['室间质评', 'External rounds'], programme: ['计划', 'Programme'], round: ['轮次', 'Round'], target: ['靶值', 'Target'], score: ['Z 值', 'z score'], verdict: ['评价', 'Verdict'], inControl: ['在控', 'In control'], out: ['失控', 'Out of control'], noLots: ['尚无质控批号', 'No lot yet'],
  ofSite: ['这一步由采集机构办理', 'This step is taken by the site that collected it'], ofLaboratory: ['这一步由检验中心办理', 'This step is taken by the laboratory'], reasonFirst: ['先选择退回原因', 'Choose the reason first'],
  opinionKind: ['意见类别', 'Kind'], opinionText: ['内容', 'Text'], save: ['保存', 'Save'], open: ['打开', 'Open'], laboratory: ['检验', 'Laboratory'], delta: ['变化 {percent}%', 'Change {percent}%'], packTube: ['扫码装箱', 'Scan to pack'], pack: ['装箱', 'Pack'],
});
const pair = (zh: string, en: string) => ({ zh, en });
export const STATES: Readonly<Record<string, { zh: string; en: string }>> = {
  registered: pair('已登记', 'Registered'), collected: pair('已采集', 'Collected'), packed: pair('已装箱', 'Packed'), 'in-transit': pair('转运中', 'On the road'), received: pair('已接收', 'Received'), rejected: pair('已退回', 'Rejected'), analysing: pair('检测中', 'In analysis'), resulted: pair('已出结果', 'Resulted'),
  stored: pair('已保存', 'Stored'), disposed: pair('已销毁', 'Disposed of'), open: pair('装箱中', 'Open'),
};
export const ACTIONS: Readonly<Record<string, { zh: string; en: string }>> = {
  register: pair('登记', 'Register'), collect: pair('采集', 'Collect'), pack: pair('装箱', 'Pack'), unpack: pair('出箱', 'Unpack'), 'hand-over': pair('交接', 'Hand over'), receive: pair('接收', 'Receive'), reject: pair('退回', 'Reject'), analyse: pair('上机检测', 'Begin the analysis'), result: pair('审核发布', 'Verify'), store: pair('入库保存', 'Store'), dispose: pair('销毁', 'Dispose of'),
};
export const REASONS: Readonly<Record<string, { zh: string; en: string }>> = {
  haemolysis: pair('溶血', 'Haemolysis'), 'wrong-tube': pair('管型错误', 'Wrong tube'), label: pair('标签问题', 'Label'), late: pair('超时', 'Too late'), volume: pair('量不足', 'Too little'), leak: pair('渗漏', 'Leak'), temperature: pair('温度不符', 'Temperature'), clotted: pair('凝块', 'Clotted'),
};
export const OPINIONS: Readonly<Record<string, { zh: string; en: string }>> = { gross: pair('大体所见', 'Gross'), frozen: pair('冰冻诊断', 'Frozen section'), diagnosis: pair('病理诊断', 'Diagnosis'), second: pair('第二意见', 'Second opinion') };
export const VERDICTS: Readonly<Record<string, { zh: string; en: string }>> = { satisfactory: pair('满意', 'Satisfactory'), questionable: pair('可疑', 'Questionable'), unsatisfactory: pair('不满意', 'Unsatisfactory') };
export const FLAGS: Readonly<Record<string, { zh: string; en: string }>> = { L: pair('↓ 低', '↓ Low'), H: pair('↑ 高', '↑ High'), N: pair('正常', 'Normal'), U: pair('无适用区间', 'No range') };
