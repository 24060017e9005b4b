import { Select } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { closeIndicatorPeriod, listIndicatorPeriods, type IndicatorPeriod } from '../../contract/operations.ts';
import { LISTS, type IndicatorList } from '../lists.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';

/** Months, what was frozen in each, and how complete the open ones are. */
export function PeriodsPage() {
  const say = useText();
  const format = useFormat();
  const [list, setList] = useState<IndicatorList>('county-14');
  const periods = useOperation(listIndicatorPeriods, { list }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={say(messages.periods)} subtitle={say(messages.periodsSubtitle)} />
      <div className="yg-stack">
        <Select aria-label={say(messages.list)} value={list} style={{ maxWidth: 240 }} options={LISTS.map((value) => ({ value, label: say(messages[value]) }))} onChange={setList} />
        <Answer query={periods}>
          {({ rows }) => (
            <PlainTable
              caption={say(messages.periods)} rows={rows} rowKey={({ month }) => month}
              columns={[
                { key: 'month', title: messages.month, render: ({ month }) => month },
                { key: 'given', title: messages.completeness, align: 'end', render: ({ given, expected }) => (expected === 0 ? '—' : `${given} / ${expected}`) },
                { key: 'state', title: messages.state, render: ({ closedAt, closedBy }) => (closedAt === null ? say(messages.open) : say(messages.closedMonth, { at: format.dateTime(closedAt), by: closedBy ?? '' })) },
                { key: 'frozen', title: messages.frozenValues, align: 'end', render: ({ frozen }) => frozen || '—' },
                { key: 'restated', title: messages.restatedValues, align: 'end', render: ({ restated }) => restated || '—' },
                { key: 'act', title: messages.close, render: (period) => <CloseButton period={period} /> },
              ]}
            />
          )}
        </Answer>
      </div>
    </>
  );
}

function CloseButton({ period }: { period: IndicatorPeriod }) {
  const say = useText();
  const ability = useAbility();
  const askReason = useConfirmReason();
  const close = useCommand(closeIndicatorPeriod);
  const { month, expected, given, refusal } = period;
  if (refusal === 'closed') return null;
  const begin = async () => {
    const agreed = await askReason({ title: `${say(messages.close)} ${month}`, verb: say(messages.close), explanation: say(messages.closeWhy, { month, expected, given }), reasonLengthMin: 0 });
    if (agreed !== undefined) await close.run({ month });
  };
  return (
    <>
      <AbilityButton size="small" ability={ability('indicators.close', refusal === null ? undefined : messages.notOver)} loading={close.pending} onClick={() => void begin()}>{say(messages.close)}</AbilityButton>
      {close.problem === undefined ? null : <ProblemNotice problem={close.problem} />}
    </>
  );
}
