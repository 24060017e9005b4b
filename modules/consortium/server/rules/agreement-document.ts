import { canonicalJson } from '#platform/signature/canonical-json.ts';
import type { Agreement } from '../../contract/agreements.ts';

export interface SignedDocument {
  readonly document: string;
  readonly bytes: Buffer;
}

/** The terms that both sides sign: what was agreed, not how it went on (state, early end) nor names that the directory may change. */
export function documentOf(agreement: Agreement): SignedDocument {
  const {
    firstOrganisationName: _first, secondOrganisationName: _second, state: _state, daysLeft: _days, endedOn: _ended, endReason: _reason,
    ownerOrganisationId: _owner, ...terms
  } = agreement;
  return { document: `agreement/${agreement.id}`, bytes: Buffer.from(canonicalJson(terms), 'utf8') };
}
