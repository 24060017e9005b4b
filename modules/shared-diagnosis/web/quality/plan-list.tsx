import { Button } from 'antd';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listQualityPlans, setQualityPlan } from '../../contract/quality.ts';
import { KINDS } from '../../contract/words.ts';
import { messages, qualityMessages } from '../messages.ts';
import { optionsOf } from '../shown.tsx';

type Row = ResultOf<typeof listQualityPlans>['rows'][number];

export function PlanList() {
  const say = useText();
  const workspace = useWorkspace();
  const may = useMay('shared-diagnosis.set-quality-plan');
  const columns: Column<Row>[] = [
    { key: 'title', title: messages.title, width: 200, render: (row) => row.title, value: (row) => row.title },
    { key: 'organisation', title: messages.organisation, width: 200, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'kind', title: messages.kind, width: 110, render: (row) => say(KINDS[row.kind]), value: (row) => row.kind },
    { key: 'sample', title: qualityMessages.samplePercent, width: 120, align: 'end', render: (row) => row.samplePercent, value: (row) => row.samplePercent },
    { key: 'disagreement', title: qualityMessages.disagreementMax, width: 140, align: 'end', render: (row) => row.disagreementMax, value: (row) => row.disagreementMax },
    { key: 'onTime', title: qualityMessages.onTimeMin, width: 140, align: 'end', render: (row) => row.onTimeMin, value: (row) => row.onTimeMin },
    { key: 'valid', title: { zh: '有效期', en: 'Valid' }, width: 200, render: (row) => `${row.validFrom} – ${row.validUntil ?? ''}`, value: (row) => row.validFrom },
  ];
  return (
    <>
      {may && <div className="yg-row"><Button onClick={() => workspace.open({ key: 'quality-plan', title: say(qualityMessages.setPlan), content: <PlanForm onDone={() => workspace.close('quality-plan')} /> })}>{say(qualityMessages.setPlan)}</Button></div>}
      <DataTable name="diagnosis.plans" title={say(qualityMessages.plans)} operation={listQualityPlans} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.title} empty={{ title: qualityMessages.noPlan }} />
    </>
  );
}

function PlanForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: setQualityPlan, draftKey: 'set-quality-plan', title: say(qualityMessages.setPlan), path: '/diagnosis/quality?show=plans', initial: { kind: 'imaging', samplePercent: 5, disagreementMax: 5, onTimeMin: 95, validFrom: chinaDate(new Date()) },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(qualityMessages.setPlan)}>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.centre)} required />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <TextField name="title" label={say(messages.title)} required />
      <NumberField name="samplePercent" label={say(qualityMessages.samplePercent)} min={1} max={100} required />
      <NumberField name="disagreementMax" label={say(qualityMessages.disagreementMax)} min={0} max={100} decimals={1} required />
      <NumberField name="onTimeMin" label={say(qualityMessages.onTimeMin)} min={0} max={100} decimals={1} required />
      <DateField name="validFrom" label={say(messages.from_date)} required />
    </DraftForm>
  );
}
