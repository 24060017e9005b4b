import type { ComponentType } from 'react';
import type { AnyCommand } from '#platform/web/client/hooks.ts';
import type { FormValues } from '#platform/web/form/use-draft-form.ts';
import {
  acceptCounterOffer, acceptDownReferral, acceptReferral, arrangeTransport, cancelReferral, closeReferral, confirmArrival, counterOfferReferral,
  declineCounterOffer, declineDownReferral, dischargeWithPlan, finishReferral, lockReferralResource, markStable, notifyPatient, offerDownReferral,
  planDownReferral, planFollowUp, recordFirstVisit, recordMonitoring, recordOutsideAnswer, referUpAgain, rejectReferral, reportOutcome,
  rescheduleReferral, startCare, submitReferral, triageReferral, withdrawReferral, type ReferralAction, type ReferralDetail,
} from '../../contract.ts';
import {
  AcceptFields, CounterOfferFields, NoteFields, NotifyFields, OutcomeFields, PlaceFields, RejectFields, RequiredNoteFields, TransportFields, TriageFields,
  type ActFieldsProps,
} from './answer-fields.tsx';
import { OfferDownFields, PlanDownFields, PlanFollowUpFields, ReconciliationFields, VisitFields } from './hand-back-fields.tsx';
import { OutsideFields } from './outside-fields.tsx';
import { placeInput } from './place-field.tsx';

export interface ActForm {
  readonly operation: AnyCommand;
  readonly fields: ComponentType<ActFieldsProps>;
  readonly initial?: (referral: ReferralDetail) => FormValues;
  /** Values as the operation wants them, without `id` and blanks. */
  readonly toInput?: (values: FormValues, referral: ReferralDetail) => FormValues;
  readonly danger?: boolean;
  readonly wide?: boolean;
}

const withPlace = ({ place, ...values }: FormValues): FormValues => ({ ...values, ...placeInput(place) });

const carePlanValues = (plan: Record<string, unknown>): Record<string, unknown> => ({
  ...plan,
  activities: ((plan['activities'] ?? []) as { text?: string }[]).map((line) => line.text).filter(Boolean),
});

/** Which form an action opens; `save-draft`, `resubmit`, `register-emergency` and `complete-follow-up` have places of their own. */
export const actForms: Readonly<Partial<Record<ReferralAction, ActForm>>> = {
  submit: { operation: submitReferral, fields: NoteFields },
  triage: { operation: triageReferral, fields: TriageFields, initial: ({ priority, toDepartment }) => ({ priority, toDepartment }) },
  accept: { operation: acceptReferral, fields: AcceptFields, toInput: withPlace, initial: ({ toDepartment }) => ({ toDepartment }) },
  'lock-resource': { operation: lockReferralResource, fields: PlaceFields, toInput: withPlace },
  reschedule: { operation: rescheduleReferral, fields: PlaceFields, toInput: withPlace },
  'counter-offer': { operation: counterOfferReferral, fields: CounterOfferFields, toInput: withPlace, initial: () => ({ kind: 'time' }) },
  'accept-counter-offer': { operation: acceptCounterOffer, fields: NoteFields },
  'take-other-member': { operation: acceptCounterOffer, fields: NoteFields },
  'decline-counter-offer': { operation: declineCounterOffer, fields: RequiredNoteFields },
  reject: { operation: rejectReferral, fields: RejectFields, danger: true },
  withdraw: { operation: withdrawReferral, fields: RequiredNoteFields, danger: true },
  cancel: { operation: cancelReferral, fields: RequiredNoteFields, danger: true },
  notify: { operation: notifyPatient, fields: NotifyFields, initial: () => ({ by: 'phone' }) },
  'arrange-transport': { operation: arrangeTransport, fields: TransportFields, initial: () => ({ transport: { by: 'own' } }) },
  'confirm-arrival': { operation: confirmArrival, fields: NoteFields },
  'start-care': { operation: startCare, fields: NoteFields },
  'report-outcome': { operation: reportOutcome, fields: OutcomeFields, wide: true, initial: ({ letter }) => ({ outcome: { diagnoses: letter.diagnoses ?? [{}] } }) },
  close: { operation: closeReferral, fields: NoteFields },
  'plan-follow-up': { operation: planFollowUp, fields: PlanFollowUpFields, wide: true, initial: () => ({ tasks: [{ kind: 'phone' }] }) },
  finish: { operation: finishReferral, fields: NoteFields },
  'plan-down': {
    operation: planDownReferral,
    fields: PlanDownFields,
    wide: true,
    initial: ({ fromOrganisationId, letter, outcome }) => ({
      toOrganisationId: fromOrganisationId,
      diagnoses: outcome?.diagnoses ?? letter.diagnoses ?? [{}],
      summary: outcome?.treatment,
      medications: letter.medications ?? [],
      carePlan: { firstVisitWithinDays: 7, monitorEveryDays: 14, activities: [{}] },
    }),
    toInput: ({ carePlan, ...values }, { id }) => ({ ...values, parentId: id, carePlan: carePlanValues((carePlan ?? {}) as Record<string, unknown>) }),
  },
  'offer-down': { operation: offerDownReferral, fields: OfferDownFields, initial: ({ toOrganisationId }) => ({ toOrganisationId }) },
  'accept-down': {
    operation: acceptDownReferral,
    fields: ReconciliationFields,
    wide: true,
    toInput: ({ reconciliation, ...values }, { medications }) => ({
      ...values,
      reconciliation: medications.map(({ lineId }, index) => ({ ...((reconciliation ?? []) as object[])[index], lineId })),
    }),
  },
  'decline-down': { operation: declineDownReferral, fields: RejectFields, danger: true },
  'discharge-with-plan': { operation: dischargeWithPlan, fields: NoteFields },
  'record-first-visit': { operation: recordFirstVisit, fields: VisitFields, initial: () => ({ adherence: 'full' }) },
  'record-monitoring': { operation: recordMonitoring, fields: VisitFields, initial: () => ({ adherence: 'full' }) },
  'mark-stable': { operation: markStable, fields: RequiredNoteFields },
  'refer-up-again': { operation: referUpAgain, fields: RequiredNoteFields, danger: true },
};

/** A hospital without an account: whatever it answers is recorded by the sender in one form. */
const outsideForm: ActForm = {
  operation: recordOutsideAnswer,
  fields: OutsideFields,
};

export function actFormOf(referral: Pick<ReferralDetail, 'outside'>, action: ReferralAction): ActForm | undefined {
  if (!referral.outside || !['accept', 'reject', 'confirm-arrival', 'start-care', 'report-outcome'].includes(action)) return actForms[action];
  const usual = actForms[action];
  return { ...outsideForm, initial: (whole) => ({ answer: action, ...(action === 'report-outcome' ? usual?.initial?.(whole) : {}) }) };
}
