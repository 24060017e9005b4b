import { Button } from 'antd';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { completeCorrectiveAction, listCorrectiveActions, openCorrectiveAction } from '../../contract/quality.ts';
import { KINDS } from '../../contract/words.ts';
import { messages, qualityMessages } from '../messages.ts';
import { optionsOf } from '../shown.tsx';

type Row = ResultOf<typeof listCorrectiveActions>['rows'][number];

export function CorrectiveList() {
  const say = useText();
  const workspace = useWorkspace();
  const mayOpen = useMay('shared-diagnosis.open-corrective-action');
  const mayComplete = useMay('shared-diagnosis.complete-corrective-action');
  const complete = useCommand(completeCorrectiveAction);
  const confirmReason = useConfirmReason();
  const finish = async (row: Row) => {
    const result = await confirmReason({ title: say(qualityMessages.complete), explanation: row.plan, verb: say(qualityMessages.complete) });
    if (result !== undefined && (await complete.run({ id: row.id, result }))) toast(say(messages.saved));
  };
  const columns: Column<Row>[] = [
    { key: 'state', title: qualityMessages.state, width: 100, render: (row) => <StateTag tone={row.state === 'done' ? 'done' : row.dueOn < chinaDate(new Date()) ? 'overdue' : 'due'} text={say(row.state === 'done' ? qualityMessages.complete : qualityMessages.corrective)} />, value: (row) => row.state },
    { key: 'kind', title: messages.kind, width: 100, render: (row) => say(KINDS[row.kind]), value: (row) => row.kind },
    { key: 'cause', title: qualityMessages.cause, width: 220, render: (row) => row.cause, value: (row) => row.cause },
    { key: 'plan', title: qualityMessages.plan, width: 220, render: (row) => row.plan, value: (row) => row.plan },
    { key: 'responsible', title: qualityMessages.responsible, width: 110, render: (row) => row.responsible, value: (row) => row.responsible },
    { key: 'dueOn', title: qualityMessages.dueOn, width: 120, render: (row) => row.dueOn, value: (row) => row.dueOn },
    { key: 'result', title: qualityMessages.result, width: 200, onPhone: false, render: (row) => row.result ?? '—', value: (row) => row.result },
    { key: 'complete', title: { zh: '操作', en: 'Actions' }, width: 90, render: (row) => (mayComplete && row.state === 'open' ? <Button size="small" onClick={() => void finish(row)}>{say(qualityMessages.complete)}</Button> : null) },
  ];
  return (
    <>
      {mayOpen && <div className="yg-row"><Button onClick={() => workspace.open({ key: 'corrective', title: say(qualityMessages.openAction), content: <CorrectiveForm onDone={() => workspace.close('corrective')} /> })}>{say(qualityMessages.openAction)}</Button></div>}
      <DataTable name="diagnosis.corrective" title={say(qualityMessages.corrective)} operation={listCorrectiveActions} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.cause} empty={{ title: qualityMessages.nothingCorrective }} />
    </>
  );
}

function CorrectiveForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: openCorrectiveAction, draftKey: 'open-corrective-action', title: say(qualityMessages.openAction), path: '/diagnosis/quality?show=corrective', initial: { kind: 'imaging', dueOn: addDays(chinaDate(new Date()), 30) },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(qualityMessages.openAction)}>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.organisation)} required />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <TextAreaField name="cause" label={say(qualityMessages.cause)} rows={2} required />
      <TextAreaField name="plan" label={say(qualityMessages.plan)} rows={3} required />
      <TextField name="responsible" label={say(qualityMessages.responsible)} required />
      <DateField name="dueOn" label={say(qualityMessages.dueOn)} required />
    </DraftForm>
  );
}
