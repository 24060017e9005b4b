import { useParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listRecordAccess } from '../contract.ts';
import { AccessTable } from './access-table.tsx';
import { messages } from './messages.ts';

/** For the privacy officer: every look at one record. */
export function AccessPage() {
  const { personId = '' } = useParams();
  const say = useText();
  const access = useOperation(listRecordAccess, { personId, limit: 200 });
  return (
    <>
      <PageHeader title={say(messages.accessOf)} back={{ to: `/records/${personId}` }} />
      <Answer query={access}>
        {(data) => (
          <div className="yg-stack">
            <p className="yg-quiet">{say(messages.shown, { total: data.total })}</p>
            <AccessTable rows={data.rows} />
          </div>
        )}
      </Answer>
    </>
  );
}
