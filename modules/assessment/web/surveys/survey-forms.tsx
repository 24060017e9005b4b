import { UploadOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Button } from 'antd';
import type { Text } from '#platform/kernel/problem.ts';
import { base64OfFile } from '#platform/web/client/base64.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { QrCode } from '#platform/web/code/qr-code.tsx';
import { ChoiceField, MultiChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { channels, importSatisfaction, issueSurveyCodes, listQuestionnaires, planSurvey, surveyKinds, type getSurvey } from '../../contract/surveys.ts';
import { messages, surveyMessages as words } from '../messages.ts';

const QR_PIXELS = 120;

export function PlanForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const questionnaires = useOperation(listQuestionnaires, { state: ['adopted'], limit: 200 });
  const form = useActForm(planSurvey, { initial: { perSite: 30, quietDays: 90, cellMin: 5, channels: ['portal', 'paper'] }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(words.plan)}>
      <TextField name="title" label={say(messages.title)} maxLength={100} required />
      <ChoiceField name="questionnaireId" label={say(words.questionnaire)} options={(questionnaires.data?.rows ?? []).map(({ id, title, version }) => ({ value: id, label: `${say(title)} ${version}` }))} required />
      <CodeField name="month" label={say(words.month)} placeholder="2026-03" required />
      <NumberField name="perSite" label={say(words.perSite)} min={1} max={2000} required />
      <NumberField name="quietDays" label={say(words.quietDays)} min={0} max={1000} required />
      <NumberField name="cellMin" label={say(words.cellMin)} min={3} max={50} required />
      <MultiChoiceField name="channels" label={say(words.channels)} options={channels.map((channel) => ({ value: channel, label: say(words[channel]) }))} required />
      <TextField name="seed" label={say(words.seed)} maxLength={60} required />
    </DraftForm>
  );
}

/** Codes are shown once, each with its QR code, ready to be printed and cut. */
export function IssueForm({ detail }: { detail: ResultOf<typeof getSurvey> }) {
  const say = useText();
  const [codes, setCodes] = useState<readonly string[]>();
  const form = useActForm(issueSurveyCodes, { fixed: { id: detail.survey.id }, initial: { channel: 'paper', count: 10 }, onDone: (answer) => setCodes((answer as ResultOf<typeof issueSurveyCodes>).codes) });
  if (codes !== undefined) {
    return (
      <div className="yg-stack">
        <p role="status"><strong>{say(words.codesOnce)}</strong></p>
        <div className="assessment-codes">{codes.map((code) => <figure key={code}><QrCode content={`${location.origin}/portal/survey#${code}`} label={code} size={QR_PIXELS} /><figcaption className="yg-code">{code}</figcaption></figure>)}</div>
      </div>
    );
  }
  return (
    <DraftForm form={form} submitLabel={say(words.issue)}>
      <ChoiceField name="organisationId" label={say(messages.member)} options={detail.sites.map(({ organisationId, name }) => ({ value: organisationId, label: name }))} required />
      <ChoiceField name="channel" label={say(words.channels)} options={(['paper', 'tablet'] as const).map((channel) => ({ value: channel, label: say(words[channel]) }))} required />
      <NumberField name="count" label={say(words.count)} min={1} max={500} required />
    </DraftForm>
  );
}

const COLUMNS = [['organisation', '机构名称', words.organisationColumn], ['mean', '满意度得分', words.meanColumn], ['valid', '有效问卷数', words.validColumn], ['kind', '类型', words.kindColumn], ['month', '月份', words.monthColumn]] as const satisfies readonly (readonly [string, string, Text])[];

/** A file of the national platform; each row that is not taken is shown with its reason. */
export function ImportForm() {
  const say = useText();
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState<Record<string, string>>(Object.fromEntries(COLUMNS.map(([name, usual]) => [name, usual])));
  const importing = useCommand(importSatisfaction);
  const [answer, setAnswer] = useState<ResultOf<typeof importSatisfaction>>();
  const { chooser, choose } = useTableChooser(say(words.file), setFile);
  const send = async () => {
    if (file === undefined) return;
    const { organisation = '', mean = '', valid = '', kind, month } = columns;
    setAnswer(await importing.run({ fileName: file.name, base64: await base64OfFile(file), columns: { organisation, mean, valid, ...(kind ? { kind } : {}), ...(month ? { month } : {}) } }));
  };
  return (
    <div className="yg-stack">
      {chooser}
      <div className="yg-row"><Button icon={<UploadOutlined aria-hidden />} onClick={choose}>{say(words.file)}</Button>{file?.name}</div>
      {COLUMNS.map(([name, , title]) => <label key={name} className="yg-row yg-row-spread">{say(title)}<input className="ant-input" style={{ maxWidth: 240 }} value={columns[name] ?? ''} onChange={(event) => setColumns((former) => ({ ...former, [name]: event.target.value }))} /></label>)}
      {importing.problem && <ProblemNotice problem={importing.problem} />}
      <div className="yg-row"><Button type="primary" disabled={file === undefined} loading={importing.pending} onClick={() => void send()}>{say(words.import)}</Button></div>
      {answer && <p role="status">{say(words.loaded, { loaded: answer.loaded, refused: answer.rows - answer.loaded })}</p>}
      {answer && answer.refused.length > 0 && (
        <PlainTable
          caption={say(words.why)} rows={answer.refused} rowKey={({ row }) => String(row)}
          columns={[{ key: 'row', title: words.row, align: 'end', render: ({ row }) => row }, { key: 'column', title: words.column, render: ({ column }) => columns[column] ?? column }, { key: 'why', title: words.why, render: ({ message }) => say(message) }]}
        />
      )}
    </div>
  );
}

export const kindOptions = surveyKinds.map((kind) => ({ value: kind, label: words[kind] }));
