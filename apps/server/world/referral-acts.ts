import * as referral from '#modules/referral/contract.ts';
import type { AnyOperation } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { REFERRAL_CASES } from './referral-cases.ts';
import type { Act, ReferralStory } from './referral-stories.ts';

/** Where a story stands: ids of the referral and, once planned, of its way back. */
export interface StoryState {
  readonly story: ReferralStory;
  readonly personId: string;
  /** Who manages the resident: the village or centre that follows up at home. */
  readonly homeOrganisationId: string;
  readonly referralId: string;
  readonly downId: string;
  /** Medicines of the way back, to be decided line by line. */
  readonly lineIds: readonly string[];
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string;
  readonly slotId: string | undefined;
  readonly wardId: string | undefined;
  readonly at: Date;
}

export interface PlannedAct {
  readonly operation: AnyOperation;
  /** The side of the way up; on the way down the hospital is still `receiver` here. */
  readonly side: 'sender' | 'receiver';
  readonly specialist?: boolean;
  readonly input: Readonly<Record<string, unknown>>;
}

const CARE_PLAN = {
  goals: '巩固住院疗效，预防复发，恢复生活能力',
  activities: ['监测血压、血糖并记录', '按方案服药，不自行停药', '每周至少5天、每次30分钟适量活动', '低盐低脂饮食'],
  targets: '血压低于140/90 mmHg，空腹血糖低于7.0 mmol/L',
  warningSigns: '胸痛、呼吸困难、肢体无力或言语不清，立即就诊',
  firstVisitWithinDays: 7,
  monitorEveryDays: 14,
};

/** The letter of a case as the contract takes it. */
const letterOf = (story: ReferralStory): Readonly<Record<string, unknown>> => REFERRAL_CASES[story.case].letter;
const diagnosesOf = (story: ReferralStory): unknown => letterOf(story)['diagnoses'];
const medicinesOf = (story: ReferralStory): unknown => letterOf(story)['medications'] ?? [];

const outcomeOf = ({ story, at }: StoryState) => ({
  diagnoses: diagnosesOf(story),
  treatment: '完善检查后给予规范治疗，症状缓解。',
  advice: '按时服药，定期随访，如有不适及时就诊。',
  followUpDate: addDays(chinaDate(at), 14),
  warningSigns: '症状再发或加重',
  result: 'improved',
});

const visitOf = (findings: string) => ({ findings, bloodPressure: '132/80', adherence: 'full' });

type Plan = (state: StoryState) => PlannedAct;
const sender = (operation: AnyOperation, input: (state: StoryState) => Readonly<Record<string, unknown>> = () => ({})): Plan =>
  (state) => ({ operation, side: 'sender', input: { id: state.referralId, ...input(state) } });
const receiver = (operation: AnyOperation, input: (state: StoryState) => Readonly<Record<string, unknown>> = () => ({}), specialist = false): Plan =>
  (state) => ({ operation, side: 'receiver', specialist, input: { id: state.referralId, ...input(state) } });
/** On the way down. */
const onDown = (plan: Plan): Plan => (state) => plan({ ...state, referralId: state.downId });

const DEPARTMENT = ({ story }: StoryState) => ({ toDepartment: REFERRAL_CASES[story.case].department });

/** Each act as a command of the referral room. */
export const ACTS: Readonly<Record<Act, Plan>> = {
  submit: sender(referral.submitReferral, () => ({ overrideReason: '居民及家属要求上级医院诊治' })),
  triage: receiver(referral.triageReferral, DEPARTMENT),
  'counter-offer-time': receiver(referral.counterOfferReferral, ({ slotId }) => ({ kind: 'time', reason: '本周号源已满，建议改约', slotId })),
  'accept-counter': sender(referral.acceptCounterOffer),
  'accept-slot': receiver(referral.acceptReferral, (state) => ({ ...DEPARTMENT(state), slotId: state.slotId })),
  'accept-bed': receiver(referral.acceptReferral, (state) => ({ ...DEPARTMENT(state), ...(state.wardId === undefined ? {} : { wardId: state.wardId }) })),
  notify: sender(referral.notifyPatient, () => ({ by: 'phone', told: '已告知时间、地点与所需资料' })),
  transport: sender(referral.arrangeTransport, () => ({ transport: { by: 'ambulance', vehicle: '救护车02', escortName: '值班护士' } })),
  arrive: receiver(referral.confirmArrival),
  'start-care': receiver(referral.startCare, () => ({}), true),
  report: receiver(referral.reportOutcome, (state) => ({ outcome: outcomeOf(state) }), true),
  close: sender(referral.closeReferral),
  'follow-up': sender(referral.planFollowUp, ({ at, fromOrganisationId }) => ({
    tasks: [{ kind: 'clinic-visit', title: '复查并评估疗效', dueDate: addDays(chinaDate(at), 14), organisationId: fromOrganisationId }],
  })),
  reject: receiver(referral.rejectReferral, () => ({ reasonCode: 'information-missing', note: '请补充腰椎影像资料后再提交' })),
  withdraw: sender(referral.withdrawReferral, () => ({ note: '居民改为在本地继续治疗' })),
  emergency: ({ story, personId, toOrganisationId, fromOrganisationId, at }) => ({
    operation: referral.registerEmergencyReferral,
    side: 'sender',
    input: { ...draftOf({ story, personId, toOrganisationId, fromOrganisationId }), arrivedAt: new Date(at.getTime() - 20 * 60_000).toISOString(), note: '急救直送' },
  }),
  'plan-down': ({ story, referralId, homeOrganisationId }) => ({
    operation: referral.planDownReferral,
    side: 'receiver',
    specialist: true,
    input: {
      parentId: referralId,
      diagnoses: diagnosesOf(story),
      reasonCode: 'recovery',
      criteria: ['down-stable', 'down-recovery'],
      summary: '住院期间规范治疗，病情稳定，生命体征平稳，转基层继续康复与用药管理。',
      medications: medicinesOf(story),
      carePlan: { ...CARE_PLAN, villageOrganisationId: homeOrganisationId },
    },
  }),
  'offer-down': onDown(receiver(referral.offerDownReferral, () => ({ overrideReason: '病情稳定，居民愿意就近康复' }))),
  'accept-down': onDown(sender(referral.acceptDownReferral, ({ lineIds }) => ({
    reconciliation: lineIds.map((lineId, index) => (index === 1 ? { lineId, decision: 'not_stocked', note: '本院暂无此规格，已登记缺药' } : { lineId, decision: 'continue' })),
  }))),
  'decline-down': onDown(sender(referral.declineDownReferral, () => ({ reasonCode: 'equipment-missing', note: '暂无康复设备，建议转青山镇中心卫生院' }))),
  discharge: onDown(receiver(referral.dischargeWithPlan)),
  'first-visit': onDown(sender(referral.recordFirstVisit, () => visitOf('一般情况好，切口或症状平稳，能按方案服药。'))),
  monitor: onDown(sender(referral.recordMonitoring, () => visitOf('症状稳定，监测值达标。'))),
  stable: onDown(sender(referral.markStable, () => ({ note: '连续两次随访达标，转为常规管理' }))),
};

export const draftOf = ({ story, personId, fromOrganisationId, toOrganisationId }: Pick<StoryState, 'story' | 'personId' | 'fromOrganisationId' | 'toOrganisationId'>) => ({
  personId,
  direction: story.direction ?? 'up',
  careType: story.careType,
  priority: story.priority,
  fromOrganisationId,
  toOrganisationId,
  toDepartment: REFERRAL_CASES[story.case].department,
  letter: letterOf(story),
});
