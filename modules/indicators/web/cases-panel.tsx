import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listIndicatorCases, type IndicatorCard } from '../contract/operations.ts';
import { messages } from './messages.ts';

const SHOWN = 20;

/** The rows behind the last month of a number that the person may open. */
export function MeasuredCases({ card: { definition, trend, current } }: { card: IndicatorCard }) {
  const say = useText();
  const may = useMay('indicators.cases');
  const month = [current, ...trend.toReversed()].find(({ period }) => /^\d{4}-\d{2}$/.test(period))?.period;
  const cases = useOperation(listIndicatorCases, { indicatorId: definition.id, month: month ?? '', limit: SHOWN }, { enabled: may && month !== undefined });
  if (!may || month === undefined) return null;
  return (
    <Panel level={3} title={`${say(messages.cases)} · ${month}`}>
      <Answer query={cases}>
        {({ rows, total }) => (
          <>
            <p className="yg-quiet">{say(messages.casesTotal, { total })}</p>
            <PlainTable
              caption={say(messages.cases)} rows={rows} rowKey={({ caseId, day, numerator, denominator }) => `${caseId}|${day}|${numerator}|${denominator}`} empty={messages.noData}
              columns={[
                { key: 'day', title: messages.day, render: ({ day }) => day ?? '—' },
                { key: 'case', title: messages.case, render: ({ caseId, personId }) => (personId === null ? caseId : <Link to={`/records/${personId}`}>{say(messages.openRecord)}</Link>) },
                { key: 'numerator', title: messages.numerator, align: 'end', render: ({ numerator }) => numerator },
                { key: 'denominator', title: messages.denominator, align: 'end', render: ({ denominator }) => denominator },
              ]}
            />
          </>
        )}
      </Answer>
    </Panel>
  );
}
