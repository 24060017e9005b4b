import type { GivenOf } from '#platform/kernel/contract.ts';
import type { FormValues } from '#platform/web/form/use-draft-form.ts';
import type { registerEmergencyReferral, resubmitReferral, saveReferralDraft } from '../../contract.ts';
import { withoutBlanks } from '../act/without-blanks.ts';

type Values = Readonly<Record<string, unknown>>;

/** Form values → the operation's input: blanks left out, allergies and consent in their shape. */
function letterInput(values: FormValues): Values {
  const { letter = {}, draftPerson: _draftPerson, ...rest } = values as Values & { letter?: Values };
  const { allergyText, ...written } = letter as Values & { allergyText?: string };
  const allergies = (allergyText ?? '').split(/[；;\n]/).map((text) => text.trim()).filter(Boolean);
  const consent = written['consent'] as { given?: boolean } | undefined;
  const shaped = {
    ...written,
    ...(allergies.length > 0 ? { allergies } : {}),
    ...(consent?.given === true ? { consent } : { consent: undefined }),
  };
  return { ...(withoutBlanks(rest) as object), letter: withoutBlanks(shaped) ?? {} };
}

/** Input of the draft; the reason against the disease list belongs to the submission. */
export function draftOf(values: FormValues, id: string | undefined): GivenOf<typeof saveReferralDraft> {
  const { overrideReason: _reason, ...input } = letterInput(values);
  return { ...input, ...(id ? { id } : {}) } as GivenOf<typeof saveReferralDraft>;
}

export function resubmissionOf(values: FormValues, id: string): GivenOf<typeof resubmitReferral> {
  const { personId: _person, direction: _direction, careType: _careType, fromPhone: _phone, ...input } = letterInput(values);
  return { ...input, id } as GivenOf<typeof resubmitReferral>;
}

const MINUTE_MS = 60_000;

export function emergencyOf(values: FormValues, id: string | undefined): GivenOf<typeof registerEmergencyReferral> {
  const { arrivedMinutesAgo, overrideReason: _reason, ...input } = letterInput(values);
  const arrivedAt = new Date(Date.now() - Number(arrivedMinutesAgo ?? 0) * MINUTE_MS).toISOString();
  return { ...input, arrivedAt, ...(id ? { id } : {}) } as GivenOf<typeof registerEmergencyReferral>;
}

/** As `letterInput`, without the lines that are still being typed, so that the check answers about the rest. */
export function checkInput(values: FormValues): Values {
  const input = letterInput(values);
  const letter = input['letter'] as Record<string, unknown>;
  const whole = (list: unknown, fields: readonly string[]): unknown =>
    Array.isArray(list) ? list.filter((line) => fields.every((field) => Boolean((line as Record<string, unknown>)[field]))) : undefined;
  return {
    ...input,
    letter: {
      ...letter,
      diagnoses: whole(letter['diagnoses'], ['code', 'display']),
      medications: whole(letter['medications'], ['name']),
      exams: whole(letter['exams'], ['title']),
    },
  };
}
