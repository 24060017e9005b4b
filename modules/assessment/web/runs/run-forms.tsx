import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useText } from '#platform/web/text/messages.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { appealScore, enterAssessmentValue, openAssessment, publishAssessment, recordScoreUse, purposesOfUse, type getAssessment } from '../../contract/runs.ts';
import { listSchemes } from '../../contract/schemes.ts';
import { messages, purposeWords } from '../messages.ts';

export type RunDetail = ResultOf<typeof getAssessment>;
interface RunFormProps {
  readonly detail: RunDetail;
  readonly onDone: () => void;
}

export function OpenForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const schemes = useOperation(listSchemes, { state: ['adopted'], limit: 200 });
  const form = useActForm(openAssessment, { onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.open)}>
      <ChoiceField name="schemeId" label={say(messages.scheme)} options={(schemes.data?.rows ?? []).map(({ id, title, version }) => ({ value: id, label: `${say(title)} ${version}` }))} required />
      <CodeField name="period" label={say(messages.period)} hint={say(messages.periodHint)} required />
    </DraftForm>
  );
}

const memberOptions = ({ members }: RunDetail) => members.map(({ organisationId, name }) => ({ value: organisationId, label: name }));

export function EnterForm({ detail, onDone }: RunFormProps) {
  const say = useText();
  const form = useActForm(enterAssessmentValue, { fixed: { id: detail.run.id }, toInput: ({ value, ...rest }) => ({ ...rest, value: String(value ?? '') }), onDone });
  const items = [...detail.content.items.filter(({ source }) => source?.kind === 'manual'), ...detail.content.vetoes.filter(({ source }) => source.kind === 'manual')];
  return (
    <DraftForm form={form} submitLabel={say(messages.enter)}>
      <ChoiceField name="organisationId" label={say(messages.member)} options={memberOptions(detail)} required />
      <ChoiceField name="itemId" label={say(messages.item)} options={items.map(({ id, title }) => ({ value: id, label: say(title) }))} required />
      <TextField name="value" label={say(messages.value)} inputMode="numeric" required />
      <TextAreaField name="evidence" label={say(messages.evidence)} required />
    </DraftForm>
  );
}

export function PublishForm({ detail, onDone }: RunFormProps) {
  const say = useText();
  const form = useActForm(publishAssessment, { fixed: { id: detail.run.id }, initial: { appealDays: 10 }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.publish)}>
      <TextField name="documentNumber" label={say(messages.documentNumber)} required />
      <NumberField name="appealDays" label={say(messages.appealDays)} min={1} max={90} required />
    </DraftForm>
  );
}

export function AppealForm({ detail, onDone }: RunFormProps) {
  const say = useText();
  const form = useActForm(appealScore, { fixed: { id: detail.run.id }, onDone });
  const items = [...detail.content.items.filter(({ source }) => source !== undefined), ...detail.content.vetoes];
  return (
    <DraftForm form={form} submitLabel={say(messages.appeal)}>
      <ChoiceField name="organisationId" label={say(messages.member)} options={memberOptions(detail)} required />
      <ChoiceField name="itemId" label={say(messages.item)} options={items.map(({ id, title }) => ({ value: id, label: say(title) }))} required />
      <TextField name="claimedValue" label={say(messages.claimed)} inputMode="numeric" required />
      <TextAreaField name="reason" label={say(messages.reason)} required />
      <TextAreaField name="evidence" label={say(messages.evidence)} required />
    </DraftForm>
  );
}

export function UseForm({ detail, onDone }: RunFormProps) {
  const say = useText();
  const form = useActForm(recordScoreUse, { fixed: { id: detail.run.id }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.recordUse)}>
      <ChoiceField name="organisationId" label={say(messages.member)} options={memberOptions(detail)} required />
      <ChoiceField name="purpose" label={say(messages.purpose)} options={purposesOfUse.map((purpose) => ({ value: purpose, label: say(purposeWords[purpose]) }))} required />
      <TextField name="documentNumber" label={say(messages.documentNumber)} required />
      <TextAreaField name="about" label={say(messages.about)} required />
      <DateField name="usedOn" label={say(messages.usedOn)} required />
    </DraftForm>
  );
}
