import { activeOrganisationsThat } from '#modules/consortium/contract/organisation-choices.ts';
import { findResidents } from '#modules/residents/contract.ts';
import { call } from '#platform/web/client/call.ts';
import { useOperation, type AnyCommand } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, MultiChoiceField, RadioField, SearchField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { defineControlLot, recordExternalRound } from '../contract/control.ts';
import { listReferenceItems, openBox, registerSpecimen } from '../contract/specimens.ts';
import { formMessages } from './form-messages.ts';
import { messages } from './messages.ts';

const FOUND_MAX = 20;

async function searchPersons(words: string, signal: AbortSignal) {
  const { rows } = await call(findResidents, { q: words, limit: FOUND_MAX }, { signal });
  return rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
}

/** Where specimens are sent: hospitals of the consortium. */
const LABORATORIES = activeOrganisationsThat(({ kind }) => /hospital|centre/.test(kind));

function LaboratoryField() {
  const say = useText();
  return <ListedField source={LABORATORIES} name="laboratoryOrganisationId" label={say(formMessages.laboratory)} required />;
}

function useItems(): { value: string; label: string }[] {
  const { data } = useOperation(listReferenceItems, {}, { staleMs: 60_000 });
  return [...new Map((data?.rows ?? []).map((row) => [row.code, { value: row.code, label: `${row.name} (${row.unit})` }])).values()];
}

function TemperatureField() {
  const say = useText();
  return <RadioField name="temperatureClass" label={say(formMessages.temperatureClass)} options={[{ value: 'room', label: say(formMessages.room) }, { value: 'cold', label: say(formMessages.cold) }, { value: 'frozen', label: say(formMessages.frozen) }]} required />;
}

const filled = (values: FormValues): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

interface Done {
  readonly onDone: () => void;
}

function useForm({ operation, title, initial, onDone }: { operation: AnyCommand; title: string; initial: FormValues; onDone: () => void }) {
  const say = useText();
  return useDraftForm({
    operation, draftKey: `laboratory-${operation.name}`, title, initial, toInput: (values) => filled(values) as never,
    onDone: () => {
      toast(say(formMessages.saved));
      onDone();
    },
  });
}

export function SpecimenForm({ part, onDone }: Done & { part: 'laboratory' | 'pathology' }) {
  const say = useText();
  const form = useForm({ operation: registerSpecimen, title: say(formMessages.register), initial: { part, temperatureClass: part === 'pathology' ? 'room' : 'cold', items: [], isUrgent: false, isFrozenSection: false }, onDone });
  const items = useItems();
  return (
    <DraftForm form={form} submitLabel={say(formMessages.register)}>
      <SearchField name="personId" label={say(messages.person)} search={searchPersons} required />
      <div className="yg-grid">
        <CodeField name="tubeCode" label={say(messages.tube)} hint={say(formMessages.tubeHint)} required />
        <TextField name="kind" label={say(messages.kind)} placeholder={say(part === 'pathology' ? formMessages.tissueExample : formMessages.kindExample)} maxLength={40} required />
      </div>
      {part === 'laboratory' && <MultiChoiceField name="items" label={say(formMessages.items)} options={items} required />}
      <LaboratoryField />
      <TemperatureField />
      <SwitchField name="isUrgent" label={say(formMessages.urgent)} />
      {part === 'pathology' && <SwitchField name="isFrozenSection" label={say(messages.frozen)} />}
    </DraftForm>
  );
}

export function BoxForm({ onDone }: Done) {
  const say = useText();
  const form = useForm({ operation: openBox, title: say(formMessages.openBox), initial: { temperatureClass: 'cold' }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(formMessages.openBox)}>
      <CodeField name="code" label={say(formMessages.boxCode)} maxLength={32} required />
      <LaboratoryField />
      <TemperatureField />
    </DraftForm>
  );
}

export function LotForm({ onDone }: Done) {
  const say = useText();
  const form = useForm({ operation: defineControlLot, title: say(formMessages.lot), initial: {}, onDone });
  return (
    <DraftForm form={form} submitLabel={say(formMessages.lot)}>
      <ChoiceField name="itemCode" label={say(messages.item)} options={useItems()} required />
      <div className="yg-grid">
        <TextField name="level" label={say(messages.level)} maxLength={20} required />
        <CodeField name="lotNumber" label={say(messages.lot)} maxLength={40} required />
        <NumberField name="mean" label={say(messages.target)} decimals={4} required />
        <NumberField name="deviation" label={say(formMessages.deviation)} decimals={4} min={0} required />
      </div>
    </DraftForm>
  );
}

export function RoundForm({ onDone }: Done) {
  const say = useText();
  const form = useForm({ operation: recordExternalRound, title: say(formMessages.external), initial: {}, onDone });
  return (
    <DraftForm form={form} submitLabel={say(formMessages.external)}>
      <div className="yg-grid">
        <TextField name="programme" label={say(messages.programme)} maxLength={80} required />
        <TextField name="round" label={say(messages.round)} maxLength={40} required />
      </div>
      <ChoiceField name="itemCode" label={say(messages.item)} options={useItems()} required />
      <div className="yg-grid">
        <NumberField name="reported" label={say(messages.value)} decimals={4} required />
        <NumberField name="target" label={say(messages.target)} decimals={4} required />
        <NumberField name="deviation" label={say(formMessages.deviation)} decimals={4} min={0} required />
      </div>
    </DraftForm>
  );
}
