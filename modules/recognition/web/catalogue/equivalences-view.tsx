import { Button } from 'antd';
import { chinaDate } from '#platform/kernel/period.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { endEquivalence, listEquivalences, type Equivalence } from '../../contract/catalogue.ts';
import { RELATIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { usePeriod } from './period.ts';

const FILTERS = [{ key: 'relation', title: messages.relation, kind: 'choice' as const, options: Object.entries(RELATIONS).map(([value, label]) => ({ value, label })) }];

/** Which code stands for which; one that was wrong is ended, not deleted. */
export function EquivalencesView() {
  const say = useText();
  const period = usePeriod();
  const may = useMay('recognition.end-equivalence');
  const end = useCommand(endEquivalence);
  const confirm = useConfirmReason();
  const stop = async (row: Equivalence) => {
    const sure = await confirm({ title: `${row.code} – ${row.otherCode}`, explanation: say(messages.withdraw), verb: say(messages.end), danger: true, reasonLengthMin: 0 });
    if (sure !== undefined && (await end.run({ id: row.id, validUntil: chinaDate(new Date()) }))) toast(say(messages.saved));
  };
  const columns: Column<Equivalence>[] = [
    { key: 'code', title: messages.code, width: 180, render: (row) => row.code, value: (row) => row.code },
    { key: 'relation', title: messages.relation, width: 120, render: (row) => say(RELATIONS[row.relation]), value: (row) => say(RELATIONS[row.relation]) },
    { key: 'other', title: messages.otherCode, width: 180, render: (row) => row.otherCode, value: (row) => row.otherCode },
    { key: 'note', title: messages.remark, width: 220, onPhone: false, render: (row) => row.note ?? '—', value: (row) => row.note },
    { key: 'valid', title: messages.valid, width: 220, render: period, value: period },
    { key: 'end', title: messages.actions, width: 90, render: (row) => (may && row.validUntil === null ? <Button size="small" onClick={() => void stop(row)}>{say(messages.end)}</Button> : null) },
  ];
  return (
    <>
      {end.problem && <ProblemNotice problem={end.problem} />}
      <DataTable name="recognition.equivalences" title={say(messages.equivalences)} operation={listEquivalences} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.code} filters={FILTERS} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />
    </>
  );
}
