/**
 * Of each type one date lies on the resource row itself and one code is indexed by person, so that the commonest
 * clinical query (`?patient&code&_sort=-date`) costs only its answer. First name that the type has, wins.
 */
const DATES = [
  'date', 'authored-on', 'authoredon', 'authored', 'onset-date', 'recorded-date', 'birthdate', 'sent', 'created', 'start',
  'whenhandedover', 'effective-time', 'effective', 'start-date', 'started', 'collected', 'recorded', 'period', 'datetime',
];
const CODES = ['code', 'vaccine-code', 'type', 'category'];

export const mainDateOf = (has: (code: string) => boolean): string | undefined => DATES.find(has);
export const mainCodeOf = (has: (code: string) => boolean): string | undefined => CODES.find(has);

/** Unions of two indexed parameters: asked as either, never stored twice. */
export const UNIONS: Readonly<Record<string, readonly string[]>> = {
  'Observation.combo-code': ['code', 'component-code'],
  'Observation.combo-value-concept': ['value-concept', 'component-value-concept'],
  'Observation.combo-value-quantity': ['value-quantity', 'component-value-quantity'],
  'Observation.combo-data-absent-reason': ['data-absent-reason', 'component-data-absent-reason'],
  'Observation.combo-code-value-concept': ['code-value-concept', 'component-code-value-concept'],
  'Observation.combo-code-value-quantity': ['code-value-quantity', 'component-code-value-quantity'],
};

/** Hash input of `person_code.code_key`. */
export const personCodeText = (type: string, code: string): string => `${type}=${code.toLowerCase()}`;
