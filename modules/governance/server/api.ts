import type { Sql } from '#platform/database/transaction.ts';
import type { Resolution } from '../contract/meetings.ts';
import { listResolutionsByNumber } from './store/meetings.ts';

/** The resolution of this number of a body of the organisation, for rooms whose money or exceptions must cite one. */
export async function findResolution(sql: Sql, { number, organisationId }: { number: string; organisationId: string }): Promise<Resolution | undefined> {
  return (await listResolutionsByNumber(sql, { number, organisationId }))[0];
}
