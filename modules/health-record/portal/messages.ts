import { defineMessages } from '#platform/web/text/messages.ts';
import type { TimelineKind } from '../contract.ts';

/** Plainer words than the staff's. */
export const kindMessages = defineMessages<TimelineKind>({
  visit: ['看病', 'Visit'],
  admission: ['住院', 'Hospital stay'],
  diagnosis: ['诊断', 'Diagnosis'],
  measurement: ['测量和化验', 'Measurement or test'],
  report: ['检查报告', 'Report'],
  medication: ['用药', 'Medicine'],
  procedure: ['治疗和手术', 'Treatment'],
  immunisation: ['打疫苗', 'Vaccination'],
  allergy: ['过敏', 'Allergy'],
  plan: ['健康计划', 'Plan'],
  referral: ['转诊', 'Referral'],
  document: ['病历文书', 'Document'],
});

export const messages = defineMessages({
  ownRecord: ['我的档案', 'My record'],
  ownAccess: ['谁看过我的档案', 'Who looked at my record'],
  accessHint: [
    '每一次查看都会记录在这里。看到不认识的机构，可向任一成员单位的隐私专员询问。',
    'Every look is listed here. If you do not know an organisation, ask the privacy officer of any member.',
  ],
  allergies: ['过敏', 'Allergies'],
  problems: ['现有的病', 'Conditions'],
  medications: ['正在用的药', 'Medicines'],
  none: ['没有记录', 'None recorded'],
  total: ['共 {total} 条记录', '{total} entries'],
  more: ['看更早的', 'Earlier'],
  nobody: ['还没有人看过', 'Nobody has looked yet'],
  refused: ['被拒绝', 'refused'],
  yourself: ['您本人', 'You yourself'],
  unknownPlace: ['平台', 'Platform'],
});
