import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getSecondReading, gradeSecondReading, listSecondReadings, recordSecondReading } from '../../contract/quality.ts';
import { MODALITIES } from '../../contract/words.ts';
import { messages, orderMessages, qualityMessages } from '../messages.ts';
import { openViewer } from '../order/open-viewer.ts';
import { SampleForm } from './sample-form.tsx';

type Row = ResultOf<typeof listSecondReadings>['rows'][number];
type Detail = ResultOf<typeof getSecondReading>;
const GRADE_TONE = { agree: 'done', minor: 'due', major: 'overdue' } as const;

/** Reports drawn to be read again, without the first reader's name and words. */
export function SecondReadingList() {
  const say = useText();
  const workspace = useWorkspace();
  const mayDraw = useMay('shared-diagnosis.draw-sample');
  const open = (row: Row) => workspace.open({ key: `second-reading:${row.id}`, title: `${say(qualityMessages.second)} · ${row.itemName}`, content: <SecondReadingPanel id={row.id} />, width: 'wide' });
  const columns: Column<Row>[] = [
    { key: 'state', title: qualityMessages.state, width: 110, render: (row) => <StateTag tone={row.state === 'open' ? 'due' : 'done'} text={say(row.state === 'open' ? qualityMessages.open : qualityMessages.done)} />, value: (row) => row.state },
    { key: 'item', title: messages.item, width: 220, render: (row) => row.itemName, value: (row) => row.itemName },
    { key: 'modality', title: messages.modality, width: 120, render: (row) => say(MODALITIES[row.modality]), value: (row) => row.modality },
    { key: 'month', title: qualityMessages.month, width: 100, render: (row) => row.month, value: (row) => row.month },
    { key: 'grade', title: qualityMessages.grade, width: 130, render: (row) => (row.grade === null ? '—' : <StateTag tone={GRADE_TONE[row.grade]} text={say(qualityMessages[row.grade])} />), value: (row) => row.grade },
    { key: 'reader', title: messages.claimedBy, width: 120, render: (row) => row.readByName ?? '—', value: (row) => row.readByName },
    { key: 'drawn', title: qualityMessages.draw, width: 120, onPhone: false, render: (row) => <TimeAgo at={row.drawnAt} />, value: (row) => row.drawnAt },
  ];
  return (
    <>
      {mayDraw && <div className="yg-row"><Button onClick={() => workspace.open({ key: 'draw-sample', title: say(qualityMessages.draw), content: <SampleForm onDone={() => workspace.close('draw-sample')} /> })}>{say(qualityMessages.draw)}</Button></div>}
      <DataTable
        name="diagnosis.second" title={say(qualityMessages.second)} operation={listSecondReadings} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.itemName} onOpen={open} views={[{ key: 'open', title: qualityMessages.open, filters: { state: 'open' } }, { key: 'done', title: qualityMessages.done, filters: { state: 'read' } }]}
        empty={{ title: qualityMessages.nothingToRead, next: qualityMessages.nothingNext }}
      />
    </>
  );
}

function SecondReadingPanel({ id }: { id: string }) {
  const reading = useOperation(getSecondReading, { id });
  return <Answer query={reading}>{(data) => (data.state === 'open' ? <BlindForm reading={data} /> : <Compared reading={data} />)}</Answer>;
}

function BlindForm({ reading }: { reading: Detail }) {
  const say = useText();
  const form = useDraftForm({
    operation: recordSecondReading, draftKey: `second-reading:${reading.id}`, title: `${say(qualityMessages.second)} ${reading.itemName}`, path: '/diagnosis/quality?show=second', initial: {},
    toInput: (values) => ({ id: reading.id, positive: values['verdict'] === 'positive', impression: values['impression'] }) as never, onDone: () => toast(say(messages.saved)),
  });
  return (
    <div className="yg-stack">
      <Facts items={[{ label: say(messages.item), value: reading.itemName }, { label: say(messages.person), value: [reading.personSex, reading.personAge].filter(Boolean).join(' · ') }, { label: say(orderMessages.question), value: reading.clinical.question, wide: true }]} />
      <div className="yg-row">
        {reading.data.map((item) => item.uid && <Button key={item.uid} onClick={() => openViewer(item.kind === 'ecg' ? `/ecg/records/${item.uid}` : `/imaging/studies/${item.uid}`)}>{say(item.kind === 'ecg' ? orderMessages.openEcg : orderMessages.openImages)}</Button>)}
      </div>
      <DraftForm form={form} submitLabel={say(qualityMessages.readNow)}>
        <RadioField name="verdict" label={say(qualityMessages.verdict)} options={[{ value: 'positive', label: say(messages.positive) }, { value: 'negative', label: say(messages.negative) }]} required />
        <TextAreaField name="impression" label={say(qualityMessages.impression)} rows={5} maxLength={4000} required />
      </DraftForm>
    </div>
  );
}

function Compared({ reading }: { reading: Detail }) {
  const say = useText();
  const verdict = (positive: boolean | undefined) => say(positive ? messages.positive : messages.negative);
  const form = useDraftForm({
    operation: gradeSecondReading, draftKey: `grade-second-reading:${reading.id}`, title: say(qualityMessages.grade), path: '/diagnosis/quality?show=second', initial: { grade: reading.grade }, toInput: (values) => ({ ...values, id: reading.id }) as never,
    onDone: () => toast(say(messages.saved)),
  });
  return (
    <div className="yg-stack">
      <Panel level={3} title={`${say(qualityMessages.firstReport)} · ${verdict(reading.first?.positive)}`}><p className="diagnosis-text">{reading.first?.findings}</p><p className="diagnosis-text"><strong>{reading.first?.impression}</strong></p></Panel>
      <Panel level={3} title={`${say(qualityMessages.impression)} · ${verdict(reading.second?.positive)}`}><p className="diagnosis-text">{reading.second?.impression}</p><p className="yg-quiet">{reading.readByName}</p></Panel>
      <DraftForm form={form} submitLabel={say(qualityMessages.grade)}>
        <RadioField name="grade" label={say(qualityMessages.grade)} options={(['agree', 'minor', 'major'] as const).map((value) => ({ value, label: say(qualityMessages[value]) }))} required />
        <TextField name="note" label={say(messages.note)} />
      </DraftForm>
    </div>
  );
}
