import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { listed } from '#platform/web/text/listed.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listAskedBodies } from '../../contract/meetings.ts';
import { messages } from '../messages.ts';
import { useOfficeAbility } from '../use-office-ability.ts';
import { FoundBodyForm } from './body-forms.tsx';

/** What the policies in force ask to be founded, and what has been; nothing where no policy asks. */
export function AskedBodies() {
  const say = useText();
  const ability = useOfficeAbility();
  const asked = useOperation(listAskedBodies, {}, { refreshOn: ['governance', 'regions'] });
  const rows = asked.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={say(messages.asked)}>
      <PlainTable
        caption={say(messages.asked)} rows={rows} rowKey={({ sourceId }) => sourceId}
        columns={[
          { key: 'name', title: messages.bodies, render: ({ name }) => say(name) },
          { key: 'policy', title: messages.policy, render: ({ regionName, clause }) => `${say(regionName)} · ${clause}` },
          { key: 'chair', title: messages.chair, render: ({ chair }) => (chair === null ? '—' : say(chair)) },
          { key: 'seats', title: messages.seats, render: ({ seats }) => (seats.length === 0 ? '—' : listed(seats.map((seat) => say(seat)))) },
          { key: 'found', title: messages.foundBody, render: (row) => (row.bodyId === null
            ? <PanelButton id={`found:${row.sourceId}`} title={messages.foundBody} ability={ability('governance.found-body')}>{(close) => <FoundBodyForm asked={row} onDone={close} />}</PanelButton>
            : <StateTag tone="done" text={say(messages.founded)} />) },
        ]}
      />
    </Panel>
  );
}
