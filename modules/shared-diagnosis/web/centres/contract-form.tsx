import { Form } from 'antd';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, MultiChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { signCentreContract } from '../../contract/centres.ts';
import { KINDS, MODALITIES, MODALITIES_OF, type Kind, type Modality } from '../../contract/words.ts';
import { centreMessages, messages } from '../messages.ts';
import { filledIn, optionsOf } from '../shown.tsx';

const hundredths = (value: unknown): number => Math.round(Number(value ?? 0) * 100);

/** Yuan become fen and percent hundredths of it, in whole numbers. */
function toContract({ shares, price, ...values }: FormValues): Record<string, unknown> {
  const parts = (shares ?? {}) as Record<string, unknown>;
  const prices = (price ?? {}) as Record<string, unknown>;
  return {
    ...filledIn(values),
    prices: ((values['modalities'] ?? []) as Modality[]).map((modality) => ({ modality, priceFen: hundredths(prices[modality]) })),
    shares: { performed: hundredths(parts['performed']), reported: hundredths(parts['reported']), consortium: hundredths(parts['consortium']) },
  };
}

export function ContractForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: signCentreContract, draftKey: 'sign-centre-contract', title: say(centreMessages.sign), path: '/diagnosis/centres',
    initial: { kind: 'imaging', rank: 1, modalities: ['CT'], promised: { emergency: 30, urgent: 60, routine: 240 }, shares: { performed: 40, reported: 60, consortium: 0 }, openFrom: '00:00', openUntil: '24:00', validFrom: chinaDate(new Date()) },
    toInput: (values) => toContract(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(centreMessages.sign)}><ContractFields /></DraftForm>;
}

function ContractFields() {
  const say = useText();
  const kind = (Form.useWatch('kind') as Kind | undefined) ?? 'imaging';
  const modalities = ((Form.useWatch('modalities') as Modality[] | undefined) ?? []).filter((each) => MODALITIES_OF[kind].includes(each));
  return (
    <>
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <div className="yg-grid">
        <ListedField source={caringOrganisations} name="centreOrganisationId" label={say(messages.centre)} required />
        <NumberField name="rank" label={say(centreMessages.rank)} hint={say(centreMessages.rankHint)} min={1} max={5} required />
      </div>
      <ListedField source={caringOrganisations} name="memberOrganisationIds" label={say(centreMessages.members)} many required />
      <MultiChoiceField name="modalities" label={say(messages.modality)} options={optionsOf(MODALITIES, say, MODALITIES_OF[kind])} required />
      <div className="yg-grid">{modalities.map((modality) => <NumberField key={modality} name={['price', modality]} label={`${say(centreMessages.price)} · ${say(MODALITIES[modality])}`} decimals={2} min={0} required />)}</div>
      <h3>{say(centreMessages.promised)}</h3>
      <div className="yg-grid">
        <NumberField name={['promised', 'emergency']} label={say(centreMessages.emergency)} min={1} required />
        <NumberField name={['promised', 'urgent']} label={say(centreMessages.urgent)} min={1} required />
        <NumberField name={['promised', 'routine']} label={say(centreMessages.routine)} min={1} required />
      </div>
      <h3>{say(centreMessages.shares)}</h3>
      <div className="yg-grid">
        <NumberField name={['shares', 'performed']} label={say(centreMessages.sharePerformed)} decimals={2} min={0} max={100} required />
        <NumberField name={['shares', 'reported']} label={say(centreMessages.shareReported)} decimals={2} min={0} max={100} required />
        <NumberField name={['shares', 'consortium']} label={say(centreMessages.shareConsortium)} decimals={2} min={0} max={100} required />
      </div>
      <h3>{say(centreMessages.hours)}</h3>
      <div className="yg-grid">
        <TextField name="openFrom" label={say(centreMessages.openFrom)} required />
        <TextField name="openUntil" label={say(centreMessages.openUntil)} required />
        <NumberField name="waitingMax" label={say(centreMessages.waitingMax)} min={1} />
        <ChoiceField name="qualityCheck" label={say({ zh: '质量检查', en: 'Quality check' })} options={[{ value: 'at-reading', label: say({ zh: '阅片时', en: 'While reading' }) }, { value: 'before-reading', label: say({ zh: '阅片前', en: 'Before reading' }) }]} />
        <DateField name="validFrom" label={say(messages.from_date)} required />
        <DateField name="validUntil" label={say(messages.until_date)} />
      </div>
    </>
  );
}
