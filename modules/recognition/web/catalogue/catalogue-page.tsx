import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { chinaDate } from '#platform/kernel/period.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { endRecognitionItem, listEquivalences, listQualityMarks, listRecognitionItems, type Equivalence, type Item, type QualityMark } from '../../contract/catalogue.ts';
import { KINDS, QUALITY_KINDS, RELATIONS, SCOPES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { ItemForm } from './item-form.tsx';

type Shown = 'items' | 'equivalences' | 'quality';
const VIEWS = { items: Items, equivalences: Equivalences, quality: Marks };

/** What is recognised, what stands for what, and whose results are good enough. */
export function CataloguePage() {
  const say = useText();
  const workspace = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const given = address.get('show');
  const shown: Shown = given === 'equivalences' || given === 'quality' ? given : 'items';
  const may = useMay('recognition.publish-item');
  const View = VIEWS[shown];
  const add = () => workspace.open({ key: 'recognition-item', title: say(messages.publish), content: <ItemForm onDone={() => workspace.close('recognition-item')} /> });
  return (
    <>
      <PageHeader title={say(messages.catalogue)} actions={may && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={add}>{say(messages.publish)}</Button>} />
      <div className="yg-stack">
        <Segmented value={shown} onChange={(value) => setAddress(value === 'items' ? {} : { show: String(value) }, { replace: true })} options={(['items', 'equivalences', 'quality'] as const).map((value) => ({ value, label: say(messages[value]) }))} />
        <View />
      </div>
    </>
  );
}

const usePeriod = () => {
  const say = useText();
  return (row: { validFrom: string; validUntil: string | null }): string => `${row.validFrom} – ${row.validUntil ?? say(messages.openEnd)}`;
};

function Items() {
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

function Equivalences() {
  const say = useText();
  const period = usePeriod();
  const columns: Column<Equivalence>[] = [
    { key: 'code', title: messages.code, width: 180, render: (row) => row.code, value: (row) => row.code },
    { key: 'relation', title: messages.relation, width: 120, render: (row) => say(RELATIONS[row.relation]), value: (row) => say(RELATIONS[row.relation]) },
    { key: 'other', title: messages.otherCode, width: 180, render: (row) => row.otherCode, value: (row) => row.otherCode },
    { key: 'valid', title: messages.valid, width: 220, render: period, value: period },
  ];
  return <DataTable name="recognition.equivalences" title={say(messages.equivalences)} operation={listEquivalences} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.code} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />;
}

function Marks() {
  const say = useText();
  const period = usePeriod();
  const passed = (row: QualityMark): string => say(row.passed ? messages.yes : messages.no);
  const columns: Column<QualityMark>[] = [
    { key: 'organisation', title: messages.organisation, width: 220, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'kind', title: messages.kind, width: 140, render: (row) => say(QUALITY_KINDS[row.kind]), value: (row) => say(QUALITY_KINDS[row.kind]) },
    { key: 'code', title: messages.code, width: 140, render: (row) => row.code ?? say(messages.allItems), value: (row) => row.code ?? say(messages.allItems) },
    { key: 'passed', title: messages.passed, width: 100, render: passed, value: passed },
    { key: 'certificate', title: messages.certificate, width: 160, render: (row) => row.certificate ?? '—', value: (row) => row.certificate ?? '' },
    { key: 'valid', title: messages.valid, width: 220, render: period, value: period },
  ];
  return <DataTable name="recognition.quality" title={say(messages.quality)} operation={listQualityMarks} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.organisationName} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />;
}
