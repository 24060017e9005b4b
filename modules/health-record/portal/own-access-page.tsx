import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listOwnAccess } from '../contract.ts';
import { messages } from './messages.ts';

/** Who looked at the resident's record, in plain words. */
export function OwnAccessPage() {
  const say = useText();
  const format = useFormat();
  const { account } = useSession();
  const access = useOperation(listOwnAccess, { limit: 100 });
  return (
    <>
      <PageHeader title={say(messages.ownAccess)} subtitle={say(messages.accessHint)} />
      <Answer query={access}>
        {(data) => (
          <Panel title={say(messages.total, { total: data.total })}>
            {data.rows.length === 0 && <Empty title={say(messages.nobody)} />}
            <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {data.rows.map((row) => (
                <li key={`${row.at}-${row.who}`}>
                  {row.organisationName === '' && row.who === account?.name
                    ? <strong>{say(messages.yourself)}</strong>
                    : <><strong>{row.organisationName || say(messages.unknownPlace)}</strong> {row.who}</>}
                  {row.outcome === 'refused' && <> （{say(messages.refused)}）</>}
                  <div className="yg-quiet">{format.dateTime(row.at)}</div>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </Answer>
    </>
  );
}
