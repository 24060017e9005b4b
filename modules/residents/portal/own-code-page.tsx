import { useEffect, useState } from 'react';
import { Button } from 'antd';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { QrCode } from '#platform/web/code/qr-code.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { issueResidentCode } from '../contract.ts';
import { messages } from './messages.ts';

/** The own code: shown at a desk it opens the record to that place for a day. */
export function OwnCodePage() {
  const say = useText();
  const { account } = useSession();
  const issue = useCommand(issueResidentCode);
  const [code, setCode] = useState<ResultOf<typeof issueResidentCode>>();
  const personId = account?.personId;
  const make = async () => {
    if (personId) setCode((await issue.run({ id: personId, kind: 'dynamic' })) ?? undefined);
  };
  return (
    <>
      <PageHeader title={say(messages.myCode)} subtitle={say(messages.what)} />
      <Panel title={say(messages.show)}>
        <div className="yg-stack" style={{ alignItems: 'center', textAlign: 'center' }}>
          {issue.problem && <ProblemNotice problem={issue.problem} />}
          {code && <ShownCode key={code.code} code={code.code} expiresAt={code.expiresAt ?? ''} />}
          <Button type="primary" size="large" loading={issue.pending} disabled={!personId} onClick={() => void make()}>
            {say(code ? messages.again : messages.show)}
          </Button>
          <p className="yg-quiet">{say(messages.consent)}</p>
        </div>
      </Panel>
    </>
  );
}

function ShownCode({ code, expiresAt }: { code: string; expiresAt: string }) {
  const say = useText();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((Date.parse(expiresAt) - now) / 1_000);
  if (seconds <= 0) return <p role="status">{say(messages.expired)}</p>;
  return (
    <>
      <QrCode content={code} label={say(messages.alt)} size={240} />
      <span role="timer">{say(messages.left, { seconds })}</span>
    </>
  );
}
