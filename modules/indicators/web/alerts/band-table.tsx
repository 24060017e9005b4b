import { findDefinition } from '../../contract/definitions/all.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { endIndicatorBand, listIndicatorBands } from '../../contract/alerts.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';

export function BandTable() {
  const say = useText();
  const ability = useAbility();
  const bands = useOperation(listIndicatorBands, {});
  const ending = useCommand(endIndicatorBand);
  return (
    <Answer query={bands}>
      {({ rows }) => (
        <PlainTable
          caption={say(messages.bands)} rows={rows} rowKey={({ id }) => id} empty={messages.noBands}
          columns={[
            { key: 'indicator', title: messages.indicator, render: ({ indicatorId }) => `${indicatorId} ${say(findDefinition(indicatorId)?.name ?? { zh: '', en: '' })}` },
            { key: 'band', title: messages.expected, render: ({ low, high }) => (low === null && high === null ? '—' : `${low ?? '…'} – ${high ?? '…'}`) },
            { key: 'deviations', title: messages.deviations, align: 'end', render: ({ deviations }) => deviations ?? '—' },
            { key: 'each', title: messages.eachSite, render: ({ eachSite }) => say(eachSite ? messages.yes : messages.no) },
            { key: 'watcher', title: messages.assignee, render: ({ watcherName }) => watcherName },
            { key: 'end', title: messages.endBand, render: ({ id }) => <AbilityButton size="small" ability={ability('indicators.watch')} onClick={() => void ending.run({ id })}>{say(messages.endBand)}</AbilityButton> },
          ]}
        />
      )}
    </Answer>
  );
}
