import { defineMessages } from '#platform/web/text/messages.ts';

export const reportMessages = defineMessages({
  title: ['号源与床位使用', 'Use of slots and beds'],
  from: ['开始日期', 'From'],
  until: ['截止日期', 'Until'],
  byPool: ['号源使用率', 'Seats used, by pool'],
  bySite: ['各机构使用情况', 'Use by site'],
  percent: ['%', '%'],
  seats: ['号源', 'Seats'],
  referral: ['转诊号', 'Referral seats'],
  missed: ['爽约', 'Missed'],
  missedTotal: ['期间爽约 {count} 次', '{count} missed in the period'],
  beds: ['床位', 'Beds'],
  occupied: ['占用', 'Occupied'],
  reserved: ['预留', 'Reserved'],
  blocked: ['停用', 'Blocked'],
  nothing: ['该时段没有号源和床位', 'No seats or beds in this period'],
});
