import { defineMessages } from '#platform/web/text/messages.ts';

export const clinicMessages = defineMessages({
  clinics: ['出诊与号源', 'Clinic hours'],
  newClinic: ['开设门诊', 'Open a clinic'],
  clinicName: ['门诊名称', 'Name of the clinic'],
  room: ['诊室', 'Room'],
  search: ['门诊或医生姓名', 'Clinic or doctor'],
  nothing: ['没有符合条件的门诊', 'No clinic fits'],
  nothingNext: ['调整筛选，或开设门诊。', 'Change the filters, or open a clinic.'],
  open: ['开放', 'Open'],
  closed: ['关闭', 'Closed'],
  publish: ['发布出诊', 'Publish a session'],
  from: ['开始（HH:MM）', 'From (HH:MM)'],
  until: ['结束（HH:MM）', 'Until (HH:MM)'],
  minutes: ['每号分钟数', 'Minutes per slot'],
  openQuota: ['每时段普通号', 'Open seats per slot'],
  referralQuota: ['每时段转诊号', 'Referral seats per slot'],
  contractQuota: ['每时段签约号', 'Contracted seats per slot'],
  releaseHours: ['提前几小时释放保留号', 'Release kept seats, hours before'],
  cancelSession: ['停诊', 'Cancel'],
  cancelled: ['已停诊', 'Cancelled'],
  releasedAt: ['保留号已释放', 'Kept seats released'],
  releaseAt: ['保留号释放时间', 'Kept seats are released at'],
  changeQuota: ['调整配额', 'Change quotas'],
  slotPast: ['{time} 已过', '{time}, past'],
  slotWord: ['{time} 可约 {free}', '{time}, {free} free'],
  previousWeek: ['上一周', 'Previous week'],
  nextWeek: ['下一周', 'Next week'],
  thisWeek: ['本周', 'This week'],
  week: ['{from} 起一周', 'Week from {from}'],
  noSession: ['无出诊', 'No session'],
  noPermission: ['需联合体办公室、转诊专员或专科医生办理', 'Done by the consortium office, a referral coordinator or a specialist'],
});

export const WEEKDAYS = [
  { zh: '周一', en: 'Mon' }, { zh: '周二', en: 'Tue' }, { zh: '周三', en: 'Wed' }, { zh: '周四', en: 'Thu' }, { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' }, { zh: '周日', en: 'Sun' },
] as const;
