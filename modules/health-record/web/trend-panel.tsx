import { Select } from 'antd';
import { useState } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getTrend, listTrends } from '../contract.ts';
import { messages } from './messages.ts';

/** A measurement over the years, whichever member took it. */
export function TrendPanel({ personId }: { personId: string }) {
  const say = useText();
  const trends = useOperation(listTrends, { personId });
  const [chosen, setChosen] = useState<string>();
  const code = chosen ?? trends.data?.rows[0]?.code;
  if (trends.data?.rows.length === 0) return null;
  return (
    <Panel
      title={say(messages.trends)}
      actions={
        <Select
          aria-label={say(messages.chooseTrend)}
          style={{ width: 200 }}
          value={code}
          onChange={setChosen}
          options={(trends.data?.rows ?? []).map((row) => ({ value: row.code, label: `${row.title}（${row.count}）` }))}
        />
      }
    >
      <Answer query={trends}>
        {() => code !== undefined && <TrendChart personId={personId} code={code} />}
      </Answer>
    </Panel>
  );
}

function TrendChart({ personId, code }: { personId: string; code: string }) {
  const say = useText();
  const trend = useOperation(getTrend, { personId, code }, { keepPrevious: true });
  return (
    <Answer query={trend}>
      {(data) => (
        <>
          <LineTrend
            title={data.title}
            unit={data.unit}
            series={data.series.map((line) => ({ name: line.name, points: line.points.map((point) => ({ at: point.at, value: point.value })) }))}
          />
          {data.truncated && <p className="yg-quiet">{say(messages.truncated)}</p>}
        </>
      )}
    </Answer>
  );
}
