import { defineMessages } from '#platform/web/text/messages.ts';

export const scoreMessages = defineMessages({
  scores: ['锁定得分', 'Frozen scores'],
  record: ['凭决议录入', 'Enter by decision'],
  organisation: ['单位', 'Institution'],
  score: ['得分', 'Score'],
  full: ['满分', 'Full score'],
  source: ['来源', 'Source'],
  assessment: ['考核锁定', 'Assessment'],
  file: ['决议录入', 'Decision'],
  decisionHint: ['仅列资金类和一般类决议。没有时，请先在“议事与决议”中开会表决。', 'Resolutions about money and general matters. Is there none, hold the meeting under governance first.'],
  decision: ['决议号', 'Decision number'],
  scheme: ['方案', 'Scheme'],
  at: ['时间', 'Recorded'],
  add: ['增加单位', 'Add an institution'],
  nothing: ['没有锁定的得分', 'No frozen scores'],
  nothingNext: ['考核锁定得分后自动出现；也可凭决议号录入。清算系数与包干分配只用这里的得分。', 'They come when the assessment freezes them, or are entered by a decision. Clearing and division use only these.'],
  take: ['取出院病例', 'Take discharges'],
  taking: ['已取 {taken} 例，拒收 {refused} 例', '{taken} taken, {refused} refused'],
  takeWhy: ['按病组管理室的分组结果取当月出院病例，计分后进入结算；没有病组或没有自付金额的病例会列出。', 'Takes the discharges of the month with the groups of the case-mix room and scores them; those without group or without what the patient paid are listed.'],
  row: ['病例', 'Case'], reason: ['原因', 'Reason'], none: ['没有拒收', 'None refused'], stop: ['停止', 'Stop'],
});
