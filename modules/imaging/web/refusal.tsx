import { Button } from 'antd';
import { useCommand } from '#platform/web/client/hooks.ts';
import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { acceptStudyAgain, REFUSAL_WORDS, refuseStudy } from '../contract/quality.ts';
import { refusalReasons, type Study } from '../contract/schemas.ts';
import { qualityMessages as messages } from './quality-messages.ts';

/** Refuses the study, or takes that back. */
export function RefusalButton({ study, onDone }: { study: Study; onDone: () => void }) {
  const say = useText();
  const may = useMay('imaging.refuse-study');
  const workspace = useWorkspace();
  const accept = useCommand(acceptStudyAgain);
  const confirmReason = useConfirmReason();
  if (!may) return null;
  const key = `imaging.refuse:${study.studyUid}`;
  const takeBack = async (): Promise<void> => {
    const reason = await confirmReason({ title: say(messages.acceptAgain), explanation: say(messages.explainAgain), verb: say(messages.acceptAgain), reasonLengthMin: 2 });
    if (reason === undefined || !(await accept.run({ id: study.studyUid, reason }))) return;
    toast(say(messages.doneAgain));
    onDone();
  };
  if (study.refusal !== null) return <Button onClick={() => void takeBack()} loading={accept.pending}>{say(messages.acceptAgain)}</Button>;
  return <Button onClick={() => workspace.open({ key, title: say(messages.refuse), content: <RefusalForm study={study} onDone={() => {
    workspace.close(key);
    onDone();
  }} /> })}>{say(messages.refuse)}</Button>;
}

function RefusalForm({ study, onDone }: { study: Study; onDone: () => void }) {
  const say = useText();
  const form = useActForm(refuseStudy, { fixed: { id: study.studyUid }, initial: { wantsRetake: true }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.refuse)}>
      <p className="yg-quiet">{say(messages.explain)}</p>
      <ChoiceField name="reason" label={say(messages.reason)} options={refusalReasons.map((value) => ({ value, label: say(REFUSAL_WORDS[value]) }))} required />
      <TextAreaField name="note" label={say(messages.note)} rows={3} maxLength={300} placeholder={say(messages.noteExample)} />
      <SwitchField name="wantsRetake" label={say(messages.wantsRetake)} />
    </DraftForm>
  );
}

/** Says above the pictures that they do not count, and why. */
export function RefusalNote({ study: { refusal } }: { study: Study }) {
  const say = useText();
  if (refusal === null) return null;
  return (
    <p className="imaging-refusal" role="status">
      <StateTag tone="overdue" text={say(messages.refused)} /> <strong>{say(REFUSAL_WORDS[refusal.reason])}</strong>
      {refusal.note !== null && <span>{refusal.note}</span>}
      <span className="yg-quiet">{refusal.byName} · <TimeAgo at={refusal.at} />{refusal.wantsRetake && ` · ${say(messages.retake)}`}</span>
    </p>
  );
}
