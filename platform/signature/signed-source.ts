import type { Sql } from '#platform/database/transaction.ts';

/** What a room has signed, for the check that what it keeps is still that. */
export interface SignedSource {
  /** First part of the documents' names: `agreement` of `agreement/<id>`. */
  readonly kind: string;
  /**
   * The documents as they are kept now, as bytes like those that were signed; `replaced` where a later one took the place and the former content
   * is not kept. What is left out is no longer there.
   */
  read(sql: Sql, documents: readonly string[]): Promise<ReadonlyMap<string, Buffer | 'replaced'>>;
  /** Names of what has to be signed, in their order after one (empty: from the beginning), with the time of signing. */
  list(sql: Sql, page: { after: string; limit: number }): Promise<readonly { readonly document: string; readonly at: Date }[]>;
}

/** `<kind>/<id>` → `<id>`. */
export const idOf = (document: string): string => document.slice(document.indexOf('/') + 1);
