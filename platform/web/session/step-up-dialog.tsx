import { useEffect, useRef, useState } from 'react';
import { beginStepUp } from '#platform/identity/contract/own-account.ts';
import { TotpSetUp } from '../account/totp-set-up.tsx';
import { call, onStepUp, type StepUpCode } from '../client/call.ts';
import { Dialog } from '../layout/dialog.tsx';
import { useText } from '../text/messages.ts';
import type { FactorKind } from './second-step.tsx';
import { sessionMessages } from './session-messages.ts';
import { PasswordProof, SecondFactorProof } from './step-up-proofs.tsx';

interface Asked {
  readonly code: StepUpCode;
  readonly answer: (proved: boolean) => void;
}

interface Ways {
  readonly kinds: readonly FactorKind[];
  readonly options: unknown;
}

/** Asks for a proof in the middle of a sensitive act; the act then goes on as it was sent. */
export function StepUpDialog() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => onStepUp((code) => new Promise((answer) => setAsked({ code, answer }))), []);
  if (!asked) return null;
  const end = (proved: boolean) => {
    asked.answer(proved);
    setAsked(undefined);
  };
  return <ProofDialog code={asked.code} end={end} />;
}

function ProofDialog({ code, end }: { code: StepUpCode; end: (proved: boolean) => void }) {
  const say = useText();
  const [ways, setWays] = useState<Ways>();
  const [passwordProved, setPasswordProved] = useState(false);
  // Asked once for each opening.
  const latest = useRef(end);
  useEffect(() => {
    call(beginStepUp, {}, { asIs: true }).then(setWays, () => latest.current(false));
  }, []);
  const mustSetUp = code === 'platform.second-factor-missing';
  const proved = () => end(true);
  const cancel = () => end(false);
  return (
    <Dialog title={say(mustSetUp ? sessionMessages.setUpTitle : sessionMessages.stepUpTitle)} footer={null} onCancel={cancel} width={440} mask={{ closable: false }}>
      <p className="yg-dialog-text">{say(mustSetUp ? sessionMessages.setUpText : sessionMessages.stepUpText)}</p>
      {ways && ways.kinds.length > 0 && <SecondFactorProof {...ways} onProved={proved} onCancel={cancel} />}
      {ways?.kinds.length === 0 && !passwordProved && <PasswordProof onProved={mustSetUp ? () => setPasswordProved(true) : proved} onCancel={cancel} />}
      {passwordProved && <TotpSetUp asIs onDone={proved} onCancel={cancel} />}
    </Dialog>
  );
}
