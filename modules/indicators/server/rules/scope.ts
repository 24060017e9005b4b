import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { addMonths, chinaDate } from '#platform/kernel/period.ts';
import { contract } from '../../contract.ts';

export const problem = problemsOf(contract.problems);

/** The organisation asked about, the own one when none is named, with all below it. Throws outside the asker's scope. */
export async function sitesOf({ sql, gate, subject }: { sql: Sql; gate: Gate; subject: Subject }, asked?: string): Promise<{ organisationId: string; organisationIds: string[] }> {
  const organisationId = asked ?? subject.organisationId;
  if (organisationId === null) throw problem('indicators.no-organisation');
  gate.requireOrganisation(organisationId);
  return { organisationId, organisationIds: await listSubtree(sql, organisationId) };
}

/** The month before the present one. */
export const lastWholeMonth = (now: Date): string => addMonths(chinaDate(now).slice(0, 7), -1);
