import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listConsents, withdrawConsent, type Consent } from '../contract/consents.ts';
import { privacyMessages as messages } from './messages.ts';
import { RegisterConsentForm } from './register-consent-form.tsx';

/** What the resident permits and refuses, and the form to register more. */
export function ConsentPanel({ personId }: { personId: string }) {
  const say = useText();
  const workspace = useWorkspace();
  const may = useMay('health-record.register-consent');
  const consents = useOperation(listConsents, { personId, limit: 50 });
  const key = `register-consent:${personId}`;
  const register = () => workspace.open({ key, title: say(messages.register), content: <RegisterConsentForm personId={personId} onDone={() => workspace.close(key)} /> });
  return (
    <Panel title={say(messages.consents)} actions={may && <Button size="small" onClick={register}>{say(messages.register)}</Button>}>
      {consents.data?.rows.length === 0 && <p className="yg-quiet">{say(messages.noConsents)}</p>}
      <ul className="health-record-list">{consents.data?.rows.map((consent) => <ConsentItem key={consent.id} consent={consent} />)}</ul>
    </Panel>
  );
}

function ConsentItem({ consent }: { consent: Consent }) {
  const say = useText();
  const format = useFormat();
  const ask = useConfirmReason();
  const may = useMay('health-record.withdraw-consent');
  const withdraw = useCommand(withdrawConsent);
  const run = async () => {
    const reason = await ask({ title: say(messages.withdraw), explanation: say(messages.withdrawWhy), verb: say(messages.withdraw) });
    if (reason !== undefined && (await withdraw.run({ id: consent.id, reason }))) toast(say(messages.done));
  };
  const grantee = consent.granteeOrganisationId === '*' ? say(messages.everyOrganisation) : consent.granteeName || consent.granteeOrganisationId;
  return (
    <li>
      <span>
        <strong>{say(messages[consent.decision])}</strong> {grantee}
        {consent.validUntil && <span className="yg-quiet"> {say(messages.until, { date: format.date(consent.validUntil) })}</span>}
        {withdraw.problem && <ProblemNotice problem={withdraw.problem} />}
      </span>
      {consent.state === 'active' && may
        ? <Button size="small" loading={withdraw.pending} onClick={() => void run()}>{say(messages.withdraw)}</Button>
        : <StateTag tone={consent.state === 'active' ? 'done' : 'neutral'} text={say(messages[consent.state])} />}
    </li>
  );
}
