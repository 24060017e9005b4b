import { createHash } from 'node:crypto';

export interface SignedContent {
  readonly referralId: string;
  readonly sequence: number;
  readonly action: string;
  readonly fromState: string | null;
  readonly toState: string;
  /** ISO instant. */
  readonly at: string;
  readonly actorId: string;
  readonly organisationId: string | null;
  readonly note: string | null;
  readonly detail: unknown;
}

/** SHA-256 (hex) over an act and the signature of the act before it, so that no act can be changed or taken out unseen. */
export const signatureOf = (previous: string | null, content: SignedContent): string =>
  createHash('sha256')
    .update(JSON.stringify([previous, content.referralId, content.sequence, content.action, content.fromState, content.toState, content.at, content.actorId, content.organisationId, content.note, canonical(content.detail)]))
    .digest('hex');

/** Keys sorted at every depth: the database keeps JSON without their order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, canonical(each)]),
  );
}
