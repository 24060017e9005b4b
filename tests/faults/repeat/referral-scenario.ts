import type { Connection } from '#platform/cli/connection.ts';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays } from '#platform/kernel/period.ts';
import {
  acceptCounterOffer, acceptDownReferral, acceptReferral, arrangeTransport, cancelReferral, completeFollowUp, confirmArrival, counterOfferReferral,
  declineCounterOffer, declineDownReferral, dischargeWithPlan, finishReferral, getReferral, listReferrals, lockReferralResource, markStable, offerDownReferral,
  planDownReferral, planFollowUp, recordFirstVisit, recordMonitoring, recordOutsideAnswer, referUpAgain, registerEmergencyReferral, rejectReferral,
  rescheduleReferral, resubmitReferral, saveReferralDraft, startCare, submitReferral, triageReferral, withdrawReferral,
} from '#modules/referral/contract.ts';
import { registerPerson, today, type County } from '../county.ts';
import { draftInput, playStory, type Sides } from '../referral-story.ts';

interface Stage {
  readonly sides: Sides;
  readonly county: County;
  readonly newPerson: () => Promise<string>;
  readonly newSlot: () => string;
}

const send = <O extends AnyOperation>(server: Connection, operation: O, input: GivenOf<O>): Promise<ResultOf<O>> => server.call(operation, input);

export async function playReferrals(sides: Sides, county: County): Promise<void> {
  let person = 920;
  let slot = 0;
  const stage: Stage = {
    sides,
    county,
    newPerson: () => registerPerson(sides.sender, (person += 1)),
    newSlot: () => county.slots[(slot += 1)] ?? '',
  };
  await playToTheEnd(stage);
  await playRefusals(stage);
  await playEmergencies(stage);
  await playHandBack(stage);
}

async function submitted({ sides, county, newPerson }: Stage): Promise<string> {
  const { id } = await send(sides.sender, saveReferralDraft, draftInput(county, await newPerson()));
  await send(sides.sender, submitReferral, { id });
  return id;
}

async function playToTheEnd(stage: Stage): Promise<void> {
  const { sides, county } = stage;
  await playStory(sides, { county, personId: await stage.newPerson(), slotId: stage.newSlot(), key: 'repeat' }, []);
  const { rows } = await send(sides.sender, listReferrals, { state: 'closed' });
  const id = rows[0]?.id ?? '';
  await send(sides.sender, planFollowUp, { id, tasks: [{ kind: 'phone', title: '电话随访', dueDate: addDays(today(), 7) }] });
  const { followUps } = await send(sides.sender, getReferral, { id });
  await send(sides.sender, completeFollowUp, { id, followUpId: followUps[0]?.followUpId ?? '', result: '恢复良好' });
  await send(sides.sender, finishReferral, { id });
}

async function playRefusals(stage: Stage): Promise<void> {
  const { sides } = stage;
  const id = await submitted(stage);
  await send(sides.receiver, triageReferral, { id });
  await send(sides.receiver, rejectReferral, { id, reasonCode: 'no-capacity', note: '本周无号' });
  await send(sides.sender, resubmitReferral, { id });
  const offer = { id, kind: 'place', reason: '心内科无号', department: '胸痛门诊' } as const;
  await send(sides.receiver, counterOfferReferral, offer);
  await send(sides.sender, declineCounterOffer, { id, note: '太远' });
  await send(sides.receiver, counterOfferReferral, offer);
  await send(sides.sender, acceptCounterOffer, { id });
  await send(sides.receiver, lockReferralResource, { id, slotId: stage.newSlot() });
  await send(sides.receiver, rescheduleReferral, { id, slotId: stage.newSlot() });
  await send(sides.sender, arrangeTransport, { id, transport: { by: 'own' } });
  await send(sides.sender, cancelReferral, { id, note: '居民改变主意' });
  await send(sides.sender, withdrawReferral, { id: await submitted(stage), note: '居民改变主意' });
}

async function playEmergencies(stage: Stage): Promise<void> {
  const { sides, county } = stage;
  const arrivedAt = new Date(Date.now() - 600_000).toISOString();
  await send(sides.sender, registerEmergencyReferral, { ...draftInput(county, await stage.newPerson()), arrivedAt });
  const outside = { ...draftInput(county, await stage.newPerson()), toOrganisationId: undefined, outsideHospitalName: '省立医院' };
  const { id } = await send(sides.sender, saveReferralDraft, outside);
  await send(sides.sender, submitReferral, { id });
  await send(sides.sender, recordOutsideAnswer, { id, answer: 'accept', informant: '王医生' });
}

async function playHandBack(stage: Stage): Promise<void> {
  const { sides } = stage;
  const parentId = await submitted(stage);
  await send(sides.receiver, acceptReferral, { id: parentId, slotId: stage.newSlot() });
  await send(sides.receiver, confirmArrival, { id: parentId });
  await send(sides.receiver, startCare, { id: parentId });
  const first = await offered(stage, parentId, 'I63.9');
  await send(sides.sender, declineDownReferral, { id: first, reasonCode: 'no-staff', note: '本周无人' });
  await send(sides.receiver, offerDownReferral, { id: first });
  await takeOver(stage, first);
  await send(sides.sender, recordMonitoring, { id: first, findings: '稳定' });
  await send(sides.sender, markStable, { id: first, note: '血压平稳' });
  const second = await offered(stage, parentId, 'E11.9');
  await takeOver(stage, second);
  await send(sides.sender, referUpAgain, { id: second, note: '再次胸痛' });
}

async function offered({ sides }: Stage, parentId: string, code: string): Promise<string> {
  const carePlan = { goals: '血压低于 140/90', activities: ['监测血压'] };
  const { id } = await send(sides.receiver, planDownReferral, {
    parentId, diagnoses: [{ code, display: '恢复期' }], reasonCode: 'recovery', summary: '病情稳定，转回基层', medications: [{ name: '阿司匹林肠溶片' }], carePlan,
  });
  await send(sides.receiver, offerDownReferral, { id });
  return id;
}

async function takeOver({ sides }: Stage, id: string): Promise<void> {
  const { medications } = await send(sides.sender, getReferral, { id });
  await send(sides.sender, acceptDownReferral, { id, reconciliation: medications.map(({ lineId }) => ({ lineId, decision: 'continue' as const })) });
  await send(sides.receiver, dischargeWithPlan, { id });
  await send(sides.sender, recordFirstVisit, { id, findings: '一般情况好', bloodPressure: '132/84' });
}
