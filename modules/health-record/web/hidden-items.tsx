import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listHiddenItems, revealItem } from '../contract/openings.ts';
import { privacyMessages as messages } from './messages.ts';

/** Sensitive items by place and time; one is uncovered with a reason. */
export function HiddenItems({ personId }: { personId: string }) {
  const say = useText();
  const format = useFormat();
  const ask = useConfirmReason();
  const hidden = useOperation(listHiddenItems, { personId }, { refreshOn: ['fhir'] });
  const reveal = useCommand(revealItem);
  const run = async (reference: string) => {
    const reason = await ask({ title: say(messages.reveal), explanation: say(messages.revealWhy), verb: say(messages.reveal) });
    if (reason !== undefined) await reveal.run({ personId, reference, reason });
  };
  if (!hidden.data || hidden.data.rows.length === 0) return null;
  return (
    <Panel title={say(messages.masked)}>
      {reveal.problem && <ProblemNotice problem={reveal.problem} />}
      <ul className="health-record-list">
        {hidden.data.rows.map((item) => (
          <li key={item.reference}>
            <span>{say(messages.maskedAt, { organisation: item.organisationName || '—', date: format.date(item.at) })}</span>
            <Button size="small" loading={reveal.pending} onClick={() => void run(item.reference)}>{say(messages.reveal)}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
