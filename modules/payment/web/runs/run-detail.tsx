import { useOperation } from '#platform/web/client/hooks.ts';
import { call } from '#platform/web/client/call.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { cancelRun, confirmRun, fileAppeal, getRun, getRunReport, type Run } from '../../contract/runs.ts';
import { ActButton } from '../act-button.tsx';
import { FigureButton, FigureList, wordOfFigure } from '../figure.tsx';
import { History } from '../history.tsx';
import { messages } from '../messages.ts';
import { StateWord } from '../state-word.tsx';
import { useAbility, wrongState } from '../use-ability.ts';
import { runMessages } from './run-messages.ts';

type RunAnswer = ResultOf<typeof getRun>;

/** Names under the bars: without the county, at most seven characters; the table below has them whole. */
const shortName = (name: string): string => {
  const plain = name.replace(/^.{1,3}[县市区](?=.{3})/u, '');
  return plain.length > 7 ? `${plain.slice(0, 6)}…` : plain;
};

const COLUMNS = { clearing: ['cases', 'low', 'high', 'score', 'cost', 'gross', 'due', 'balance'], advance: ['cases', 'score', 'cost', 'advance', 'retained'], capitation: ['heads', 'capitation'] } as const;
const MAIN = { clearing: 'due', advance: 'advance', capitation: 'capitation' } as const;
const CHARTS = { clearing: runMessages.chart, advance: runMessages.chartAdvance, capitation: runMessages.chartCapitation } as const;

/** Every number of a run; each opens to formula, inputs and version. */
export function RunDetail({ id }: { id: string }) {
  const say = useText();
  const answer = useOperation(getRun, { id }, { refreshOn: ['jobs'] });
  return (
    <Answer query={answer}>
      {(data) => (
        <div className="yg-stack">
          <RunHead run={data.run} />
          <RunActions run={data.run} organisationId={data.figures.find(({ organisationId }) => organisationId !== null)?.organisationId ?? null} />
          <Panel level={3} title={say(runMessages.whole)}><FigureList figures={data.figures.filter(({ organisationId }) => organisationId === null)} about={say(runMessages.whole)} /></Panel>
          <InstitutionFigures data={data} />
          <History actions={data.history} />
        </div>
      )}
    </Answer>
  );
}

function RunHead({ run }: { run: Run }) {
  const say = useText();
  return (
    <>
      <div className="yg-row"><StateWord state={run.state} />{run.state === 'running' && <span>{say(runMessages.progress, { done: run.casesDone, total: run.casesTotal })}</span>}</div>
      {run.missing.length > 0 && <p role="alert">{say(runMessages.pending, { names: run.missing.join(', ') })}</p>}
      <Facts columns={3} items={[{ label: say(messages.version), value: run.packVersion }, { label: say(runMessages.document), value: run.documentNumber }, { label: say(runMessages.appealUntil), value: run.appealUntil }]} />
    </>
  );
}

function InstitutionFigures({ data }: { data: RunAnswer }) {
  const say = useText();
  const { run, figures, organisations } = data;
  const ids = [...new Set(figures.flatMap(({ organisationId }) => organisationId ?? []))];
  const find = (id: string, name: string) => figures.find((each) => each.organisationId === id && each.name === name);
  const nameOf = (id: string) => organisations[id] ?? id;
  const main = MAIN[run.kind];
  const items = ids.map((id) => {
    const value = find(id, main)?.value;
    return { name: shortName(nameOf(id)), value: value === undefined ? null : Math.round(Number(value) / 100) / 100 };
  });
  const columns: Column<string>[] = [
    { key: 'institution', title: messages.institution, render: nameOf },
    ...COLUMNS[run.kind].map((name): Column<string> => ({ key: name, title: wordOfFigure(name), align: 'end', render: (id) => <FigureButton figure={find(id, name)} about={nameOf(id)} /> })),
  ];
  return (
    <Panel level={3} title={say(runMessages.perInstitution)}>
      {items.length > 0 && <Bars title={say(CHARTS[run.kind])} items={items} unit={say(messages.wanYuan)} />}
      <PlainTable caption={say(runMessages.perInstitution)} columns={columns} rows={ids} rowKey={(id) => id} empty={messages.none} />
    </Panel>
  );
}

function RunActions({ run, organisationId }: { run: Run; organisationId: string | null }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const save = async (format: 'excel' | 'pdf' | 'detail') => saveFile(await call(getRunReport, { id: run.id, format }));
  const openForm = (key: string, title: string, content: React.ReactNode) => workspace.open({ key, title, content });
  return (
    <>
      <AbilityBar
        actions={[
          {
            key: 'confirm', title: say(runMessages.confirm), primary: true, ability: ability('payment.confirm-run', run.state !== 'prepared' && wrongState),
            onClick: () => openForm(`confirm:${run.id}`, say(runMessages.confirm), <ConfirmForm run={run} onDone={() => workspace.close(`confirm:${run.id}`)} />),
          },
          {
            key: 'appeal', title: say(runMessages.appeal), ability: ability('payment.file-appeal', (run.state !== 'confirmed' || organisationId === null) && wrongState),
            onClick: () => openForm(`appeal:${run.id}`, say(runMessages.appeal), <AppealForm run={run} organisationId={organisationId ?? ''} onDone={() => workspace.close(`appeal:${run.id}`)} />),
          },
          { key: 'excel', title: say(messages.excel), onClick: () => void save('excel') },
          { key: 'pdf', title: say(messages.pdf), onClick: () => void save('pdf') },
          { key: 'detail', title: say(messages.detail), onClick: () => void save('detail') },
        ]}
      />
      <ActButton
        operation={cancelRun} title={runMessages.cancel} explanation={runMessages.cancelWhy} danger inputOf={(reason) => ({ id: run.id, reason })}
        ability={ability('payment.cancel-run', run.state !== 'running' && run.state !== 'prepared' && wrongState)}
      />
    </>
  );
}

function ConfirmForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: confirmRun, draftKey: `confirm-run:${run.id}`, title: say(runMessages.confirm), path: '/payment/runs', initial: { id: run.id },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(runMessages.confirm)}>
      <TextField name="documentNumber" label={say(runMessages.document)} maxLength={80} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}

function AppealForm({ run, organisationId, onDone }: { run: Run; organisationId: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: fileAppeal, draftKey: `file-appeal:${run.id}`, title: say(runMessages.appeal), path: '/payment/runs', initial: { id: run.id, organisationId },
    toInput: (values) => ({ ...values, claimedFen: Math.round(Number(values['claimedYuan'] ?? 0) * 100), claimedYuan: undefined }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(runMessages.appeal)}>
      <TextField name="organisationId" label={say(messages.institution)} required />
      <NumberField name="claimedYuan" label={say(runMessages.claimed)} decimals={2} min={0.01} unit={say(messages.yuan)} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
