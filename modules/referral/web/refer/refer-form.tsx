import { useState, type ReactNode } from 'react';
import { Button, Form, type FormInstance } from 'antd';
import { useNavigate } from 'react-router';
import { useCommand } from '#platform/web/client/hooks.ts';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { registerEmergencyReferral, resubmitReferral, saveReferralDraft, submitReferral } from '../../contract.ts';
import { referMessages } from '../messages.ts';
import { CheckPanel } from './check-panel.tsx';
import { ArrivalField } from './arrival-field.tsx';
import { draftOf, emergencyOf, resubmissionOf } from './letter-input.ts';
import { ReferFields } from './refer-fields.tsx';

interface ReferFormProps {
  readonly initial: FormValues;
  readonly draftId?: string;
  readonly personName?: string;
}

/** Saves the draft, then sends it; what the server refuses stays in the form with its reason at the place. */
export function ReferForm({ initial, draftId, personName }: ReferFormProps) {
  const say = useText();
  const navigate = useNavigate();
  const [savedId, setSavedId] = useState(draftId);
  const save = useCommand(saveReferralDraft);
  const submit = useCommand(submitReferral);
  const form = useDraftForm({
    operation: saveReferralDraft,
    draftKey: `refer:${savedId ?? draftId ?? 'new'}`,
    title: say(referMessages.title),
    initial,
    toInput: (values) => draftOf(values, savedId),
    onDone: (card) => {
      setSavedId(card.id);
      void send(card.id);
    },
  });
  const send = async (id: string) => {
    const overrideReason = form.form.getFieldValue('overrideReason') as string | undefined;
    const sent = await submit.run({ id, ...(overrideReason ? { overrideReason } : {}) });
    if (!sent) return;
    toast(say(referMessages.sent));
    void navigate(`/referrals/${id}`);
  };
  const saveOnly = async () => {
    const card = await save.run(draftOf({ ...initial, ...(form.form.getFieldsValue(true) as FormValues) }, savedId));
    if (!card) return;
    setSavedId(card.id);
    form.draft.drop();
    toast(say(referMessages.saved));
  };
  return (
    <WithCheck form={form.form} savedId={savedId}>
      <DraftForm form={form} submitLabel={say(referMessages.send)} extra={<Button onClick={() => void saveOnly()} loading={save.pending}>{say(referMessages.saveDraft)}</Button>}>
        {submit.problem && <ProblemNotice problem={submit.problem} />}
        {save.problem && <ProblemNotice problem={save.problem} />}
        <ReferFields personName={personName} />
      </DraftForm>
    </WithCheck>
  );
}

/** A rejected referral is amended and sent again, to the same or another receiver. */
export function ResubmitForm({ initial, id, personName }: { initial: FormValues; id: string; personName: string }) {
  const say = useText();
  const navigate = useNavigate();
  const form = useDraftForm({
    operation: resubmitReferral,
    draftKey: `resubmit-referral:${id}`,
    title: say(referMessages.again),
    initial,
    toInput: (values) => resubmissionOf(values, id),
    onDone: () => {
      toast(say(referMessages.sent));
      void navigate(`/referrals/${id}`);
    },
  });
  return (
    <WithCheck form={form.form} savedId={id}>
      <DraftForm form={form} submitLabel={say(referMessages.again)}><ReferFields personName={personName} /></DraftForm>
    </WithCheck>
  );
}

/** The person has arrived already; the paper follows within 24 hours. */
export function RegisterEmergencyForm({ initial, id, personName }: { initial: FormValues; id?: string; personName?: string }) {
  const say = useText();
  const navigate = useNavigate();
  const form = useDraftForm({
    operation: registerEmergencyReferral,
    draftKey: `register-emergency:${id ?? 'new'}`,
    title: say(referMessages.emergencyTitle),
    initial: { ...initial, priority: 'emergency', careType: 'emergency' },
    toInput: (values) => emergencyOf(values, id),
    onDone: (card) => {
      toast(say(referMessages.registered));
      void navigate(`/referrals/${card.id}`);
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(referMessages.register)}>
      <ArrivalField />
      <ReferFields personName={personName} />
    </DraftForm>
  );
}

function WithCheck({ form, savedId, children }: { form: FormInstance; savedId: string | undefined; children: ReactNode }) {
  const values = Form.useWatch([], form) as FormValues | undefined;
  return (
    <div className="referral-frame">
      <div className="referral-columns">
        {children}
        <CheckPanel values={values ?? {}} savedId={savedId} form={form} />
      </div>
    </div>
  );
}
