import { createHash } from 'node:crypto';

/** SHA-256 (hex) over content with its keys sorted at every depth: the database keeps JSON without their order. */
export const sealOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(canonical(content))).digest('hex');

export interface SignedContent {
  readonly subjectId: string;
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

/** Over an act and the signature of the act before it, so that no act can be changed or taken out unseen. */
export const signatureOf = (previous: string | null, content: SignedContent): string =>
  sealOf([previous, content.subjectId, content.sequence, content.action, content.fromState, content.toState, content.at, content.actorId, content.organisationId, content.note, content.detail]);

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
