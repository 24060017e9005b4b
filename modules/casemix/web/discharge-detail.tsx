import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { getDischarge } from '../contract/discharges.ts';
import { yuanText } from './file-text.ts';
import { GroupingAnswer } from './grouping-answer.tsx';
import { messages } from './messages.ts';

export function DischargeDetail({ id, scheme }: { id: string; scheme: 'drg' | 'dip' }) {
  const query = useOperation(getDischarge, { id, scheme });
  return <Answer query={query}>{(discharge) => <Detail discharge={discharge} />}</Answer>;
}

function Detail({ discharge }: { discharge: ResultOf<typeof getDischarge> }) {
  const say = useText();
  const codes = (entries: readonly { code: string; name: string }[]): string => entries.map(({ code, name }) => `${code} ${name}`).join('；') || '—';
  return (
    <div className="yg-stack">
      <Facts columns={2} items={[
        { label: say(messages.record), value: discharge.recordNumber }, { label: say(messages.name), value: discharge.personName },
        { label: say(messages.department), value: discharge.department }, { label: say(messages.doctor), value: discharge.doctor },
        { label: say(messages.dischargedOn), value: `${discharge.admittedOn} – ${discharge.dischargedOn}` }, { label: say(messages.cost), value: yuanText(discharge.totalFen) },
        { label: say(messages.diagnoses), value: codes(discharge.diagnoses), wide: true }, { label: say(messages.procedures), value: codes(discharge.procedures), wide: true },
      ]} />
      <Panel title={`${say(messages.toComplete)} · ${discharge.quality}`} level={3}>
        <PlainTable
          caption={say(messages.toComplete)} rows={discharge.toComplete.map((row, index) => ({ ...row, index }))} rowKey={(row) => String(row.index)} empty={messages.complete}
          columns={[{ key: 'text', title: messages.reason, render: (row) => say(row) }, { key: 'points', title: messages.points, align: 'end', render: (row) => row.points }]}
        />
      </Panel>
      <GroupingAnswer answer={discharge.grouping} />
    </div>
  );
}
