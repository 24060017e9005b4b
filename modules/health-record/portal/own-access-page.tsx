import { Button } from 'antd';
import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { listOwnAccess } from '../contract.ts';
import { listOwnEmergencies } from '../contract/reviews.ts';
import { basisWords } from './basis-words.ts';
import { lookWords, purposeWords } from './look-words.ts';
import { messages } from './messages.ts';
import { useRaiseRequest } from './use-raise-request.ts';

type Look = ResultOf<typeof listOwnAccess>['rows'][number];

/** Who looked at the resident's record, in plain words; each look of an organisation can be objected to. */
export function OwnAccessPage() {
  const say = useText();
  const access = useOperation(listOwnAccess, { limit: 100 });
  return (
    <>
      <PageHeader title={say(messages.ownAccess)} subtitle={say(messages.accessHint)} />
      <div className="yg-stack">
        <Link to="/choices">{say(messages.choices)}</Link>
        <Emergencies />
        <Answer query={access}>
          {(data) => (
            <Panel title={say(messages.total, { total: data.total })}>
              {data.rows.length === 0 && <Empty title={say(messages.nobody)} />}
              <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {data.rows.map((row) => <LookItem key={`${row.at}-${row.who}-${row.action}`} look={row} />)}
              </ul>
            </Panel>
          )}
        </Answer>
      </div>
    </>
  );
}

function LookItem({ look }: { look: Look }) {
  const say = useText();
  const format = useFormat();
  const { account } = useSession();
  const { raise, pending } = useRaiseRequest('objection');
  const isOwn = look.basis === 'own-record' || (look.organisationId === null && look.who === account?.name);
  const { organisationId } = look;
  const about = say(messages.about, { organisation: look.organisationName, date: format.dateTime(look.at) });
  return (
    <li>
      {isOwn ? <strong>{say(messages.yourself)}</strong> : <><strong>{look.organisationName || say(messages.unknownPlace)}</strong> {look.who}</>}
      {look.outcome === 'refused' && <> <span className="yg-tag yg-tone-neutral">{say(messages.refused)}</span></>}
      <div>{say(lookWords(look.action, look.resourceType, look.basis))}</div>
      <div className="yg-quiet">
        {format.dateTime(look.at)}
        {!isOwn && <> · {look.basis === null ? say(basisWords(null)) : say(messages.why, { basis: say(basisWords(look.basis)) })}</>}
        {look.purpose && !isOwn && <> · {say(messages.purpose, { purpose: say(purposeWords(look.purpose)) })}</>}
      </div>
      {organisationId !== null && !isOwn && (
        <Button type="link" size="small" style={{ paddingInline: 0 }} loading={pending} onClick={() => void raise({ organisationId, about })}>{say(messages.object)}</Button>
      )}
    </li>
  );
}

function Emergencies() {
  const say = useText();
  const format = useFormat();
  const { data } = useOperation(listOwnEmergencies, { limit: 20 });
  if (!data || data.rows.length === 0) return null;
  return (
    <Panel title={say(messages.emergencies)}>
      <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {data.rows.map((row) => (
          <li key={row.at}>
            <strong>{say(messages.emergencyOf, { organisation: row.organisationName, who: row.who })}</strong>
            <div>{say(messages.reason, { reason: row.reason })}</div>
            <div className="yg-quiet">{format.dateTime(row.at)} · {say(messages[(row.outcome ?? 'reviewWaiting') as 'justified'])}</div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
