import type { Text } from '#platform/kernel/problem.ts';
import type { Flow, ReferralState } from './states.ts';

interface PlainWords {
  readonly plain: Text;
  readonly nextStep: Text;
}

type Wording = readonly [zh: string, en: string];

const say = ([zh, en]: Wording, [nextZh, nextEn]: Wording): PlainWords => ({ plain: { zh, en }, nextStep: { zh: nextZh, en: nextEn } });

const waiting = say(['您的转诊申请已发出，医院正在安排', 'Your referral has been sent; the hospital is arranging it'], ['请保持电话畅通', 'Please keep your telephone within reach']);
const ended = say(['本次转诊已结束', 'This referral has ended'], ['如有不适请联系您的家庭医生', 'If you feel unwell, contact your family doctor']);

/** What a resident is told; staff words stay in `stateTitles`. */
const words: Readonly<Record<ReferralState, PlainWords>> = {
  draft: waiting,
  submitted: waiting,
  triaged: waiting,
  counter_offered: say(['医院建议了另外的时间或地点', 'The hospital suggests another time or place'], ['您的医生会与您商量', 'Your doctor will discuss it with you']),
  accepted: say(['医院已同意接收您', 'The hospital will receive you'], ['正在为您安排时间', 'A time is being arranged']),
  resource_locked: say(['已为您预留号源或床位', 'A place is reserved for you'], ['请按预约时间前往，带好身份证和以往检查', 'Come at the time shown, with your identity card and earlier reports']),
  notified: say(['已通知您就诊时间和地点', 'You were told when and where to come'], ['请按预约时间前往，带好身份证和以往检查', 'Come at the time shown, with your identity card and earlier reports']),
  arrived: say(['您已到达接收医院', 'You have arrived at the hospital'], ['请等候医生接诊', 'Please wait to be seen']),
  in_care: say(['您正在接收医院诊治', 'You are being treated'], ['治疗结束后会把结果发给您的医生', 'Your doctor will receive the result']),
  outcome_reported: say(['医院已把诊治结果发给您的医生', 'The hospital has sent the result to your doctor'], ['请向您的医生了解后续安排', 'Ask your doctor about the next steps']),
  closed: ended,
  follow_up: say(['您的医生会继续随访', 'Your doctor follows up'], ['请按约定时间复诊', 'Please keep the appointments']),
  finished: ended,
  rejected: say(['医院暂时不能接收，您的医生正在处理', 'The hospital cannot receive you now; your doctor is dealing with it'], ['请联系您的医生', 'Contact your doctor']),
  withdrawn: say(['本次转诊已取消', 'This referral was cancelled'], ['如仍需就诊请联系您的医生', 'Contact your doctor if you still need care']),
  expired: say(['您未在约定时间内到院，预留已释放', 'You did not come in time; the place was released'], ['如仍需就诊请联系您的医生', 'Contact your doctor if you still need care']),
  emergency_override: say(['您已由急诊接收', 'You were received as an emergency'], ['请配合医生诊治', 'Please follow the doctors’ advice']),
  planned: waiting,
  offered: say(['医院正在安排您回到基层继续治疗', 'The hospital arranges your return to a unit near home'], ['请等候通知', 'Please wait for a message']),
  declined: say(['医院正在另选基层机构', 'The hospital looks for another unit'], ['请等候通知', 'Please wait for a message']),
  accepted_by_primary: say(['基层机构已同意接收您', 'The unit near home will take over'], ['出院时会给您治疗方案', 'You will get your plan on leaving']),
  discharged_with_plan: say(['您已带治疗方案出院', 'You have left hospital with a plan'], ['基层医生会在期限内来访或请您复诊', 'Your doctor near home will see you within the term shown']),
  first_visit_done: say(['首次随访已完成', 'The first visit is done'], ['请按医嘱服药并按时复诊', 'Take your medicines and keep the appointments']),
  monitored: say(['您的医生在持续管理您的病情', 'Your doctor keeps watch'], ['请按医嘱服药并按时复诊', 'Take your medicines and keep the appointments']),
  stable: say(['您的病情稳定', 'You are stable'], ['请按时复诊', 'Please keep the appointments']),
  re_up: say(['已再次为您转到上级医院', 'You have been referred up again'], ['请保持电话畅通', 'Please keep your telephone within reach']),
};

export const plainWords = (flow: Flow, state: ReferralState): PlainWords =>
  flow === 'down' && state === 'withdrawn' ? say(['下转已取消', 'The return was cancelled'], ['请向住院医生了解', 'Ask your hospital doctor']) : words[state];
