import { Form } from 'antd';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, MultiChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { grantReaderPermit, listPractitioners, listReaderPermits, planShift } from '../../contract/centres.ts';
import { KINDS, MODALITIES, MODALITIES_OF, READER_LEVELS, type Kind } from '../../contract/words.ts';
import { centreMessages, messages } from '../messages.ts';
import { filledIn, optionsOf } from '../shown.tsx';

export function PermitForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: grantReaderPermit, draftKey: 'grant-reader-permit', title: say(centreMessages.grant), path: '/diagnosis/centres?show=permits', initial: { kind: 'imaging', level: 'reader', validFrom: chinaDate(new Date()) },
    // The choice carries id and name together.
    toInput: ({ reader, ...values }) => ({ ...filledIn(values), readerId: String(reader ?? '').split('|')[0], readerName: String(reader ?? '').split('|')[1] ?? '' }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(centreMessages.grant)}><PermitFields /></DraftForm>;
}

function PermitFields() {
  const say = useText();
  const organisationId = Form.useWatch('organisationId') as string | undefined;
  const kind = (Form.useWatch('kind') as Kind | undefined) ?? 'imaging';
  const { data } = useOperation(listPractitioners, { organisationId: organisationId ?? '' }, { enabled: organisationId !== undefined });
  return (
    <>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.organisation)} required />
      <ChoiceField name="reader" label={say(centreMessages.reader)} options={(data?.practitioners ?? []).map(({ id, name }) => ({ value: `${id}|${name}`, label: name }))} required />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <MultiChoiceField name="modalities" label={say(messages.modality)} options={optionsOf(MODALITIES, say, MODALITIES_OF[kind])} required />
      <RadioField name="level" label={say(centreMessages.level)} options={optionsOf(READER_LEVELS, say)} required />
      <TextField name="certificate" label={say(centreMessages.certificate)} />
      <DateField name="validFrom" label={say(messages.from_date)} required />
      <DateField name="validUntil" label={say(messages.until_date)} />
    </>
  );
}

export function ShiftForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: planShift, draftKey: 'plan-diagnosis-shift', title: say(centreMessages.plan), path: '/diagnosis/centres?show=roster', initial: { day: addDays(chinaDate(new Date()), 1), from: '08:00', until: '17:30', duty: 'reader' },
    toInput: ({ day, from, until, permit, duty }) => {
      const [organisationId, kind, readerId] = String(permit ?? '').split('|');
      const end = String(until) <= String(from) ? addDays(String(day), 1) : String(day);
      return { organisationId, kind, readerId, duty, startsAt: `${String(day)}T${String(from)}:00+08:00`, endsAt: `${end}T${String(until)}:00+08:00` } as never;
    },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(centreMessages.plan)}><ShiftFields /></DraftForm>;
}

function ShiftFields() {
  const say = useText();
  const { data } = useOperation(listReaderPermits, { valid: true, limit: 500 } as never, { staleMs: 60_000 });
  const options = [...new Map((data?.rows ?? []).map((row) => [`${row.organisationId}|${row.kind}|${row.readerId}`, `${row.readerName} · ${say(KINDS[row.kind])}`])).entries()].map(([value, label]) => ({ value, label }));
  return (
    <>
      <ChoiceField name="permit" label={say(centreMessages.reader)} options={options} required />
      <DateField name="day" label={say(centreMessages.day)} required />
      <TextField name="from" label={say(centreMessages.openFrom)} required />
      <TextField name="until" label={say(centreMessages.openUntil)} required />
      <RadioField name="duty" label={say(centreMessages.duty)} options={[{ value: 'reader', label: say(centreMessages.dutyReader) }, { value: 'reviewer', label: say(centreMessages.dutyReviewer) }, { value: 'on-call', label: say(centreMessages.dutyOnCall) }]} required />
    </>
  );
}
