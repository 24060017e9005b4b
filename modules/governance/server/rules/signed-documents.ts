import { canonicalJson } from '#platform/signature/canonical-json.ts';
import type { Charter } from '../../contract/charters.ts';
import type { Resolution } from '../../contract/meetings.ts';

export interface SignedDocument {
  readonly document: string;
  readonly bytes: Buffer;
}

/** What was resolved, with its number and its votes; the name of the body may change. */
export function resolutionDocument({ bodyName: _name, ...resolution }: Resolution): SignedDocument {
  return { document: `resolution/${resolution.id}`, bytes: Buffer.from(canonicalJson(resolution), 'utf8') };
}

/** The text that every member signs, and who they are. */
export function charterDocument({ isInForce: _state, members, ...charter }: Charter): SignedDocument {
  return { document: `charter/${charter.id}`, bytes: Buffer.from(canonicalJson({ ...charter, members: members.map(({ organisationId }) => organisationId).sort() }), 'utf8') };
}
