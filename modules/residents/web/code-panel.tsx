import { useEffect, useState } from 'react';
import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { QrCode } from '#platform/web/code/qr-code.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { issueResidentCode } from '../contract.ts';
import { messages } from './messages.ts';

type Code = ResultOf<typeof issueResidentCode>;

/** A code to scan now, or the number of a printed card. */
export function CodePanel({ residentId, name }: { residentId: string; name: string }) {
  const say = useText();
  const may = useMay('resident.issue-code');
  const issue = useCommand(issueResidentCode);
  const [code, setCode] = useState<Code>();
  const make = async (kind: Code['kind']) => setCode((await issue.run({ id: residentId, kind })) ?? undefined);
  if (!may) return null;
  return (
    <Panel title={say(messages.code)}>
      <div className="yg-stack residents-code">
        {issue.problem && <ProblemNotice problem={issue.problem} />}
        {code && <ShownCode key={code.code} code={code} name={name} />}
        <div className="yg-row yg-print-hidden">
          <Button loading={issue.pending} onClick={() => void make('dynamic')}>{say(messages.dynamicCode)}</Button>
          <Button loading={issue.pending} onClick={() => void make('static')}>{say(messages.cardCode)}</Button>
        </div>
        <p className="yg-quiet yg-print-hidden">{say(messages.cardWarning)}</p>
      </div>
    </Panel>
  );
}

function ShownCode({ code, name }: { code: Code; name: string }) {
  const say = useText();
  const secondsLeft = useSecondsLeft(code.expiresAt);
  const expired = secondsLeft !== undefined && secondsLeft <= 0;
  return (
    <figure className="residents-code-figure">
      {!expired && <QrCode content={code.code} label={say(messages.codeAlt)} />}
      <figcaption>
        {code.kind === 'static' && <><strong>{name}</strong> <span className="residents-number">{code.code.replace(/(.{4})(?=.)/g, '$1 ')}</span></>}
        {secondsLeft !== undefined && <span role="timer">{expired ? say(messages.codeExpired) : say(messages.codeLeft, { seconds: secondsLeft })}</span>}
      </figcaption>
      {code.kind === 'static' && <Button className="yg-print-hidden" icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>{say(messages.print)}</Button>}
    </figure>
  );
}

function useSecondsLeft(expiresAt: string | null): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (expiresAt === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  return expiresAt === null ? undefined : Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1_000));
}
