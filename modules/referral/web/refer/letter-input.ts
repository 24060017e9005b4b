import type { FormValues } from '#platform/web/form/use-draft-form.ts';
import { withoutBlanks } from '../act/without-blanks.ts';

type Values = Readonly<Record<string, unknown>>;

/** Form values → the operation's input: blanks left out, allergies and consent in their shape. */
export function letterInput(values: FormValues): Values {
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
