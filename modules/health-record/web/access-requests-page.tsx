import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { decideAccessRequest, listAccessRequests, type AccessRequest } from '../contract/openings.ts';
import { problems } from '../contract/permissions.ts';
import { privacyMessages as messages } from './messages.ts';
import './health-record.css';

/** Requests of colleagues to open records: the second pair of eyes. */
export function AccessRequestsPage() {
  const say = useText();
  const requests = useOperation(listAccessRequests, { state: 'waiting', limit: 100 }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={say(messages.accessRequests)} subtitle={say(messages.accessRequestsWhy)} />
      <Answer query={requests}>
        {(page) => (
          <Panel title={say(messages.total, { total: page.total })}>
            {page.rows.length === 0 && <Empty title={say(messages.nothing)} />}
            <ul className="health-record-queue">{page.rows.map((request) => <RequestItem key={request.id} request={request} />)}</ul>
          </Panel>
        )}
      </Answer>
    </>
  );
}

function RequestItem({ request }: { request: AccessRequest }) {
  const say = useText();
  const format = useFormat();
  return (
    <li>
      <Facts
        columns={3}
        items={[
          { label: say(messages.person), value: request.personName || request.personId },
          { label: say(messages.asker), value: `${request.byName} · ${request.organisationName}` },
          { label: say(messages.when), value: `${format.dateTime(request.at)} · ${say(messages.days, { days: request.days })}` },
          { label: say(messages.reason), value: request.reason, wide: true },
        ]}
      />
      <Decision request={request} />
    </li>
  );
}

function Decision({ request }: { request: AccessRequest }) {
  const say = useText();
  const ask = useConfirmReason();
  const { account } = useSession();
  const decide = useCommand(decideAccessRequest);
  const isOwn = account?.id === request.byId;
  const run = async (outcome: 'confirmed' | 'declined') => {
    const verb = say(outcome === 'confirmed' ? messages.confirmVerb : messages.refuseVerb);
    const note = await ask({ title: verb, explanation: request.reason, verb });
    if (note !== undefined && (await decide.run({ id: request.id, outcome, note }))) toast(say(messages.done));
  };
  return (
    <div className="yg-stack">
      {decide.problem && <ProblemNotice problem={decide.problem} />}
      <div className="yg-row">
        <AbilityButton type="primary" ability={{ allowed: !isOwn, reason: problems['health-record.own-request'] }} loading={decide.pending} onClick={() => void run('confirmed')}>{say(messages.confirmVerb)}</AbilityButton>
        <Button loading={decide.pending} disabled={isOwn} onClick={() => void run('declined')}>{say(messages.refuseVerb)}</Button>
      </div>
    </div>
  );
}
