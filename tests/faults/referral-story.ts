import type { Connection } from '#platform/cli/connection.ts';
import type { AnyOperation, GivenOf } from '#platform/kernel/contract.ts';
import {
  acceptReferral, closeReferral, confirmArrival, notifyPatient, reportOutcome, saveReferralDraft, startCare, submitReferral, type ReferralCard,
} from '#modules/referral/contract.ts';
import type { County } from './county.ts';

export const letter = {
  chiefComplaint: '反复胸痛 3 天',
  history: '高血压 10 年',
  findings: '心电图 ST 段压低',
  vitals: { bloodPressure: '140/90', pulse: 88 },
  noKnownAllergies: true,
  diagnoses: [{ code: 'I20.0', display: '不稳定型心绞痛' }],
  reasonCode: 'exam-not-available',
  purpose: '冠脉造影及进一步治疗',
  consent: { given: true, by: 'resident' as const },
};
export const outcome = {
  diagnoses: [{ code: 'I20.0', display: '不稳定型心绞痛' }], treatment: '支架植入一枚', advice: '双联抗血小板一年', result: 'improved' as const,
};

/** One request of a story as it was sent; `answer` once it was acknowledged. */
export interface Sent {
  readonly operation: AnyOperation;
  readonly input: unknown;
  readonly key: string;
  readonly by: 'sender' | 'receiver';
  answer?: unknown;
}

export interface Sides {
  readonly sender: Connection;
  readonly receiver: Connection;
}

export const draftInput = (county: County, personId: string) => ({
  personId, direction: 'up' as const, careType: 'outpatient' as const, priority: 'normal' as const, toOrganisationId: county.hospital, letter,
});

/** From the draft to the closed referral, the slot locked with the acceptance; every request is noted before it is sent. */
export async function playStory(sides: Sides, story: { readonly county: County; readonly personId: string; readonly slotId: string; readonly key: string }, sent: Sent[]): Promise<void> {
  const send = async <O extends AnyOperation>(by: Sent['by'], operation: O, input: GivenOf<O>): Promise<ReferralCard> => {
    const request: Sent = { operation, input, key: `${story.key}-${operation.name}`, by };
    sent.push(request);
    request.answer = await sides[by].call(operation, input, { key: request.key });
    return request.answer as ReferralCard;
  };
  const { id } = await send('sender', saveReferralDraft, draftInput(story.county, story.personId));
  await send('sender', submitReferral, { id });
  await send('receiver', acceptReferral, { id, slotId: story.slotId });
  await send('sender', notifyPatient, { id, by: 'phone' });
  await send('receiver', confirmArrival, { id });
  await send('receiver', startCare, { id });
  await send('receiver', reportOutcome, { id, outcome });
  await send('sender', closeReferral, { id });
}

export const sendAgain = (sides: Sides, request: Sent): Promise<unknown> =>
  sides[request.by].call(request.operation, request.input as never, { key: request.key });
