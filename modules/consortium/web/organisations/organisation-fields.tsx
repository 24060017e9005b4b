import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { creditCodeCheckCharacter, isCreditCode } from '#platform/kernel/check-digits.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { Field } from '#platform/web/form/field.tsx';
import { HalfWidthInput, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useText, type Say } from '#platform/web/text/messages.ts';
import { KINDS, LEVELS, OWNERSHIPS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { choicesOf } from '../words.ts';
import { organisationMessages } from './messages.ts';

/** The facts that registering and changing share. */
export function OrganisationFields() {
  const say = useText();
  return (
    <>
      <TextField name="name" label={say(messages.name)} required maxLength={120} />
      <TextField name="shortName" label={say(organisationMessages.shortName)} maxLength={40} />
      <div className="consortium-pair">
        <ChoiceField name="level" label={say(messages.level)} options={choicesOf(LEVELS, say)} required />
        <ChoiceField name="kind" label={say(messages.kind)} options={choicesOf(KINDS, say)} required />
      </div>
      <ListedField source={activeOrganisations} name="parentId" label={say(organisationMessages.parent)} />
      <div className="consortium-pair">
        <RadioField name="ownership" label={say(messages.ownership)} options={choicesOf(OWNERSHIPS, say)} required />
        <SwitchField name="isLegalPerson" label={say(organisationMessages.legalPerson)} />
      </div>
      <CreditCodeField />
      <div className="consortium-pair">
        <CheckedCode name="insuranceCode" label={say(organisationMessages.insuranceCode)} pattern={/^[HP]\d{11}$/} fault={say(organisationMessages.insuranceCodeFault)} />
        <CheckedCode name="divisionCode" label={say(organisationMessages.divisionCode)} pattern={/^\d{6,12}$/} fault={say(organisationMessages.divisionCodeFault)} />
      </div>
      <div className="consortium-pair">
        <TextField name="telephone" label={say(messages.telephone)} inputMode="tel" maxLength={30} />
        <NumberField name="bedCount" label={say(organisationMessages.beds)} min={0} max={20_000} />
      </div>
      <TextField name="address" label={say(organisationMessages.address)} maxLength={200} />
      <div className="consortium-pair">
        <NumberField name="longitude" label={say(organisationMessages.longitude)} min={-180} max={180} decimals={6} unit="°" />
        <NumberField name="latitude" label={say(organisationMessages.latitude)} min={-90} max={90} decimals={6} unit="°" />
      </div>
    </>
  );
}

function CreditCodeField() {
  const say = useText();
  const check = async (_: unknown, typed: string | undefined) => {
    const fault = creditCodeFault(typed ?? '', say);
    if (fault) throw new Error(fault);
  };
  return (
    <Field name="creditCode" label={say(organisationMessages.creditCode)} hint={say(organisationMessages.creditCodeHint)} validateTrigger="onBlur" rules={[{ validator: check }]}>
      <HalfWidthInput upperCase maxLength={24} autoComplete="off" spellCheck={false} className="yg-code" />
    </Field>
  );
}

/** What is wrong with a code, in the order in which one corrects it. */
function creditCodeFault(typed: string, say: Say): string | undefined {
  const code = normaliseInput(typed).toUpperCase();
  if (code === '') return undefined;
  if (code.length !== 18) return say(organisationMessages.creditCodeLength, { length: code.length });
  if (creditCodeCheckCharacter(code.slice(0, 17)) === undefined || !/^[0-9A-HJ-NPQRTUWXY]$/.test(code[17]!)) return say(organisationMessages.creditCodeSymbol);
  return isCreditCode(code) ? undefined : say(organisationMessages.creditCodeCheck);
}

function CheckedCode({ name, label, pattern, fault }: { name: string; label: string; pattern: RegExp; fault: string }) {
  const check = async (_: unknown, typed: string | undefined) => {
    const code = normaliseInput(typed ?? '').toUpperCase();
    if (code !== '' && !pattern.test(code)) throw new Error(fault);
  };
  return (
    <Field name={name} label={label} validateTrigger="onBlur" rules={[{ validator: check }]}>
      <HalfWidthInput upperCase maxLength={24} autoComplete="off" spellCheck={false} className="yg-code" />
    </Field>
  );
}
