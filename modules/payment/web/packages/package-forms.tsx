import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { closePackage, distributePackage, openPackage, recordPackageMonth } from '../../contract/packages.ts';
import { listParameterPacks } from '../../contract/packs.ts';
import { messages } from '../messages.ts';
import { packageMessages } from './package-messages.ts';

interface FormProps {
  readonly id: string;
  readonly onDone: () => void;
}

const PATH = '/payment/packages';
const fenOf = (yuan: unknown): number => Math.round(Number(yuan ?? 0) * 100);

function useDone(onDone: () => void): () => void {
  const say = useText();
  return () => {
    toast(say(messages.saved));
    onDone();
  };
}

export function OpenPackageForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  const options = (packs.data?.rows ?? []).map((pack) => ({ value: pack.id, label: `${pack.city} ${pack.year} · ${pack.version}` }));
  const form = useDraftForm({ operation: openPackage, draftKey: 'open-package', title: say(packageMessages.open), path: PATH, initial: {}, onDone: useDone(onDone) });
  return (
    <DraftForm form={form} submitLabel={say(packageMessages.open)}>
      <ChoiceField name="packId" label={say(packageMessages.pack)} options={options} required />
      <TextField name="name" label={say(packageMessages.name)} maxLength={120} required />
      <ListedField source={activeOrganisations} name="ownerOrganisationId" label={say(packageMessages.owner)} required />
      <NumberField name="heads" label={say(packageMessages.heads)} min={1} required />
    </DraftForm>
  );
}

export function RecordMonthForm({ id, onDone }: FormProps) {
  const say = useText();
  const form = useDraftForm({
    operation: recordPackageMonth, draftKey: `package-month:${id}`, title: say(packageMessages.record), path: PATH, initial: { id },
    toInput: (values) => ({ id, month: values['month'], insideFen: fenOf(values['insideYuan']), outsideFen: fenOf(values['outsideYuan']) }) as never,
    onDone: useDone(onDone),
  });
  return (
    <DraftForm form={form} submitLabel={say(packageMessages.record)}>
      <TextField name="month" label={say(messages.month)} placeholder="2026-01" maxLength={7} required />
      <NumberField name="insideYuan" label={say(packageMessages.insideYuan)} decimals={2} min={0} unit={say(messages.yuan)} required />
      <NumberField name="outsideYuan" label={say(packageMessages.outsideYuan)} decimals={2} min={0} unit={say(messages.yuan)} required />
    </DraftForm>
  );
}

interface UnitValues {
  readonly organisationId?: string;
  readonly role?: string;
  readonly heads?: number;
  readonly score?: number;
}

export function ClosePackageForm({ id, onDone }: FormProps) {
  const say = useText();
  const form = useDraftForm({
    operation: closePackage, draftKey: `close-package:${id}`, title: say(packageMessages.close), path: PATH, initial: { id, assessment: '1', units: [{ role: 'lead' }] },
    toInput: (values) => ({
      id, assessment: String(values['assessment'] ?? ''), reason: values['reason'],
      units: ((values['units'] ?? []) as UnitValues[]).map((unit) => ({ organisationId: unit.organisationId, role: unit.role, measures: { heads: String(unit.heads ?? 0), score: String(unit.score ?? 0) } })),
    }) as never,
    onDone: useDone(onDone),
  });
  const roles = [{ value: 'lead', label: say(packageMessages.lead) }, { value: 'member', label: say(packageMessages.member) }];
  return (
    <DraftForm form={form} submitLabel={say(packageMessages.close)}>
      <TextField name="assessment" label={say(packageMessages.assessment)} maxLength={8} required />
      <LineList name="units" label={say(packageMessages.units)} addLabel={say(packageMessages.addUnit)} newLine={{ role: 'member' }}>
        {(line) => (
          <div className="payment-pair">
            <ListedField source={activeOrganisations} name={line.name('organisationId')} label={say(packageMessages.unit)} required />
            <ChoiceField name={line.name('role')} label={say(packageMessages.role)} options={roles} required />
            <NumberField name={line.name('heads')} label={say(packageMessages.measureHeads)} decimals={4} min={0} required />
            <NumberField name={line.name('score')} label={say(packageMessages.measureScore)} decimals={4} min={0} required />
          </div>
        )}
      </LineList>
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}

export function DistributePackageForm({ id, onDone }: FormProps) {
  const say = useText();
  const form = useDraftForm({ operation: distributePackage, draftKey: `distribute-package:${id}`, title: say(packageMessages.distribute), path: PATH, initial: { id }, onDone: useDone(onDone) });
  return (
    <DraftForm form={form} submitLabel={say(packageMessages.distribute)}>
      <ListedField source={resolutionsOn('money')} name="decisionNumber" label={say(packageMessages.decisionNumber)} required />
    </DraftForm>
  );
}
