import { createHash } from 'node:crypto';

/** SHA-256 (hex) over content with its keys sorted at every depth: the database keeps JSON without their order. */
export const sealOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(sorted(content))).digest('hex');

/** A row of the list of acts of a room. */
interface SignedAct {
  /** What the act is about: a referral, an order. */
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
export const actSignature = (previous: string | null, act: SignedAct): string =>
  sealOf([previous, act.subjectId, act.sequence, act.action, act.fromState, act.toState, act.at, act.actorId, act.organisationId, act.note, act.detail]);

/** Not the form of RFC 8785 (`canonical-json.ts`): signatures that stand were made over this one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
