import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listPriorReports, type OrderDetail } from '../../contract/orders.ts';
import { orderMessages } from '../messages.ts';
import type { Beside } from './data-panel.tsx';

/** Reports of every site, the same kind first; their images come beside the present ones. */
export function PriorPanel({ order, onBeside }: { order: OrderDetail; onBeside: (beside: Beside) => void }) {
  const say = useText();
  const prior = useOperation(listPriorReports, { id: order.id });
  return (
    <Panel title={say(orderMessages.prior)}>
      <Answer query={prior}>
        {({ reports }) =>
          reports.length === 0 ? <p className="yg-quiet">{say(orderMessages.noPrior)}</p> : (
            <ul className="diagnosis-plain">
              {reports.map((report) => (
                <li key={report.id}>
                  <div className="yg-row">
                    <strong>{report.title}</strong>
                    {report.sameKind && <StateTag tone="information" text={say(orderMessages.sameKind)} />}
                    {report.at && <span className="yg-quiet"><TimeAgo at={report.at} /></span>}
                    {report.studyUid && <Button size="small" onClick={() => onBeside({ studyUid: report.studyUid! })}>{say(orderMessages.beside)}</Button>}
                    {report.ecgRecordId && <Button size="small" onClick={() => onBeside({ ecgRecordId: report.ecgRecordId! })}>{say(orderMessages.besideEcg)}</Button>}
                  </div>
                  <p className="diagnosis-text">{report.conclusion ?? '—'}</p>
                  <span className="yg-quiet">{report.organisationName}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
