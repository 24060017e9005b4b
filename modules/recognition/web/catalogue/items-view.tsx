import { Button } from 'antd';
import { chinaDate } from '#platform/kernel/period.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { endRecognitionItem, listRecognitionItems, type Item } from '../../contract/catalogue.ts';
import { KINDS, SCOPES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { usePeriod } from './period.ts';

/** What is recognised, how far and how long; versions with their days. */
export function ItemsView() {
  const say = useText();
  const format = useFormat();
  const period = usePeriod();
  const may = useMay('recognition.end-item');
  const end = useCommand(endRecognitionItem);
  const confirmReason = useConfirmReason();
  const stop = async (row: Item) => {
    const reason = await confirmReason({ title: say(messages.end), explanation: row.name, verb: say(messages.end), danger: true });
    if (reason !== undefined && (await end.run({ id: row.id, validUntil: chinaDate(new Date()), reason }))) toast(say(messages.saved));
  };
  const columns: Column<Item>[] = [
    { key: 'code', title: messages.code, width: 140, render: (row) => row.code, value: (row) => row.code },
    { key: 'name', title: messages.name, width: 220, render: (row) => say({ zh: row.name, en: row.nameEn }), value: (row) => row.name },
    { key: 'kind', title: messages.kind, width: 90, render: (row) => say(KINDS[row.kind]), value: (row) => say(KINDS[row.kind]) },
    { key: 'scope', title: messages.scope, width: 110, render: (row) => say(SCOPES[row.scope]), value: (row) => say(SCOPES[row.scope]) },
    { key: 'window', title: messages.window, width: 110, align: 'end', render: (row) => row.windowDays, value: (row) => row.windowDays },
    { key: 'price', title: messages.price, width: 110, align: 'end', render: (row) => format.money(row.priceFen), value: (row) => row.priceFen / 100 },
    { key: 'version', title: messages.version, width: 70, align: 'end', render: (row) => row.version, value: (row) => row.version },
    { key: 'valid', title: messages.valid, width: 200, render: period, value: period },
    { key: 'end', title: messages.actions, width: 90, render: (row) => (may && row.endReason === null ? <Button size="small" onClick={() => void stop(row)}>{say(messages.end)}</Button> : null) },
  ];
  const filters = [{ key: 'kind', title: messages.kind, kind: 'choice' as const, options: Object.entries(KINDS).map(([value, label]) => ({ value, label })) }, { key: 'scope', title: messages.scope, kind: 'choice' as const, options: Object.entries(SCOPES).map(([value, label]) => ({ value, label })) }];
  return (
    <>
      {end.problem && <ProblemNotice problem={end.problem} />}
      <DataTable name="recognition.items" title={say(messages.items)} operation={listRecognitionItems} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.name} filters={filters} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />
    </>
  );
}
