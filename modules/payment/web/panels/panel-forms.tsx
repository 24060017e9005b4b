import { Form } from 'antd';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { payCapitation, recordPanelHeads } from '../../contract/panels.ts';
import { getParameterPack, listParameterPacks } from '../../contract/packs.ts';
import { messages } from '../messages.ts';
import { panelMessages } from './panel-messages.ts';

interface FormProps {
  readonly onDone: () => void;
}

function usePackOptions(): { value: string; label: string }[] {
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  return (packs.data?.rows ?? []).map((pack) => ({ value: pack.id, label: `${pack.city} ${pack.year} · ${pack.version}` }));
}

export function RecordHeadsForm({ onDone }: FormProps) {
  const say = useText();
  const options = usePackOptions();
  const form = useDraftForm({
    operation: recordPanelHeads, draftKey: 'record-heads', title: say(panelMessages.record), path: '/payment/panels', initial: {},
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(panelMessages.record)}>
      <ChoiceField name="packId" label={say(messages.packs)} options={options} required />
      <PanelField />
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.institution)} required />
      <TextField name="month" label={say(messages.month)} placeholder="2026-01" maxLength={7} required />
      <NumberField name="heads" label={say(panelMessages.heads)} required />
    </DraftForm>
  );
}

/** The panels that the chosen parameters name. */
function PanelField() {
  const say = useText();
  const packId: unknown = Form.useWatch('packId');
  const pack = useOperation(getParameterPack, { id: String(packId) }, { enabled: typeof packId === 'string' });
  return <ChoiceField name="panel" label={say(panelMessages.panel)} options={(pack.data?.content.capitation ?? []).map(({ panel, title }) => ({ value: panel, label: title }))} required />;
}

export function PayCapitationForm({ onDone }: FormProps) {
  const say = useText();
  const options = usePackOptions();
  const form = useDraftForm({
    operation: payCapitation, draftKey: 'pay-capitation', title: say(panelMessages.pay), path: '/payment/panels', initial: {},
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <>
      <p className="payment-note yg-quiet">{say(panelMessages.payWhy)}</p>
      <DraftForm form={form} submitLabel={say(panelMessages.pay)}>
        <ChoiceField name="packId" label={say(messages.packs)} options={options} required />
        <TextField name="month" label={say(messages.month)} placeholder="2026-01" maxLength={7} required />
      </DraftForm>
    </>
  );
}
