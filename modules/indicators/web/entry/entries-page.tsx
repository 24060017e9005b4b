import { PlusOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useNow } from '#platform/web/text/use-now.ts';
import { useText } from '#platform/web/text/messages.ts';
import { approveIndicatorValue, listIndicatorEntries, listIndicators, returnIndicatorValue, type IndicatorEntry } from '../../contract/operations.ts';
import { LISTS, type IndicatorList } from '../lists.ts';
import { messages } from '../messages.ts';
import { useSiteName } from '../organisations.tsx';
import { useAbility } from '../use-ability.ts';
import { DuePanel } from './due-panel.tsx';
import { EnterForm } from './enter-form.tsx';
import { FileRefusal, useFileLoad } from './load-button.tsx';
import { MonthChoice, monthsBack } from './month-choice.tsx';

const STATES = ['entered', 'approved', 'returned', 'replaced'] as const;
const VIEWS: readonly TableView[] = [{ key: 'waiting', title: messages.entered, filters: { state: 'entered' } }, { key: 'all', title: messages.all, filters: {} }];
const FILTERS: readonly Filter[] = [{ key: 'state', title: messages.state, kind: 'choice', options: STATES.map((state) => ({ value: state, label: messages[state] })) }];

/** What is due, what waits for a second person, and what was decided. */
export function EntriesPage() {
  const say = useText();
  const now = useNow();
  const workspace = useWorkspace();
  const ability = useAbility();
  const [month, setMonth] = useState(() => monthsBack(2, now)[1]!);
  const [list, setList] = useState<IndicatorList>('county-14');
  const file = useFileLoad();
  const columns = useColumns();
  const enter = (indicatorId?: string) => {
    const key = `indicator-entry:${indicatorId ?? 'new'}`;
    workspace.open({ key, title: say(messages.enter), content: <EnterForm {...(indicatorId === undefined ? {} : { indicatorId })} month={month} onDone={() => workspace.close(key)} /> });
  };
  return (
    <>
      <PageHeader
        title={say(messages.entries)} subtitle={say(messages.entriesSubtitle)}
        actions={<>{file.button}<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={ability('indicators.enter')} onClick={() => enter()}>{say(messages.enter)}</AbilityButton></>}
      />
      <div className="yg-stack">
        <p className="yg-quiet">{say(messages.fileHint)}</p>
        <FileRefusal problem={file.problem} />
        <div className="yg-row">
          <MonthChoice label={say(messages.month)} value={month} now={now} onChange={setMonth} />
          <Select aria-label={say(messages.list)} value={list} style={{ minWidth: 180 }} options={LISTS.map((value) => ({ value, label: say(messages[value]) }))} onChange={setList} />
        </div>
        <DuePanel month={month} list={list} onEnter={enter} />
        <DataTable
          name="indicators.entries" title={say(messages.entries)} operation={listIndicatorEntries} rowKey={({ id }) => id} rowTitle={({ indicatorId, month: of }) => `${indicatorId} ${of}`} columns={columns} views={VIEWS} filters={FILTERS}
          onOpen={(entry) => workspace.open({ key: `entry:${entry.id}`, title: `${entry.indicatorId} ${entry.month}`, content: <EntryPanel entry={entry} onDone={() => workspace.close(`entry:${entry.id}`)} /> })}
          empty={{ title: messages.noEntries, next: messages.noEntriesNext }}
        />
      </div>
    </>
  );
}

function useColumns(): readonly Column<IndicatorEntry>[] {
  const say = useText();
  const siteOf = useSiteName();
  const definitions = useOperation(listIndicators, {}, { staleMs: 600_000 });
  const nameOf = (id: string): string => {
    const found = definitions.data?.rows.find((each) => each.id === id);
    return found === undefined ? id : `${id} ${say(found.name)}`;
  };
  return [
    { key: 'indicator', title: messages.indicator, width: 280, render: ({ indicatorId }) => nameOf(indicatorId), value: ({ indicatorId }) => nameOf(indicatorId) },
    { key: 'site', title: messages.site, width: 180, render: ({ organisationId }) => siteOf(organisationId), value: ({ organisationId }) => siteOf(organisationId) },
    { key: 'month', title: messages.month, width: 90, render: ({ month }) => month, value: ({ month }) => month },
    { key: 'numerator', title: messages.numerator, width: 130, align: 'end', render: ({ numerator }) => numerator, value: ({ numerator }) => numerator },
    { key: 'denominator', title: messages.denominator, width: 130, align: 'end', render: ({ denominator }) => denominator, value: ({ denominator }) => denominator },
    { key: 'state', title: messages.state, width: 90, render: ({ state }) => say(messages[state]), value: ({ state }) => say(messages[state]) },
    { key: 'enteredBy', title: messages.enteredBy, width: 120, onPhone: false, render: ({ enteredBy }) => enteredBy, value: ({ enteredBy }) => enteredBy },
    { key: 'enteredAt', title: { zh: '填报时间', en: 'Entered' }, width: 120, onPhone: false, render: ({ enteredAt }) => <TimeAgo at={enteredAt} />, value: ({ enteredAt }) => enteredAt },
  ];
}

function EntryPanel({ entry, onDone }: { entry: IndicatorEntry; onDone: () => void }) {
  const say = useText();
  const siteOf = useSiteName();
  const ability = useAbility();
  const { account } = useSession();
  const askReason = useConfirmReason();
  const [approve, giveBack] = [useCommand(approveIndicatorValue), useCommand(returnIndicatorValue)];
  const refusal = entry.state !== 'entered' ? messages.decided : entry.enteredBy === account?.name ? messages.ownEntry : undefined;
  const problem = approve.problem ?? giveBack.problem;
  const pass = async () => {
    if ((await approve.run({ id: entry.id })) !== undefined) onDone();
  };
  const sendBack = async () => {
    const reason = await askReason({ title: say(messages.return), verb: say(messages.return), explanation: say(messages.returnWhy, { indicator: entry.indicatorId, month: entry.month }), danger: true });
    if (reason !== undefined && (await giveBack.run({ id: entry.id, reason })) !== undefined) onDone();
  };
  return (
    <div className="yg-stack">
      <Facts
        items={[
          { label: say(messages.site), value: siteOf(entry.organisationId) },
          { label: say(messages.month), value: entry.month },
          { label: say(messages.numerator), value: entry.numerator },
          { label: say(messages.denominator), value: entry.denominator },
          { label: say(messages.state), value: say(messages[entry.state]) },
          { label: say(messages.enteredBy), value: entry.enteredBy },
          { label: say(messages.decidedBy), value: entry.decidedBy },
          { label: say(messages.sourceNote), value: entry.sourceNote, wide: true },
          ...(entry.reason === null ? [] : [{ label: say(messages.reason), value: entry.reason, wide: true }]),
        ]}
      />
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      <div className="yg-row">
        <AbilityButton type="primary" ability={ability('indicators.approve', refusal)} loading={approve.pending} onClick={() => void pass()}>{say(messages.approve)}</AbilityButton>
        <AbilityButton danger ability={ability('indicators.approve', refusal)} loading={giveBack.pending} onClick={() => void sendBack()}>{say(messages.return)}</AbilityButton>
      </div>
    </div>
  );
}
