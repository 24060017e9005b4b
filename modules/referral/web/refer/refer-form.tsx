import { useState } from 'react';
import { Button, Form } from 'antd';
import { useNavigate } from 'react-router';
import type { GivenOf } from '#platform/kernel/contract.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { saveReferralDraft, submitReferral } from '../../contract.ts';
import { referMessages } from '../messages.ts';
import { CheckPanel } from './check-panel.tsx';
import { letterInput } from './letter-input.ts';
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
  const toDraft = (values: FormValues): GivenOf<typeof saveReferralDraft> => {
    const { overrideReason: _reason, ...input } = letterInput(values) as FormValues;
    return { ...input, ...(savedId ? { id: savedId } : {}) } as GivenOf<typeof saveReferralDraft>;
  };
  const form = useDraftForm({
    operation: saveReferralDraft,
    draftKey: `refer:${savedId ?? draftId ?? 'new'}`,
    title: say(referMessages.title),
    initial,
    toInput: toDraft,
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
    const card = await save.run(toDraft({ ...initial, ...(form.form.getFieldsValue(true) as FormValues) }));
    if (!card) return;
    setSavedId(card.id);
    form.draft.drop();
    toast(say(referMessages.saved));
  };
  return (
    <div className="referral-frame">
      <div className="referral-columns">
        <DraftForm form={form} submitLabel={say(referMessages.send)} extra={<Button onClick={() => void saveOnly()} loading={save.pending}>{say(referMessages.saveDraft)}</Button>}>
          {submit.problem && <ProblemNotice problem={submit.problem} />}
          {save.problem && <ProblemNotice problem={save.problem} />}
          <ReferFields personName={personName} />
        </DraftForm>
        <Watched form={form.form} savedId={savedId} />
      </div>
    </div>
  );
}

function Watched({ form, savedId }: { form: ReturnType<typeof Form.useForm>[0]; savedId: string | undefined }) {
  const values = Form.useWatch([], form) as FormValues | undefined;
  return <CheckPanel values={values ?? {}} savedId={savedId} form={form} />;
}
