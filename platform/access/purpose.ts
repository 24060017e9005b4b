/** What somebody says the record is needed for. Care needs a ground; `statistics` and `research` need one that names them. */
export const purposes = ['treatment', 'referral', 'follow-up', 'quality', 'correction', 'review', 'statistics', 'research'] as const;
export type Purpose = (typeof purposes)[number];

const isPurpose = (text: string): text is Purpose => (purposes as readonly string[]).includes(text);

/** HTTP header by which a request says its purpose. */
export const PURPOSE_HEADER = 'x-purpose-of-use';

/** The subject for the purpose that a request names; an unknown word changes nothing. */
export const forPurpose = <Asker extends { readonly purpose?: Purpose }>(subject: Asker, named: unknown): Asker =>
  typeof named === 'string' && isPurpose(named) ? { ...subject, purpose: named } : subject;

/** Purposes that a ground without a purpose of its own does not serve. */
const NAMED_ONLY: ReadonlySet<Purpose> = new Set(['statistics', 'research']);

/** Whether a ground for one purpose (null: for care) serves another. */
export const servesPurpose = (ground: string | null, asked: Purpose): boolean => (ground === null ? !NAMED_ONLY.has(asked) : ground === asked);

/** The same as SQL over the column; the purpose is one of a closed set, so it may stand in the text. */
export const purposeCondition = (column: string, asked: Purpose): string =>
  NAMED_ONLY.has(asked) ? `${column} = '${asked}'` : `(${column} is null or ${column} = '${asked}')`;
