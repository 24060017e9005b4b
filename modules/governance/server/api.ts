import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Resolution } from '../contract/meetings.ts';
import { listResolutionsByNumber, listVisibleResolutionsByNumber } from './store/meetings.ts';

/** The resolution of this number that the subject may cite: of a body of its own organisations, and of one of these kinds. */
export async function findCitableResolution(sql: Sql, gate: Gate, { number, kinds }: { number: string; kinds: readonly Resolution['kind'][] }): Promise<Resolution | undefined> {
  return (await listVisibleResolutionsByNumber(sql, gate, number)).find(({ kind }) => kinds.includes(kind));
}

/** The resolution of this number of a body of the organisation, for rooms whose money or exceptions must cite one. */
export async function findResolution(sql: Sql, { number, organisationId }: { number: string; organisationId: string }): Promise<Resolution | undefined> {
  return (await listResolutionsByNumber(sql, { number, organisationId }))[0];
}
