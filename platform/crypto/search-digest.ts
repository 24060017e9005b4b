import type { Sql } from '#platform/database/transaction.ts';
import { keyRing } from './ring-in-use.ts';

const PURPOSE = 'fhir.person-number';

let digest: ((text: string) => Buffer) | undefined;

/**
 * Reads the key under which numbers of persons are found in the FHIR store; makes it where there is none. Run once where a process is
 * put together, outside of any transaction: what is found by a key must not be stored before the key is.
 */
export async function loadSearchDigest(sql: Sql): Promise<void> {
  digest = await keyRing().indexOf(sql, PURPOSE);
}

/** 32 bytes, equal for equal text; throws before `loadSearchDigest`, so that no plain hash is stored by mistake. */
export function searchDigest(text: string): Buffer {
  if (digest === undefined) throw new Error('the key of search is not loaded: call loadSearchDigest where the process is put together');
  return digest(text);
}
