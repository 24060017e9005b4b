import { useEffect, useState } from 'react';
import { Button, type FormInstance } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import type { FormValues } from '#platform/web/form/use-draft-form.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { checkReferral, listCriteria, type CheckFinding } from '../../contract.ts';
import { messages, referMessages } from '../messages.ts';
import { checkInput } from './letter-input.ts';

const TYPING_MS = 600;
const tones: Readonly<Record<CheckFinding['level'], Tone>> = { ok: 'done', warning: 'due', blocked: 'overdue' };

/** Agreement, disease list, criteria, fields and capacity, asked again while one types. */
export function CheckPanel({ values, savedId, form }: { values: FormValues; savedId: string | undefined; form: FormInstance }) {
  const say = useText();
  const asked = useCalm(JSON.stringify({ ...checkInput(values), ...(savedId ? { id: savedId } : {}) }));
  const input = JSON.parse(asked) as Record<string, unknown>;
  const check = useOperation(checkReferral, input as never, { enabled: typeof input['personId'] === 'string', keepPrevious: true });
  if (typeof input['personId'] !== 'string') return <Panel title={say(referMessages.checks)}><p className="yg-quiet">{say(referMessages.choosePerson)}</p></Panel>;
  const blocked = check.data?.findings.filter((each) => each.level === 'blocked').length ?? 0;
  return (
    <Panel title={say(referMessages.checks)}>
      <div aria-live="polite" className="yg-stack">
        {check.error && <ProblemNotice problem={check.error} />}
        {check.data && <StateTag tone={blocked === 0 ? 'done' : 'due'} text={blocked === 0 ? say(referMessages.ready) : say(referMessages.notReady, { count: blocked })} />}
        {check.data?.findings.map((finding) => (
          <div key={`${finding.code}${finding.path ?? ''}${finding.message.en}`} className="referral-finding">
            <StateTag tone={tones[finding.level]} text={say(finding.message)} />
          </div>
        ))}
        {check.data?.capacity && <p className="yg-quiet">{say(messages.capacity, { slots: check.data.capacity.slotsFree ?? '—', beds: check.data.capacity.bedsFree ?? '—' })}</p>}
        <Suggested codes={check.data?.suggestedCriteria ?? []} form={form} />
      </div>
    </Panel>
  );
}

function Suggested({ codes, form }: { codes: readonly string[]; form: FormInstance }) {
  const say = useText();
  const { data } = useOperation(listCriteria, { direction: 'up' }, { staleMs: 300_000 });
  const ticked = (form.getFieldValue(['letter', 'criteria']) ?? []) as string[];
  const open = (data?.criteria ?? []).filter(({ code }) => codes.includes(code) && !ticked.includes(code));
  if (open.length === 0) return null;
  return (
    <>
      <strong>{say(referMessages.suggested)}</strong>
      {open.map(({ code, text }) => (
        <div key={code} className="yg-row">
          {say(text)} <Button size="small" onClick={() => form.setFieldValue(['letter', 'criteria'], [...ticked, code])}>{say(referMessages.tick)}</Button>
        </div>
      ))}
    </>
  );
}

/** The value once it has rested. */
function useCalm(value: string): string {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}
