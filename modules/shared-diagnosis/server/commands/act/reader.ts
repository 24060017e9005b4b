import { chinaDate } from '#platform/kernel/period.ts';
import type { PermitRow } from '../../store/permits.ts';
import { findPermit } from '../../store/permits.ts';
import type { OrderRow } from '../../store/row.ts';
import { problem, readerIdOf, type ActContext } from './act-context.ts';

/** Only a reader with a valid permit of the centre reads for it; a reviewer's permit where one reviews. */
export async function requirePermit(context: ActContext, row: OrderRow, level: 'reader' | 'reviewer' = 'reader'): Promise<PermitRow> {
  const permit = await findPermit(context.tx, {
    organisationId: row.centreOrganisationId, readerId: readerIdOf(context.subject), kind: row.kind, modality: row.modality, on: chinaDate(context.now),
  });
  if (permit === undefined) throw problem('shared-diagnosis.no-permit');
  if (level === 'reviewer' && permit.level !== 'reviewer') throw problem('shared-diagnosis.no-reviewer-permit');
  return permit;
}

/** The claim is this reader's and its lock has not ended. */
export function requireHolder(context: ActContext, row: OrderRow): void {
  if (row.claimedBy !== readerIdOf(context.subject) || (row.claimUntil !== null && row.claimUntil <= context.now)) throw problem('shared-diagnosis.not-yours');
}
