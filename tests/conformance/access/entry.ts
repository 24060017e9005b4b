import type { Side } from './two-sides.ts';

/**
 * What happens when somebody who holds the permission at another organisation asks:
 * - `refused`: forbidden or not-found, and nothing in the answer;
 * - `nothing`: a list or count that answers exactly as if the other side did not exist;
 * - `directory`: open by decision to whoever holds the permission; no person stands in it;
 * - `masked`: the index says that the person is known, surname and sex only, and opens nothing;
 * - `alone`: one person may open it, by decision, and somebody looks at that afterwards;
 * - `own`: has no foreign thing in it, or belongs to the account (see own-account.test.ts).
 */
export type Reach = 'refused' | 'nothing' | 'directory' | 'masked' | 'alone' | 'own';

export interface Entry {
  readonly reach: Reach;
  /** Inputs that name things of `target`; `asker` is who asks. Several are all tried. */
  readonly inputs: (target: Side, asker: Side) => readonly Readonly<Record<string, unknown>>[];
  /** Why it is open, for `directory` and `own`. */
  readonly why?: string;
}

export const refused = (...inputs: ((target: Side, asker: Side) => Record<string, unknown>)[]): Entry => ({ reach: 'refused', inputs: (target, asker) => inputs.map((each) => each(target, asker)) });
export const nothing = (...inputs: ((target: Side) => Record<string, unknown>)[]): Entry => ({ reach: 'nothing', inputs: (target) => inputs.map((each) => each(target)) });
export const directory = (why: string, input: (target: Side) => Record<string, unknown> = () => ({})): Entry => ({ reach: 'directory', why, inputs: (target) => [input(target)] });
export const own = (why: string, input: Record<string, unknown> = {}): Entry => ({ reach: 'own', why, inputs: () => [input] });
export const masked = (input: (target: Side) => Record<string, unknown>): Entry => ({ reach: 'masked', inputs: (target) => [input(target)] });
/** An act on one thing of the other side. */
export const act = (of: keyof Side['ids'], more: Record<string, unknown> = {}): Entry => refused(({ ids }) => ({ id: ids[of], ...more }));
