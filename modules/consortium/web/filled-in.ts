import type { FormValues } from '#platform/web/form/use-draft-form.ts';

/** Leaves out what was not filled in. */
export const filledIn = (values: FormValues): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
