import { Button } from 'antd';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { breakGlass, requestAccess } from '../contract/openings.ts';
import { privacyMessages as messages } from './messages.ts';

/** A record that is not open: why, and the ways to it. */
export function ClosedRecord({ personId }: { personId: string }) {
  const say = useText();
  const ask = useConfirmReason();
  const [mayBreak, mayRequest] = [useMay('health-record.break-glass'), useMay('health-record.request-access')];
  const emergency = useCommand(breakGlass);
  const request = useCommand(requestAccess);
  const open = async () => {
    const reason = await ask({ title: say(messages.breakGlass), explanation: say(messages.breakGlassWhy), verb: say(messages.breakGlass), danger: true, usual: [say(messages.emergencyReasons)] });
    if (reason !== undefined) await emergency.run({ personId, reason });
  };
  const askColleague = async () => {
    const reason = await ask({ title: say(messages.requestAccess), explanation: say(messages.requestAccessWhy), verb: say(messages.requestAccess) });
    if (reason !== undefined && (await request.run({ personId, reason }))) toast(say(messages.requested));
  };
  const problem = emergency.problem ?? request.problem;
  return (
    <Panel title={say(messages.closed)}>
      <div className="yg-stack">
        <p>{say(messages.closedWhy)}</p>
        {problem && <ProblemNotice problem={problem} />}
        <div className="yg-row">
          {mayRequest && <Button type="primary" loading={request.pending} onClick={() => void askColleague()}>{say(messages.requestAccess)}</Button>}
          {mayBreak && <Button danger loading={emergency.pending} onClick={() => void open()}>{say(messages.breakGlass)}</Button>}
        </div>
      </div>
    </Panel>
  );
}
