import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { Button, Form } from 'antd';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { toast } from '../layout/toast.ts';
import { useFormat } from '../text/format.ts';
import { useText } from '../text/messages.ts';
import { formMessages } from './form-messages.ts';
import type { DraftFormState, FormValues } from './use-draft-form.ts';

export interface DraftFormProps {
  readonly form: DraftFormState;
  readonly children: ReactNode;
  /** A verb: "Send the referral". */
  readonly submitLabel: string;
  /** Further buttons beside the primary one. */
  readonly extra?: ReactNode;
  readonly danger?: boolean;
}

/** An autosaved form: Ctrl+Enter sends, nothing typed is lost, server errors stand at their fields. */
export function DraftForm({ form: state, children, submitLabel, extra, danger }: DraftFormProps) {
  const say = useText();
  const format = useFormat();
  const name = useId();
  const [faults, setFaults] = useState(0);
  const problem = useRef<HTMLDivElement>(null);
  useInView(problem, state);
  return (
    <Form
      form={state.form} name={name} layout="vertical" className="yg-form" initialValues={state.initial} preserve scrollToFirstError={{ focus: true, block: 'center' }}
      onValuesChange={(_, values: FormValues) => state.changed(values)}
      onFinishFailed={({ errorFields }) => setFaults(errorFields.length)}
      onFinish={(values: FormValues) => {
        setFaults(0);
        void state.submit(values);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) state.form.submit();
      }}
    >
      {state.restoredAt && (
        <div className="yg-notice" role="status">
          <span>{say(formMessages.restored, { time: format.dateTime(state.restoredAt) })}</span>
          <DiscardButton state={state} />
        </div>
      )}
      {children}
      {state.problem && <div ref={problem} className="yg-form-problem" tabIndex={-1}><ProblemNotice problem={state.problem} /></div>}
      {faults > 0 && <p className="yg-form-faults" role="alert">{say(formMessages.correctFields, { count: faults })}</p>}
      <div className="yg-form-bar">
        <Button type="primary" danger={danger} htmlType="submit" loading={state.pending} aria-keyshortcuts="Control+Enter">
          {submitLabel} <kbd aria-hidden>Ctrl ↵</kbd>
        </Button>
        {extra}
        <DraftNote state={state} />
      </div>
    </Form>
  );
}

/** A problem that no field shows comes into view above the bar and gets the focus; its alert is read aloud. */
function useInView(place: RefObject<HTMLDivElement | null>, { problem, atField }: DraftFormState): void {
  useEffect(() => {
    if (problem === undefined || atField) return;
    place.current?.scrollIntoView({ block: 'center' });
    place.current?.focus({ preventScroll: true });
  }, [place, problem, atField]);
}

function DraftNote({ state }: { state: DraftFormState }) {
  const say = useText();
  const format = useFormat();
  const { savedAt, place } = state.draft;
  if (!savedAt || place === 'none') return null;
  const wording = place === 'server' ? formMessages.keptOnServer : formMessages.keptHere;
  return (
    <span className="yg-row">
      <span className="yg-quiet">{say(wording, { time: format.time(savedAt) })}</span>
      {!state.restoredAt && <DiscardButton state={state} />}
    </span>
  );
}

function DiscardButton({ state }: { state: DraftFormState }) {
  const say = useText();
  return (
    <Button
      type="link" size="small"
      onClick={() => {
        state.discard();
        toast(say(formMessages.discarded));
      }}
    >
      {say(formMessages.discard)}
    </Button>
  );
}
