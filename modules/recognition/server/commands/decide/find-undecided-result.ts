import type { Result } from '../../../contract/decisions.ts';
import { findResults, type Asking } from './find-results.ts';

/** The newest valid result that answers the item, unless the ordering organisation has declined it: such an order repeats an examination. */
export async function findUndecidedResult(asking: Asking, { code, ...question }: { personId: string; code: string; organisationId: string }): Promise<Result | undefined> {
  const { checks } = await findResults(asking, { ...question, codes: [code] });
  const newest = checks[0]?.candidates[0];
  return newest?.decision === 'declined' ? undefined : newest;
}
