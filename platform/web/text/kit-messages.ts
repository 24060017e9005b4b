import { defineMessages } from './messages.ts';

/** The kit's own words; a module brings its own. */
export const kitMessages = defineMessages({
  back: ['返回', 'Back'],
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
  minimise: ['最小化', 'Minimise'],
  workspace: ['工作区', 'Workspace'],
  loading: ['正在载入', 'Loading'],
  tryAgain: ['重试', 'Try again'],
  problemCode: ['代码 {code}', 'Code {code}'],
  since: ['进入此状态：', 'In this state since'],
  whoseMove: ['待 {who} 处理', 'Waiting for {who}'],
  timeLeft: ['剩 {span}', '{span} left'],
  overdueBy: ['超时 {span}', '{span} late'],
  patient: ['患者信息', 'Patient'],
  'sex-male': ['男', 'Male'],
  'sex-female': ['女', 'Female'],
  'sex-other': ['未说明', 'Other'],
  'sex-unknown': ['性别未知', 'Sex unknown'],
  deceased: ['已故', 'Deceased'],
  allergies: ['过敏：', 'Allergies:'],
  noAllergies: ['无已知过敏', 'No known allergies'],
  pageBroken: ['此页面出错', 'This page broke'],
  pageBrokenNext: ['其他页面不受影响，已填写的内容已保留。请重试；仍不行请刷新或联系系统管理员。', 'Other pages are fine and what you typed is kept. Try again, reload, or call the system administrator.'],
  reload: ['刷新页面', 'Reload'],
  writingInto: ['记入：', 'Writing into:'],
});
