import { Form } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { findResidents, getResident } from '#modules/residents/contract.ts';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Embedded } from '#platform/web/embed/embed.tsx';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, RadioField, SearchField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { findDiagnosisCentre } from '../../contract/centres.ts';
import { orderDiagnosis } from '../../contract/orders.ts';
import { KINDS, MODALITIES, MODALITIES_OF, PRIORITIES, type Kind, type Modality, type Priority } from '../../contract/words.ts';
import { messages, orderMessages } from '../messages.ts';
import { filledIn, optionsOf } from '../shown.tsx';
import '../diagnosis.css';

const FOUND_MAX = 20;

async function searchPersons(words: string, signal: AbortSignal) {
  const page = await call(findResidents, { q: words, limit: FOUND_MAX }, { signal });
  return page.rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
}

const FIRST_ITEM: Readonly<Partial<Record<Modality, readonly [string, string]>>> = { ECG: ['ECG12', '十二导联心电图'], HOLTER: ['HOLTER24', '24 小时动态心电图'] };

/** `?person=` begins with a person. */
export function NewOrderPage() {
  const say = useText();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const form = useDraftForm({
    operation: orderDiagnosis,
    draftKey: `order-diagnosis:${parameters.get('person') ?? 'new'}`,
    title: say(messages.newOrder),
    initial: { kind: 'ecg', modality: 'ECG', priority: 'routine', itemCode: 'ECG12', itemName: '十二导联心电图', clinical: {}, ...(parameters.get('person') ? { personId: parameters.get('person') } : {}) },
    toInput: (values) => ({ ...filledIn(values), clinical: filledIn((values['clinical'] ?? {}) as Record<string, unknown>) }) as never,
    onDone: (card) => {
      toast(say(orderMessages.sent));
      void navigate(`/diagnosis/orders/${card.id}`);
    },
  });
  // What was recognised is not ordered: the draft goes, the page is left.
  const stop = () => {
    form.discard();
    toast(say(orderMessages.stopped));
    void navigate('/diagnosis/orders');
  };
  return (
    <>
      <PageHeader title={say(messages.newOrder)} back={{ to: '/diagnosis/orders', label: say(messages.orders) }} />
      <div className="diagnosis-form"><DraftForm form={form} submitLabel={say(orderMessages.send)}><OrderFields onRecognised={stop} /></DraftForm></div>
    </>
  );
}

function OrderFields({ onRecognised }: { onRecognised: () => void }) {
  const say = useText();
  const form = Form.useFormInstance();
  const kind = (Form.useWatch('kind') as Kind | undefined) ?? 'ecg';
  const modality = Form.useWatch('modality') as Modality | undefined;
  const priority = Form.useWatch('priority') as Priority | undefined;
  const [personId, itemCode] = [Form.useWatch('personId') as string | undefined, (Form.useWatch('itemCode') as string | undefined) ?? ''];
  // A kind that no longer holds the modality takes its first one.
  if (modality && !MODALITIES_OF[kind].includes(modality)) queueMicrotask(() => form.setFieldsValue(itemOf(MODALITIES_OF[kind][0]!)));
  return (
    <>
      <h2>{say(orderMessages.whom)}</h2>
      <PersonField />
      <h2>{say(orderMessages.what)}</h2>
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <div className="yg-grid">
        <ChoiceField name="modality" label={say(messages.modality)} options={optionsOf(MODALITIES, say, MODALITIES_OF[kind])} required />
        <CodeField name="itemCode" label={say(orderMessages.itemCode)} required />
        <TextField name="itemName" label={say(messages.item)} required />
        <TextField name="bodyPart" label={say(orderMessages.bodyPart)} />
      </div>
      <Embedded name="recognition.check" id={itemCode} personId={personId} onDone={onRecognised} />
      <RadioField name="priority" label={say(messages.priority)} options={optionsOf(PRIORITIES, say)} required />
      {modality && priority && MODALITIES_OF[kind].includes(modality) && <CentreNotice kind={kind} modality={modality} priority={priority} />}
      <h2>{say(orderMessages.why)}</h2>
      <TextAreaField name={['clinical', 'question']} label={say(orderMessages.question)} rows={2} required />
      <div className="yg-grid">
        <TextField name={['clinical', 'diagnosis']} label={say(orderMessages.diagnosis)} />
        <CodeField name={['clinical', 'diagnosisCode']} label={say(orderMessages.diagnosisCode)} />
        <TextField name="phone" label={say(orderMessages.phone)} inputMode="tel" />
        <ListedField source={caringOrganisations} name="performingOrganisationId" label={say(orderMessages.performing)} />
      </div>
      <TextAreaField name={['clinical', 'history']} label={say(orderMessages.history)} rows={3} />
      <div className="yg-row">
        <SwitchField name={['clinical', 'pregnant']} label={say(orderMessages.pregnant)} />
        <SwitchField name={['clinical', 'contrastAllergy']} label={say(orderMessages.contrastAllergy)} />
        <SwitchField name={['clinical', 'implant']} label={say(orderMessages.implant)} />
      </div>
    </>
  );
}

/** Who came with the address is shown by name, not by id. */
function PersonField() {
  const say = useText();
  const [parameters] = useSearchParams();
  const given = parameters.get('person');
  const { data } = useOperation(getResident, { id: given ?? '' }, { enabled: given !== null, staleMs: 60_000 });
  const choice = data && { value: data.id, label: [data.name, data.birthDate].filter(Boolean).join(' · ') };
  return <SearchField key={choice?.value ?? 'nobody'} name="personId" label={say(messages.person)} hint={say(orderMessages.whomHint)} search={searchPersons} {...(choice ? { initialChoice: choice } : {})} required />;
}

const itemOf = (modality: Modality) => ({ modality, itemCode: FIRST_ITEM[modality]?.[0] ?? modality, itemName: FIRST_ITEM[modality]?.[1] ?? MODALITIES[modality].zh });

/** Where it will go, when it will be read and what it costs, before it is sent. */
function CentreNotice({ kind, modality, priority }: { kind: Kind; modality: Modality; priority: Priority }) {
  const say = useText();
  const format = useFormat();
  const { acting } = useSession();
  const organisationId = acting?.organisationId ?? '';
  const { data } = useOperation(findDiagnosisCentre, { kind, modality, priority, organisationId }, { enabled: organisationId !== '' });
  if (data === undefined) return null;
  const { centre } = data;
  if (centre === null) return <p className="yg-notice" role="alert">{say(orderMessages.noCentre)}</p>;
  return (
    <p className="yg-notice" role="status">
      {say(orderMessages.willGo, { centre: centre.organisationName, span: format.span(centre.promisedMinutes * 60_000), price: format.money(centre.priceFen) })}
      {centre.overflow && ` · ${say(centre.overflow === 'closed' ? orderMessages.closed : orderMessages.overloaded)}`}
    </p>
  );
}
