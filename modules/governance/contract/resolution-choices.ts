import { listResolutions, type Resolution } from './meetings.ts';

const LISTED_MAX = 500;

/** What a form offers where an act cites a resolution (`ListedField` of platform/web): the number is what is sent. */
export const resolutionsOn = (...kinds: Resolution['kind'][]) => ({
  operation: listResolutions,
  input: { limit: LISTED_MAX, ...(kinds.length === 1 ? { kind: kinds[0] } : {}) },
  choicesOf: ({ rows }: { readonly rows: readonly Resolution[] }) => rows.filter(({ kind }) => kinds.includes(kind)).map(({ number, title, adoptedOn }) => ({ value: number, label: `${number} ${title} · ${adoptedOn}` })),
});
