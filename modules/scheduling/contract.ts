import type { ModuleContract } from '#platform/kernel/contract.ts';
import { admitToBed, blockBed, createWard, dischargeBed, getBedBoard, moveBed, unblockBed } from './contract/beds.ts';
import {
  cancelSession, changeQuota, createClinic, getClinicWeek, getUtilisation, listClinics, listSlots, publishSession,
} from './contract/clinics.ts';
import { bookSlot, cancelBooking, listDaySheet, recordArrival, recordMissed } from './contract/reservations.ts';

const CLINICAL = ['village-doctor', 'township-doctor', 'specialist', 'nurse', 'referral-coordinator', 'ward-manager'] as const;
const OVERSIGHT = ['consortium-office', 'health-bureau'] as const;
const DESK = ['township-doctor', 'specialist', 'nurse', 'referral-coordinator'] as const;
const BEDS = ['ward-manager', 'nurse'] as const;
const PLAN = ['consortium-office', 'referral-coordinator', 'specialist'] as const;

export const contract = {
  module: 'scheduling',
  title: { zh: '号源与床位', en: 'Slots and beds' },
  operations: {
    createClinic, publishSession, changeQuota, cancelSession, listClinics, getClinicWeek, listSlots, getUtilisation, bookSlot, cancelBooking, recordArrival,
    recordMissed, listDaySheet, createWard, blockBed, unblockBed, admitToBed, dischargeBed, moveBed, getBedBoard,
  },
  permissions: {
    'scheduling.read': { zh: '查看号源与床位', en: 'See slots and beds', roles: [...CLINICAL, ...OVERSIGHT] },
    'scheduling.read-day-sheet': { zh: '查看本机构门诊日报', en: 'See the day sheet of the own clinics', roles: [...DESK, 'ward-manager'] },
    'scheduling.read-utilisation': { zh: '查看使用情况', en: 'See how slots and beds are used', roles: [...OVERSIGHT, 'ward-manager', 'referral-coordinator'] },
    'scheduling.create-clinic': { zh: '开设门诊', en: 'Open clinics', roles: PLAN },
    'scheduling.publish-session': { zh: '发布出诊', en: 'Publish sessions', roles: PLAN },
    'scheduling.change-quota': { zh: '调整号源配额', en: 'Change quotas', roles: PLAN },
    'scheduling.cancel-session': { zh: '停诊', en: 'Cancel sessions', roles: PLAN },
    'scheduling.book-slot': { zh: '为居民预约', en: 'Book slots for people', roles: [...DESK, 'village-doctor'] },
    'scheduling.cancel-booking': { zh: '取消预约', en: 'Cancel bookings', roles: [...DESK, 'village-doctor'] },
    'scheduling.record-arrival': { zh: '签到', en: 'Record arrivals', roles: DESK },
    'scheduling.record-missed': { zh: '登记爽约', en: 'Record missed bookings', roles: DESK },
    'scheduling.create-ward': { zh: '设立病区', en: 'Set up wards', roles: ['ward-manager', 'consortium-office'] },
    'scheduling.block-bed': { zh: '停用床位', en: 'Block beds', roles: BEDS },
    'scheduling.unblock-bed': { zh: '恢复床位', en: 'Unblock beds', roles: BEDS },
    'scheduling.admit-to-bed': { zh: '入住床位', en: 'Admit to beds', roles: BEDS },
    'scheduling.discharge-bed': { zh: '腾空床位', en: 'Discharge from beds', roles: BEDS },
    'scheduling.move-bed': { zh: '转床', en: 'Move between beds', roles: BEDS },
  },
  problems: {
    'scheduling.slot-unknown': { kind: 'not-found', zh: '没有这个号源，可能已停诊。请另选时间。', en: 'This slot does not exist or was cancelled. Choose another time.' },
    'scheduling.slot-full': { kind: 'conflict', zh: '该时段此类号源已约满或已过时，请另选时间或号源类别。', en: 'No seat of this kind is left, or the time is past. Choose another time or kind.' },
    'scheduling.already-reserved': { kind: 'conflict', zh: '已为同一事项预留了其他号源或床位，请先取消原预留。', en: 'Another slot or bed is kept for the same purpose. Release that first.' },
    'scheduling.person-has-seat': { kind: 'conflict', zh: '此人在该时段已有预约。', en: 'This person already has a seat at this time.' },
    'scheduling.person-unknown': { kind: 'not-found', zh: '没有找到此居民，请先在主索引登记。', en: 'This person is not in the index. Register the person first.' },
    'scheduling.not-a-member': { kind: 'business-rule', zh: '转诊号与签约号只向同一联合体的成员开放，请改用普通号，或由联合体办公室办理加入。', en: 'Seats for referrals and contracts are kept for members of the same consortium. Take an open seat, or ask the consortium office about membership.' },
    'scheduling.often-missed': { kind: 'business-rule', zh: '此人 180 天内爽约 3 次，不能提前预约；可当日到窗口挂号。', en: 'Three bookings were missed within 180 days. No booking ahead; the person can come on the day.' },
    'scheduling.wrong-state': { kind: 'conflict', zh: '预约当前状态不允许此操作，请刷新后查看。', en: 'The present state of the booking does not allow this. Refresh to see it.' },
    'scheduling.managed-elsewhere': { kind: 'business-rule', zh: '此预约属于转诊单，请在转诊台办理。', en: 'This booking belongs to a referral. Change it at the referral desk.' },
    'scheduling.no-free-bed': { kind: 'conflict', zh: '没有合适的空床，请另选病区或机构。', en: 'No suitable bed is free. Choose another ward or site.' },
    'scheduling.bed-unknown': { kind: 'not-found', zh: '没有这张床或这个病区。', en: 'This bed or ward does not exist.' },
    'scheduling.bed-wrong-state': { kind: 'conflict', zh: '床位当前状态不允许此操作，请刷新床位图。', en: 'The present state of the bed does not allow this. Refresh the board.' },
    'scheduling.bed-not-suitable': { kind: 'business-rule', zh: '床位与患者性别不符，请另选床位。', en: 'The bed is for the other sex. Choose another bed.' },
    'scheduling.person-has-bed': { kind: 'conflict', zh: '此人已占用另一张床，请先办理转床或腾空。', en: 'This person lies in another bed. Move or discharge first.' },
    'scheduling.kept-for-referrals': { kind: 'business-rule', zh: '剩余空床在规定时间前只留给转诊患者；病区主任可在时间过后安排，或由转诊专员接收转诊。', en: 'The beds left are kept for referrals until the hour set for the ward. Wait until then, or have the person referred.' },
    'scheduling.clinic-exists': { kind: 'conflict', zh: '本机构已有同名门诊。', en: 'A clinic of this name exists here.' },
    'scheduling.ward-exists': { kind: 'conflict', zh: '本机构已有同名病区。', en: 'A ward of this name exists here.' },
    'scheduling.session-overlaps': { kind: 'conflict', zh: '与该门诊已发布的出诊时间重叠，请调整时间。', en: 'The time overlaps with a session already published for the clinic.' },
    'scheduling.session-impossible': { kind: 'invalid', zh: '起止时间内排不出一个完整号源，或日期已过、配额全为零，请修改。', en: 'No whole slot fits, the day is past, or all quotas are zero. Correct the times or quotas.' },
    'scheduling.quota-below-taken': { kind: 'business-rule', zh: '配额不能低于已约人数；请先取消多出的预约。', en: 'A quota cannot be lower than the seats taken. Cancel bookings first.' },
    'scheduling.session-booked': { kind: 'business-rule', zh: '仍有人预约，不能停诊；请先逐一改约。', en: 'People are booked. Rebook them first.' },
    'scheduling.session-cancelled-already': { kind: 'conflict', zh: '该出诊已停诊。', en: 'This session was cancelled already.' },
  },
  events: {
    'scheduling.clinic-created': { zh: '门诊已开设', en: 'A clinic was opened' },
    'scheduling.session-published': { zh: '出诊已发布', en: 'A session was published' },
    'scheduling.quota-changed': { zh: '号源配额已调整', en: 'A quota was changed' },
    'scheduling.quota-released': { zh: '保留号源已释放', en: 'Seats kept were released to all' },
    'scheduling.session-cancelled': { zh: '已停诊', en: 'A session was cancelled' },
    'scheduling.slot-reserved': { zh: '号源已占用', en: 'A seat was taken' },
    'scheduling.slot-booked': { zh: '窗口预约成功', en: 'A slot was booked at the desk' },
    'scheduling.booking-cancelled': { zh: '预约已取消', en: 'A booking was cancelled' },
    'scheduling.arrival-recorded': { zh: '已签到', en: 'An arrival was recorded' },
    'scheduling.booking-missed': { zh: '已登记爽约', en: 'A missed booking was recorded' },
    'scheduling.reservation-changed': { zh: '预约状态已变', en: 'A reservation changed its state' },
    'scheduling.reservation-expired': { zh: '预留已过期', en: 'A reservation lapsed' },
    'scheduling.ward-created': { zh: '病区已设立', en: 'A ward was set up' },
    'scheduling.bed-reserved': { zh: '床位已预留', en: 'A bed was kept' },
    'scheduling.bed-blocked': { zh: '床位已停用', en: 'A bed was blocked' },
    'scheduling.bed-unblocked': { zh: '床位已恢复', en: 'A bed was unblocked' },
    'scheduling.bed-occupied': { zh: '床位已入住', en: 'A bed was occupied' },
    'scheduling.bed-vacated': { zh: '床位已腾空', en: 'A bed was vacated' },
    'scheduling.bed-moved': { zh: '患者已转床', en: 'A person was moved' },
  },
} as const satisfies ModuleContract;
