import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { addDays } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, MultiChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { signAgreement, type Agreement } from '../../contract/agreements.ts';
import { AGREEMENT_KINDS, DIRECTIONS } from '../../contract/words.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { choicesOf } from '../words.ts';
import { agreementMessages } from './messages.ts';

const YEAR_DAYS = 365;

interface SignAgreementFormProps {
  readonly former?: Agreement | undefined;
  readonly onDone: () => void;
}

export function SignAgreementForm({ former, onDone }: SignAgreementFormProps) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: signAgreement,
    draftKey: `sign-agreement:${former?.id ?? 'new'}`,
    title: say(agreementMessages.sign),
    path: '/agreements',
    initial: former ? renewalOf(former, today) : { kind: 'referral', coversSubordinates: true, directions: ['up', 'down'], signedOn: today, validFrom: today },
    toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(agreementMessages.sign)}>
      <div className="consortium-pair">
        <ChoiceField name="kind" label={say(messages.kind)} options={choicesOf(AGREEMENT_KINDS, say)} required />
        <TextField name="documentNumber" label={say(agreementMessages.number)} maxLength={60} />
      </div>
      <div className="consortium-pair">
        <MultiChoiceField name="directions" label={say(agreementMessages.directions)} options={choicesOf(DIRECTIONS, say)} />
        <SwitchField name="coversSubordinates" label={say(agreementMessages.covers)} />
      </div>
      <div className="consortium-triple">
        <DateField name="signedOn" label={say(agreementMessages.signedOn)} required />
        <DateField name="validFrom" label={say(messages.validFrom)} required />
        <DateField name="validUntil" label={say(messages.validUntil)} required />
      </div>
      <SideFields side="first" title={say(agreementMessages.first)} />
      <SideFields side="second" title={say(agreementMessages.second)} />
    </DraftForm>
  );
}

function SideFields({ side, title }: { side: 'first' | 'second'; title: string }) {
  const say = useText();
  return (
    <fieldset className="yg-lines">
      <legend>{title}</legend>
      <ListedField source={activeOrganisations} name={`${side}OrganisationId`} label={say(messages.organisation)} required />
      <div className="consortium-triple">
        <TextField name={`${side}Signatory`} label={say(agreementMessages.signatory)} maxLength={60} required />
        <TextField name={`${side}ContactName`} label={say(agreementMessages.contactName)} maxLength={60} required />
        <TextField name={`${side}ContactTelephone`} label={say(agreementMessages.contactTelephone)} inputMode="tel" maxLength={30} required />
      </div>
    </fieldset>
  );
}

/** The same sides for the period that follows; number and signing day are new. */
function renewalOf(former: Agreement, today: string): FormValues {
  const last = former.endedOn ?? former.validUntil;
  const validFrom = last < today ? today : addDays(last, 1);
  return {
    kind: former.kind, coversSubordinates: former.coversSubordinates, directions: former.directions, signedOn: today, validFrom,
    validUntil: addDays(validFrom, YEAR_DAYS - 1),
    firstOrganisationId: former.firstOrganisationId, secondOrganisationId: former.secondOrganisationId,
    firstSignatory: former.firstSignatory, secondSignatory: former.secondSignatory,
    firstContactName: former.firstContactName, firstContactTelephone: former.firstContactTelephone,
    secondContactName: former.secondContactName, secondContactTelephone: former.secondContactTelephone,
  };
}
