import type { DiseaseListEntry } from './types.ts';

type Row = readonly [level: DiseaseListEntry['level'], action: DiseaseListEntry['action'], icdFrom: string, icdTo: string, name: string, criterion: string, days?: number];

/**
 * Function and disease list of each level (domain.md R008, 4.1). The suggested days of the accept-down rows are those the tier list of one province
 * publishes; they are data of this fictional county, not a rule of the platform.
 */
const ROWS: readonly Row[] = [
  ['village', 'treat', 'J00', 'J06', '急性上呼吸道感染', '体温低于39℃，无呼吸困难'],
  ['village', 'treat', 'A09', 'A09', '急性胃肠炎', '无脱水表现'],
  ['village', 'treat', 'I10', 'I10', '高血压稳定期随访', '血压低于140/90 mmHg，无并发症'],
  ['village', 'treat', 'E11', 'E11', '2型糖尿病稳定期随访', '空腹血糖低于7.0 mmol/L'],
  ['village', 'treat', 'M54', 'M54', '腰背痛', '无神经压迫体征'],
  ['village', 'refer-up', 'I20', 'I25', '缺血性心脏病', '胸痛超过15分钟不缓解，立即上转'],
  ['village', 'refer-up', 'I60', 'I64', '脑血管病', '起病4.5小时以内走卒中绿色通道'],
  ['village', 'refer-up', 'O00', 'O99', '妊娠相关疾病', '任何妊娠期异常'],
  ['township', 'treat', 'J00', 'J06', '急性上呼吸道感染', '诊断明确'],
  ['township', 'treat', 'J18', 'J22', '肺炎与下呼吸道感染', '非重症，血氧饱和度不低于93%'],
  ['township', 'treat', 'J44', 'J44', '慢性阻塞性肺疾病稳定期', '无呼吸衰竭'],
  ['township', 'treat', 'I10', 'I15', '高血压', '无靶器官损害'],
  ['township', 'treat', 'E11', 'E11', '2型糖尿病', '无急性并发症'],
  ['township', 'treat', 'K29', 'K30', '胃炎与消化不良', '无报警症状'],
  ['township', 'treat', 'K35', 'K35', '单纯性急性阑尾炎', '具备手术资质的卫生院'],
  ['township', 'treat', 'N30', 'N30', '膀胱炎', '无发热'],
  ['township', 'refer-up', 'I10', 'I15', '高血压急症或控制不佳', '血压不低于180/110 mmHg，或两种药物足量仍不达标'],
  ['township', 'refer-up', 'E10', 'E14', '糖尿病急性并发症或控制不佳', '空腹血糖不低于16.7 mmol/L或低于3.9 mmol/L，或酮症'],
  ['township', 'refer-up', 'I20', 'I25', '冠心病', '不稳定型心绞痛或疑似心肌梗死'],
  ['township', 'refer-up', 'I60', 'I69', '脑血管病', '急性期'],
  ['township', 'refer-up', 'C00', 'C97', '恶性肿瘤', '需手术、放疗或化疗'],
  ['township', 'refer-up', 'S00', 'T98', '损伤与中毒', '需要高等级手术或生命体征不稳'],
  ['township', 'refer-up', 'N18', 'N18', '慢性肾病', '3期及以上'],
  ['township', 'refer-up', 'G40', 'G41', '癫痫', '首次发作或控制不佳'],
  ['township', 'accept-down', 'I63', 'I63', '脑梗死恢复期', '病情稳定，需康复', 10],
  ['township', 'accept-down', 'J12', 'J18', '肺炎恢复期', '体温正常72小时以上', 10],
  ['township', 'accept-down', 'E11', 'E11', '2型糖尿病', '血糖达标，方案确定', 8],
  ['township', 'accept-down', 'E10', 'E10', '1型糖尿病', '胰岛素方案稳定', 9],
  ['township', 'accept-down', 'I10', 'I15', '高血压', '血压达标', 8],
  ['township', 'accept-down', 'J44', 'J44', '慢性阻塞性肺疾病', '急性加重缓解', 10],
  ['township', 'accept-down', 'I20', 'I25', '冠心病', '支架术后稳定或药物治疗稳定', 8],
  ['township', 'accept-down', 'M51', 'M51', '椎间盘突出', '保守治疗好转或术后康复', 9],
  ['township', 'accept-down', 'N18', 'N18', '慢性肾病', '病情稳定', 11],
  ['township', 'accept-down', 'N20', 'N23', '泌尿系结石', '术后稳定', 7],
  ['township', 'accept-down', 'D25', 'D25', '子宫肌瘤', '术后恢复期', 8],
  ['township', 'accept-down', 'S72', 'S72', '股骨骨折术后康复', '切口愈合良好', 12],
  ['county', 'treat', 'I20', 'I25', '冠心病', '具备介入资质'],
  ['county', 'treat', 'I60', 'I69', '脑血管病', '卒中中心'],
  ['county', 'treat', 'J12', 'J18', '肺炎', '含重症'],
  ['county', 'treat', 'K80', 'K81', '胆石症与胆囊炎', '腹腔镜手术'],
  ['county', 'treat', 'S00', 'S99', '创伤与骨折', '创伤中心'],
  ['county', 'treat', 'O80', 'O84', '分娩', '含高危妊娠'],
  ['county', 'refer-up', 'C00', 'C97', '恶性肿瘤', '需放疗或多学科综合治疗'],
  ['county', 'refer-up', 'I71', 'I71', '主动脉瘤与夹层', '需血管外科手术'],
  ['county', 'refer-up', 'Q20', 'Q28', '先天性心脏病', '需手术'],
  ['county', 'accept-down', 'C00', 'C97', '恶性肿瘤', '放化疗间歇期或姑息治疗', 11],
  ['county', 'accept-down', 'I60', 'I69', '脑血管病', '急性期后康复', 10],
  ['city', 'treat', 'C00', 'C97', '恶性肿瘤', '多学科综合治疗'],
  ['city', 'treat', 'I71', 'I71', '主动脉瘤与夹层', '血管外科'],
];

export const diseaseLists = (): DiseaseListEntry[] =>
  ROWS.map(([level, action, icdFrom, icdTo, name, criterion, days]) => ({ level, action, icdFrom, icdTo, name, criterion, suggestedDays: days ?? null }));
